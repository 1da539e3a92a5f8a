"""What the registry says of each act: its stored code, who reads it, what it begins or ends."""

from __future__ import annotations

from tracker.audit import labels
from tracker.plan_terms import FollowUpCause
from tracker.timeline.events import Audience, Event, audience_of

# what stands in histories that were written; a code is never spelled anew
STORED = {
    "case": """approval_taken_back assigned attached backdated closed corrected filed
        filing_sent_back filing_taken_back merged not_filed turned hand_out_taken_back
        handed_out handling leader_named marked phone_viewed proposed reassigned registered reopened
        replied sent_back submission_recalled submitted submitter_linked voided waits_again
        withdrawal_taken_back withdrawn""",
    "assignment": """assigned deadline_set dropped ended extended handler_named handling hosts
        joined kept linked
        opinion_accepted opinion_recalled opinion_sent_back opinion_submitted reassigned
        recounted reopened replied restored return_recalled return_requested returned
        sign_recalled signed taken_back""",
    "return": "confirmed granted recalled refused requested restored",
    "extension": "confirmed granted recalled refused requested restored",
    "opinion": "accepted recalled sent_back signing submitted unsigned",
    "contact": "added corrected",
    "reply": """backdated carried_on checked classified delivered drafted issued mend_begun recalled
        scan_attached sent_back signed submitted""",
    "commitment": """carried_over closed done_claimed not_done opened progress replaced
        taken_back written_off""",
    "rating": "confirmed entered lapsed rejected submitted unsatisfied",
    "rework": "declined ordered",
    "follow_up": """ended listed moved paused restated result resumed supervise taken_up urge
        visit""",
}
DEPUTY = """case.approval_taken_back case.assigned case.closed case.filed
    case.filing_sent_back case.filing_taken_back case.hand_out_taken_back case.handed_out
    case.leader_named case.merged case.not_filed case.turned case.reassigned
    case.registered case.reopened case.replied
    case.withdrawal_taken_back case.withdrawn assignment.extended assignment.joined
    assignment.reopened extension.granted contact.added
    reply.issued commitment.carried_over commitment.closed commitment.done_claimed
    commitment.opened commitment.replaced commitment.written_off rating.confirmed
    rating.from_paper rating.submitted rework.declined"""


def test_the_stored_codes_keep_their_spelling():
    codes = {f"{subject}.{act}" for subject, acts in STORED.items() for act in acts.split()}
    assert codes <= {event.value for event in Event}


def test_the_deputy_reads_what_was_public_and_nothing_else():
    assert {e.value for e in Event if e.audience.has_deputy} == set(DEPUTY.split())


def test_follow_up_begins_with_a_promise_a_bad_rating_or_the_offices_word():
    assert {event.value: event.begins for event in Event if event.begins} == {
        "commitment.opened": FollowUpCause.COMMITMENT,
        "rating.unsatisfied": FollowUpCause.UNSATISFIED,
        "follow_up.listed": FollowUpCause.LISTED,
    }


def test_follow_up_ends_whole_with_the_case_or_by_the_office():
    assert {event.value for event in Event if event.ends} == {
        "case.handed_out",
        "case.voided",
        "case.withdrawn",
        "follow_up.ended",
    }
    assert {event.ends for event in Event if event.ends} == {
        frozenset({"commitment", "unsatisfied", "listed"})
    }


def test_an_act_of_a_version_that_knew_others_is_the_offices():
    assert audience_of("case.moved_to_the_moon") is Audience.OFFICE
    assert audience_of("case.closed") is Audience.EVERYBODY


def test_the_auditor_reads_the_names_of_the_registry_beside_those_of_the_log():
    assert labels.action("case.voided") == "作废"
    assert labels.action("follow_up.moved") == "更改恢复日期"
    assert labels.action("reply.saved") == "保存答复稿"
    assert set(labels.codes_named("恢复跟踪")) == {"follow_up.resumed"}
