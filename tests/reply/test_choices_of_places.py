"""What a place decides about letters: to whom they go, who gets a copy, when people must meet."""

from __future__ import annotations

import pytest

from tests import books
from tests.reply.letters import DAY, Letters
from tracker.contact.queries import met
from tracker.kernel import clock
from tracker.kernel.errors import Invalid
from tracker.reply import asking, document, issuing
from tracker.terms import ContactForm, DeliveryWay

TALK = "按规定每件答复前都应当与代表（委员）面商，还没有登记见面。"
KEY = "本件是重点件，应当与代表（委员）面商，还没有登记见面。"


@pytest.fixture
def letters(app, district):
    """The letters of a case."""
    return Letters(app, district)


@pytest.mark.parametrize(
    ("rule", "key_item", "form", "told"),
    [
        ([], True, ContactForm.PHONE, []),
        (["key_item"], False, ContactForm.PHONE, []),
        (["key_item"], True, ContactForm.PHONE, [KEY]),
        (["every"], False, ContactForm.PHONE, [TALK]),
        (["every"], True, ContactForm.PHONE, [TALK]),
        (["every"], False, ContactForm.VISIT, []),
    ],
)
def test_a_letter_is_warned_of_where_people_should_have_met(letters, rule, key_item, form, told):
    with books.in_use(books.choosing(must_meet_in_person=rule)):
        letters.assign(("education", "independent"), key_item=key_item)
        letters.sign()
        letters.talk(form=form)
        letters.draft()
        assert met(letters.letter().assignment) is (form is ContactForm.VISIT)
        assert asking.submission_warnings(letters.letter()) == told


@pytest.mark.parametrize(
    ("rule", "copies"),
    [
        (["committee", "office", "assisting"], "区人大办，区人民政府办公室，区财政局"),
        (["committee", "office"], "区人大办，区人民政府办公室"),
    ],
)
def test_the_place_says_who_gets_a_copy(letters, rule, copies):
    with books.in_use(books.choosing(copies=rule)):
        letters.assign(("education", "host"), ("finance", "assisting"))
        assert document.usual_copies(letters.row("education")) == copies


@pytest.mark.parametrize(("rule", "mark"), [("letter", "A类"), ("outcome", "已解决"), ("none", "")])
def test_the_place_says_what_stands_on_the_first_page(letters, rule, mark):
    with books.in_use(books.choosing(class_mark=rule)):
        letters.issued()
        reader = letters.district.person("deputy")
        assert document.paper_of(letters.letter(), reader).class_mark == mark


def test_where_the_lead_passes_letters_on_one_delivery_is_enough(letters):
    with clock.moved_to(clock.at(DAY)), books.in_use(books.choosing(deliver_joint="lead")):
        letters.issued()
        letter = letters.letter()
        lead, other = letter.case.submitters
        path = f"/cases/{letters.case_id}/replies/{letter.id}"
        assert "只送领衔代表" in letters.client("handler").get(f"{path}/deliver").text
        with letters.by("handler"), pytest.raises(Invalid, match="只送领衔代表"):
            issuing.record_delivery(letters.letter(), other, DeliveryWay.POST, DAY)
        with letters.by("handler"):
            issuing.record_delivery(letters.letter(), lead, DeliveryWay.POST, DAY)
        assert letters.client("handler").get(f"{path}/deliver").status_code == 409
    with clock.moved_to(clock.at(DAY)), books.in_use(books.choosing(deliver_joint="every")):
        page = letters.client("handler").get(f"{path}/deliver")
        assert page.status_code == 200
        assert "联名的要送达每一位" in page.text
