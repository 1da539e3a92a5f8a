"""Example objects for the routes that name one: endpoint → the values of its address.

A new GET route with arguments gets its line in EXAMPLES, else `test_accessibility` fails. A
function gets the world and the number of the account that will open the page, and returns one set
of values or several. 403, 404 or 409 is right for a role that may not see or do it on that object;
some role must get the page.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from tests.browser import rules
from tests.browser.on_paper import paper
from tests.browser.stages import STAGES
from tests.browser.world import World
from tracker.assign.models import ExtensionRequest, Opinion, ReturnRequest
from tracker.cases.models import CaseAttachment
from tracker.contact.models import Contact
from tracker.directory import uploads
from tracker.directory.roster import ListKind
from tracker.intake import uploads as intake_uploads
from tracker.intake import waiting
from tracker.intake.models import ImportedList, ImportedRow, ListReading
from tracker.intake.uploads import Upload
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.pages import LARGEST_ID
from tracker.notices.models import PhoneCall
from tracker.rating.models import Rating
from tracker.reply.models import Commitment
from tracker.reply.queries import drafts_of
from tracker.supervise.models import FollowUpAct
from tracker.timeline.models import FollowUp

Values = dict[str, Any]
Example = Callable[[World, int], list[Values]]


def _one(key: str, name: str) -> Example:
    """A row of the district by its short name."""
    return lambda world, _account: [{key: world.district.ids[name]}]


def _case(*stages: str) -> Example:
    """Cases at some stages."""
    return lambda world, _account: [{"case_id": world.stage(name).case_id} for name in stages]


def _share(stage: str, unit: str = "education") -> Example:
    """A unit's assignment on a case at a stage."""

    def values(world: World, _account: int) -> list[Values]:
        made = world.stage(stage)
        return [{"case_id": made.case_id, "assignment_id": made.rows[unit]}]

    return values


def _any_of(*examples: Example) -> Example:
    """The objects of several examples."""
    return lambda world, account: [one for found in examples for one in found(world, account)]


def _part(stage: str, key: str, model: Any) -> Example:
    """The one row of a table that belongs to the case at a stage."""

    def values(world: World, _account: int) -> list[Values]:
        case_id = world.stage(stage).case_id
        with transaction():
            rows = db.session.scalars(select(model)).all()
            found = [row.id for row in rows if _case_of(row) == case_id]
        return [{"case_id": case_id, key: found[0]}]

    return values


def _case_of(row: Any) -> int:
    """Return the case that a row belongs to, itself or by its assignment."""
    own: int | None = getattr(row, "case_id", None)
    return own if own is not None else row.assignment.case_id


def _letter(stage: str, *, draft: bool = False) -> Example:
    """The letter of a case at a stage, or its first draft."""

    def values(world: World, _account: int) -> list[Values]:
        made = world.stage(stage)
        with transaction():
            reply = made.letter()
            more = {"draft_id": drafts_of(reply.id)[0].id} if draft else {}
            return [{"case_id": made.case_id, "reply_id": reply.id, **more}]

    return values


def _book(*rows: tuple[str, ...]) -> FileStorage:
    """A workbook with these rows."""
    book, stream = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return FileStorage(BytesIO(stream.getvalue()), "清单.xlsx")


def _waiting_list(_world: World, account_id: int) -> list[Values]:
    """A list of units that the person uploaded and has not confirmed."""
    upload = _book(("单位全称", "简称"), ("云岭区水务局", "区水务局"))
    return [{"code": "units", "token": uploads.keep(upload, ListKind.UNITS, account_id)}]


def _waiting_cases(_world: World, account_id: int) -> list[Values]:
    """A list of cases that the person uploaded and has not confirmed."""
    upload = _book(
        ("编号", "标题", "领衔代表", "主办单位"),
        ("201", "关于路灯的建议", "刘桂兰", "云岭区城市管理局"),
    )
    return [{"token": _read(upload, account_id).token}]


