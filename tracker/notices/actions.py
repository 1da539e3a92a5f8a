"""Telling people: rows in the outbox, in the transaction of the act itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, insert, select
from sqlalchemy.orm import selectinload

from tracker.accounts.models import Account, AccountRole
from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice, NoticeLine, PhoneCall
from tracker.roles import OFFICE, UNIT, AccountState, Role
from tracker.terms import BodyType
from tracker.units.models import Unit

NO_HANDLER = "（本单位没有在用的承办人账号，请您安排办理）"


@dataclass(frozen=True)
class Line:
    """What an account is told about one case, among others."""

    account_id: int
    case_id: int | None
    sentence: str


def tell(accounts: Iterable[Account], case_id: int | None, sentence: str) -> int:
    """Write a message to each account; return how many."""
    rows = [
        Notice(account_id=account.id, case_id=case_id, sentence=sentence, created_at=clock.now())
        for account in accounts
    ]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)


def gather(key: str, title: str, lines: Iterable[Line]) -> None:
    """Write one message a person; what was gathered under the key and not read yet grows."""
    by_account: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_account[line.account_id].append(line)
    if not by_account:
        return
    unread = _unread(key, by_account)
    for account_id, own in sorted(by_account.items()):
        row = unread.setdefault(account_id, Notice(account_id=account_id, gathers=key, lines=[]))
        _head(row, title, own)
        db.session.add(row)
    db.session.flush()
    values = [
        {"notice_id": unread[account_id].id, "case_id": one.case_id, "sentence": one.sentence}
        for account_id, own in sorted(by_account.items())
        for one in own
    ]
    db.session.execute(insert(NoticeLine), values)
    for row in unread.values():
        db.session.expire(row, ["lines"])


def _unread(key: str, accounts: Iterable[int]) -> dict[int, Notice]:
    """Return the messages under a key that their readers have not opened, by account."""
    query = select(Notice).where(
        Notice.gathers == key, Notice.account_id.in_(list(accounts)), Notice.read_at.is_(None)
    )
    rows = db.session.scalars(query.options(selectinload(Notice.lines)).order_by(Notice.id))
    return {row.account_id: row for row in rows}


def _head(row: Notice, title: str, own: list[Line]) -> None:
    """Say what a message is about: its one line, or how many there are."""
    count = len(row.lines) + len(own)
    if count == 1:
        row.case_id, row.sentence = own[0].case_id, own[0].sentence
    else:
        row.case_id, row.sentence = None, f"{title}，共 {count} 条："
    row.created_at, row.sent_at = row.created_at or clock.now(), None


def tell_office(case_id: int, sentence: str, roles: Iterable[Role] = OFFICE) -> int:
    """Tell the office's clerks and leaders."""
    return tell(with_roles(roles), case_id, sentence)


def tell_body(case_id: int, body_type: BodyType, sentence: str) -> int:
    """Tell the People's Congress office or the CPPCC office."""
    chosen = [row for row in with_roles((Role.OBS,)) if row.body_type == body_type]
    return tell(chosen, case_id, sentence)


def tell_unit(
    case_id: int,
    unit: Unit,
    sentence: str,
    roles: Iterable[Role] = UNIT,
    about: str = "",
) -> int:
    """Tell a unit; one without log-in becomes a telephone reminder on the clerks' desk.

    What is meant for the handlers goes to the leaders where no handler logs in, and says so.
    """
    asked = frozenset(roles)
    if chosen := of_unit(unit.id, asked) if unit.online else []:
        return tell(chosen, case_id, sentence)
    if Role.UH in asked and (leaders := of_unit(unit.id, (Role.UL,)) if unit.online else []):
        return tell(leaders, case_id, sentence + NO_HANDLER)
    call(case_id, unit.name, unit.phone, sentence, unit.id, about)
    return 0


def tell_unit_together(cases: Sequence[int], unit: Unit, sentence: str) -> int:
    """Tell a unit about several cases at once: one message, or one telephone reminder.

    The message leads to the case where it is one; the telephone reminder stands on the first.
    """
    if not cases:
        raise ValueError("a message about no case")
    chosen = [row for row in with_roles(UNIT) if row.unit_id == unit.id]
    if unit.online and chosen:
        return tell(chosen, cases[0] if len(cases) == 1 else None, sentence)
    call(cases[0], unit.name, unit.phone, sentence, unit.id)
    return 0


def inform_deputy(case_id: int, deputy_id: int | None, sentence: str) -> int:
    """Tell a deputy or member what happened; who has no log-in learns it from the paper."""
    return tell(_accounts_of(deputy_id), case_id, sentence)


