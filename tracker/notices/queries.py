"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import selectinload

from tracker.accounts.models import Account, AccountRole
from tracker.kernel.db import db
from tracker.notices.models import Notice, PhoneCall
from tracker.roles import UNIT, AccountState
from tracker.units.models import Unit

MOST = 99
# every page asks this: whoever has hundreds of them is told so, not how many
UNREAD = select(Notice.id).where(
    Notice.account_id == bindparam("account"), Notice.read_at.is_(None)
)
UNREAD_COUNT = select(func.count()).select_from(UNREAD.limit(MOST + 1).subquery())


def of_account(account_id: int) -> Select[Notice]:
    """Select the messages of an account with their lines, newest first."""
    query = select(Notice).where(Notice.account_id == account_id)
    query = query.options(selectinload(Notice.lines))
    return query.order_by(Notice.created_at.desc(), Notice.id.desc())


def unread(account_id: int) -> int:
    """Count the messages that an account has not read, up to one more than are told."""
    return db.session.scalar(UNREAD_COUNT, {"account": account_id}) or 0


def unread_in_words(account_id: int) -> str:
    """Return how many messages an account has not read, `99+` for more; empty for none."""
    count = unread(account_id)
    return f"{MOST}+" if count > MOST else str(count or "")


def open_calls() -> Select[PhoneCall]:
    """Select the telephone reminders that nobody has made yet, oldest first."""
    query = select(PhoneCall).where(PhoneCall.done_on.is_(None))
    return query.order_by(PhoneCall.due_on, PhoneCall.id)


def unsent() -> list[Notice]:
    """Return the messages that the job has not sent yet and no other process is sending."""
    query = select(Notice).where(Notice.sent_at.is_(None)).order_by(Notice.id)
    return list(db.session.scalars(query.with_for_update(skip_locked=True)))


def units_online(units: Iterable[int]) -> set[int]:
    """Return those of some units that a message reaches; the others are telephoned."""
    query = (
        select(Account.unit_id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(Unit, Unit.id == Account.unit_id)
        .where(
            Account.unit_id.in_(set(units)),
            Account.state == AccountState.ACTIVE,
            AccountRole.role.in_(UNIT),
            Unit.online,
        )
    )
    return {unit_id for unit_id in db.session.scalars(query) if unit_id is not None}


def reached_by(keys: Iterable[str]) -> list[int]:
    """Return the accounts that got messages gathered under one of the keys."""
    query = select(Notice.account_id).where(Notice.gathers.in_(list(keys))).distinct()
    return list(db.session.scalars(query))