def _queued_cases(world: World, account_id: int) -> list[Values]:
    """A list that nobody has read yet."""
    (values,) = _waiting_cases(world, account_id)
    intake_uploads.place_of(values["token"])[1].unlink()
    with transaction(in_turn=False):
        row = ListReading(token=values["token"], account_id=account_id, asked_at=clock.now())
        db.session.add(row)
    return [values]


def _read(upload: FileStorage, account_id: int) -> Upload:
    """A list that was uploaded and read."""
    kept = intake_uploads.keep(upload, account_id)
    waiting.ask(kept)
    return kept


def _faulty_cases(_world: World, account_id: int) -> list[Values]:
    """A list with a row that cannot go in."""
    upload = _book(("编号", "标题", "领衔代表"), ("202", "", "刘桂兰"))
    return [{"token": _read(upload, account_id).token}]


def _list_that_went_in(world: World, account_id: int) -> list[Values]:
    """A list that registered a case."""
    made = world.stage("registered")
    with transaction():
        told = {"file": "清单.xlsx", "digest": "0" * 64, "account_id": account_id}
        kept = ImportedList(at=clock.now(), last_entry=LARGEST_ID, **told)
        cells = '{"编号": "101", "备注": "大会期间当场答复"}'
        row = ImportedRow(
            list=kept, case_id=made.case_id, sheet="清单", row=3, new=True, cells=cells
        )
        db.session.add(row)
        db.session.flush()
        return [{"list_id": kept.id}]


def _call(world: World, _account: int) -> list[Values]:
    """A telephone reminder to a unit without log-in."""
    world.stage("offline")
    with transaction():
        return [{"call_id": db.session.scalars(select(PhoneCall.id)).first()}]


def _numbered(world: World, account: int) -> list[Values]:
    """A letter with the number and the signer that its page was given."""
    (values,) = _share("signed")(world, account)
    return [
        {**values, "number": "云教函(2026)第9号", "issued_on": "2026-04-03", "signer": "陈志远"}
    ]