def tell_deputy(
    case_id: int, name: str, phone: str, deputy_id: int | None, sentence: str, about: str = ""
) -> int:
    """Tell a deputy or member what to do; one without log-in becomes a telephone reminder."""
    if chosen := _accounts_of(deputy_id):
        return tell(chosen, case_id, sentence)
    call(case_id, name, phone, sentence, about=about)
    return 0


def call(
    case_id: int,
    person: str,
    phone: str,
    sentence: str,
    unit_id: int | None = None,
    about: str = "",
) -> None:
    """Put a telephone reminder on the clerks' desk; it takes the place of an open one.

    :param about: what a reminder is of; empty where it says something once.
    """
    if about:
        for earlier in _open_calls(PhoneCall.about == about):
            _drop(earlier, "没有打，由后一次提醒代替。")
    db.session.add(
        PhoneCall(
            case_id=case_id,
            unit_id=unit_id,
            person=person,
            phone=phone,
            sentence=sentence,
            about=about,
            due_on=clock.today(),
            created_at=clock.now(),
        )
    )
    db.session.flush()


def record_call(row: PhoneCall, result: str) -> None:
    """Record that a telephone reminder was made and what came of it.

    :raises Refused: somebody made it already.
    :raises Invalid: the result is missing.
    """
    if row.done_on:
        raise Refused("这个电话已经有人打过并登记了，请刷新页面。")
    if not result.strip():
        raise Invalid("result", "请填写通话结果，如“已告知，答应明天签收”。")
    row.done_on, row.done_by, row.result = clock.today(), viewer().account_id, result.strip()
    record("phone_call.made", "phone_call", row.id, {"case": row.case_id})


def drop_calls(still_open: Iterable[str], most: int) -> int:
    """Drop the telephone reminders of what is no longer open: nobody calls for what is done.

    Return how many were dropped, of so many at most.
    """
    kept = set(still_open)
    over = [row for row in _open_calls(PhoneCall.about != "") if row.about not in kept][:most]
    for row in over:
        _drop(row, "没有打，事项已办或不再需要。")
    return len(over)


def drop_calls_after(day: date) -> None:
    """Drop the telephone reminders of days that are none yet: the clock was ahead."""
    for row in _open_calls((PhoneCall.about != "") & (PhoneCall.due_on > day)):
        _drop(row, "没有打，系统日期曾经有误。")


def _open_calls(condition: ColumnElement[bool]) -> list[PhoneCall]:
    """Return the telephone reminders that nobody has made, under a condition."""
    query = select(PhoneCall).where(PhoneCall.done_on.is_(None), condition)
    return list(db.session.scalars(query.order_by(PhoneCall.id)))


def _drop(row: PhoneCall, why: str) -> None:
    """Take a telephone reminder off the desk, without anybody having called."""
    row.done_on, row.result = clock.today(), why
    record("phone_call.dropped", "phone_call", row.id, {"case": row.case_id, "why": why})


def mark_read(row: Notice) -> None:
    """Mark a message as read by its addressee."""
    row.read_at = row.read_at or clock.now()
    record("notice.read", "notice", row.id)


def mark_all_read(account_id: int) -> int:
    """Mark every message of an account as read (全部标为已读); return how many were not."""
    query = select(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    rows = list(db.session.scalars(query))
    for row in rows:
        row.read_at = clock.now()
    record("notice.all_read", "account", account_id, {"count": len(rows)})
    return len(rows)


def _accounts_of(deputy_id: int | None) -> list[Account]:
    """Return the active accounts of a deputy or member, None where the register does not know."""
    if deputy_id is None:
        return []
    return list(db.session.scalars(_in_use((Role.DEP,)).where(Account.deputy_id == deputy_id)))


def with_roles(roles: Iterable[Role]) -> list[Account]:
    """Return the active accounts that have one of the roles."""
    return list(db.session.scalars(_in_use(roles)))


def of_unit(unit_id: int, roles: Iterable[Role]) -> list[Account]:
    """Return the active accounts of a unit that have one of the roles."""
    query = _in_use(roles).where(Account.unit_id == unit_id)
    return list(db.session.scalars(query))


def _in_use(roles: Iterable[Role]) -> Select[Account]:
    """Select the active accounts that have one of the roles."""
    holders = select(AccountRole.account_id).where(AccountRole.role.in_(list(roles)))
    query = select(Account).where(Account.state == AccountState.ACTIVE, Account.id.in_(holders))
    return query.order_by(Account.id)
