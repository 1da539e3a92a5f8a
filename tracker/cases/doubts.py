"""What is asked about once at a registration: a title that is there, one of the other kind."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.bodies.models import CongressSession
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.kernel.texts import comparable
from tracker.terms import BodyType, CaseState

OF_THE_OTHER = {
    BodyType.CONGRESS: re.compile("提案$"),
    BodyType.CPPCC: re.compile("(?:建议|议案)$"),
}
MOST_NAMED = 3
OTHER_KIND = "标题像是{}，选的届次却是{}的会议。请核对届次；没有选错的，在下面打勾后保存。"
SAME_TITLE = "本次会议已登记的{}标题相同，请核对是不是重复登记；不是的，在下面打勾后保存。"


def of_title(session: CongressSession, title: str) -> list[str]:
    """Return what is to be asked about a title that is registered for a session."""
    return [said for said in (_other_kind(session, title), _same(session, title)) if said]


def _other_kind(session: CongressSession, title: str) -> str:
    """Say that a title ends as those of the other body do (关于…的提案)."""
    body = BodyType(session.body.type)
    if not OF_THE_OTHER[body].search(comparable(title)):
        return ""
    kind = "政协提案" if body is BodyType.CONGRESS else "代表建议、议案"
    return OTHER_KIND.format(kind, "人大" if body is BodyType.CONGRESS else "政协")


def _same(session: CongressSession, title: str) -> str:
    """Name the cases of the session that have the same title, with whoever put them."""
    wanted = comparable(title)
    titles = select(Case.id, Case.title).where(
        Case.session_id == session.id, Case.state != CaseState.VOID
    )
    found = [row.id for row in db.session.execute(titles) if comparable(row.title) == wanted]
    if not found:
        return ""
    query = select(Case).where(Case.id.in_(found[:MOST_NAMED])).order_by(Case.id)
    rows = db.session.scalars(query.options(selectinload(Case.submitters), joinedload(Case.body)))
    return SAME_TITLE.format("、".join(f"{row.label}（{row.lead.name}）" for row in rows))