EXAMPLES: dict[str, Example] = {
    "directory.preview": _waiting_list,
    "directory.template": lambda _world, _account: [{"code": "units"}],
    "administration.disable": lambda _world, account_id: [{"account_id": account_id}],
    "administration.show": lambda _world, account_id: [{"account_id": account_id}],
    "assign.approve": _case("proposed"),
    "assign.hand_out": _case("registered"),
    "assign.propose": _case("registered"),
    "assign.send_back": _case("proposed"),
    "assign.take_back_approval": _case("assigned"),
    "assign.take_back_hand_out": _case("handed out"),
    "assign.take_back_withdrawal": _case("withdrawn"),
    "assign.withdraw": _case("assigned"),
    "bodies.edit_batch": lambda world, _account: [{"batch_id": world.batch_id()}],
    "bodies.edit_body": lambda _world, _account: [{"body_type": "congress"}],
    "bodies.edit_group": lambda world, _account: [{"group_id": world.group_id()}],
    "bodies.edit_session": _one("session_id", "congress_session"),
    "bodies.new_batch": _one("session_id", "congress_session"),
    "bodies.new_group": _one("body_id", "congress"),
    "bodies.new_session": _one("body_id", "congress"),
    "cases.attach": _case("assigned"),
    "cases.correct": _case("registered", "assigned"),
    "cases.decide_filing": _case("submitted"),
    "cases.download": _part("attached", "attachment_id", CaseAttachment),
    "cases.mark": _case("registered"),
    "cases.name_leader": _case("assigned"),
    "cases.reinstate": _case("void"),
    "cases.take_back_filing": _case("not filed"),
    "cases.void": _case("registered"),
    "contact.add": _share("opinion given"),
    "contact.add_on_behalf": _share("offline signed", "post"),
    "contact.correct": _part("talked", "contact_id", Contact),
    "contact.index": _case("talked", "assigned"),
    "contact.scan": _part("talked", "contact_id", Contact),
    "deputies.edit": _one("deputy_id", "lead"),
    "desk.call": _call,
    "desk.case": _case(*STAGES),
    "desk.history": _case("closed", "registered"),
    "desk.sheet": _case("closed", "registered"),
    "handling.decide_opinion": _share("opinion given", "finance"),
    "handling.decide_return": _share("return asked"),
    "assign.add_assisting": _case("assigned"),
    "handling.drop_assisting": _share("assisting"),
    "handling.decide_extension": _share("extension asked"),
    "handling.enter_extension": _share("offline signed", "post"),
    "handling.extension_scan": paper("paper extension", "extension_id", ExtensionRequest),
    "handling.request_extension": _share("opinion given"),
    "handling.enter_return": _share("offline", "post"),
    "handling.enter_opinion": _share("assisting on paper", "post"),
    "handling.name_handler": _share("opinion given"),
    "handling.opinion_scan": paper("paper opinion", "opinion_id", Opinion),
    "handling.return_scan": paper("paper return", "return_id", ReturnRequest),
    "handling.request_return": _share("just assigned"),
    "handling.reassign": _share("assigned"),
    "handling.set_deadline": _share("opinion given"),
    "handling.sign": _share("assigned"),
    "handling.sign_on_behalf": _share("offline", "post"),
    "handling.sign_scan": _share("offline signed", "post"),
    "handling.sign_opinion": _share("opinion signing"),
    "handling.submit_opinion": _share("assisting"),
    "intake.columns": _waiting_cases,
    "intake.faults": _faulty_cases,
    "intake.preview": _waiting_cases,
    "waiting.page": _queued_cases,
    "lists.of_case": _case("registered"),
    "lists.show": _list_that_went_in,
    "rating.confirm": _part("half rated", "rating_id", Rating),
    "rating.done": _case("unsatisfied"),
    "rating.enter_on_behalf": _share("delivered"),
    "rating.letter": _letter("delivered"),
    "rating.rate": _share("delivered"),
    "rating.scan": _part("half rated", "rating_id", Rating),
    "own.case": _case("assigned", "delivered", "unsatisfied", "closed"),
    "reply.attach_scan": _letter("issued"),
    "reply.carry_over": _part("promised", "commitment_id", Commitment),
    "reply.classify": _share("draft"),
    "reply.close": _part("claimed", "commitment_id", Commitment),
    "reply.deliver": _letter("issued"),
    "reply.draft": _letter("draft", draft=True),
    "reply.edit": _share("draft"),
    "reply.enter_on_behalf": _share("offline signed", "post"),
    "papers.letter_pdf": _letter("issued"),
    "papers.letter_word": _letter("issued"),
    "reply.issue": _share("signed"),
    "reply.mend": _any_of(_share("issued"), _share("paper promise", "post")),
    "reply.print_letter": _letter("issued"),
    "reply.progress": _part("promised", "commitment_id", Commitment),
    "reply.progress_on_behalf": _part("paper promise", "commitment_id", Commitment),
    "reply.promises": _case("promised", "assigned"),
    "reply.review": _numbered,
    "reply.scan": _letter("scanned"),
    "reply.send_back": _share("signing"),
    "reply.show": _letter("issued"),
    "reply.submit": _share("draft"),
    "reply.write_off": _part("promised", "commitment_id", Commitment),
    "rules.decide": rules.waiting,
    "rules.propose": rules.keys,
    "rules.take_back": rules.own,
    "supervise.close": _case("closed", "unsatisfied"),
    "supervise.decide": _part("unsatisfied", "rating_id", Rating),
    "supervise.decline": _part("unsatisfied", "rating_id", Rating),
    "supervise.end": _case("urged"),
    "supervise.follow": _case("closed"),
    "supervise.move": _case("paused"),
    "supervise.pause": _case("urged"),
    "supervise.record": _case("urged"),
    "supervise.reopen": _case("closed"),
    "supervise.resume": _case("paused"),
    "supervise.restate": _part("urged", "follow_up_id", FollowUp),
    "supervise.take_up": _case("no longer followed"),
    "supervise.result": _part("urged", "act_id", FollowUpAct),
    "units.edit": _one("unit_id", "education"),
}
