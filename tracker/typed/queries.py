"""Reading what an account typed and has not sent; always of one account."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import or_, select

from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.typed.models import TypedText
from tracker.typed.place import FORM

Fields = dict[str, list[str]]
MOST = 50


@dataclass(frozen=True)
class Kept:
    """One form's text: of which form, the values of each field, when it was saved in words."""

    place: str
    fields: Fields
    saved: str

    @property
    def page(self) -> str:
        """The address of the page on which the form stands."""
        return self.place.split(FORM)[0]


def of_page(account_id: int, page: str) -> list[Kept]:
    """Return what an account typed into the forms of a page."""
    there = or_(
        TypedText.place == page, TypedText.place.startswith(f"{page}{FORM}", autoescape=True)
    )
    query = select(TypedText).where(TypedText.account_id == account_id, there)
    return [_kept(row) for row in db.session.scalars(query.order_by(TypedText.place))]


def all_of(account_id: int) -> list[Kept]:
    """Return what an account typed and has not sent, the newest fifty of it."""
    query = select(TypedText).where(TypedText.account_id == account_id)
    newest = query.order_by(TypedText.saved_at.desc(), TypedText.id.desc())
    return [_kept(row) for row in db.session.scalars(newest.limit(MOST))]


def is_kept(account_id: int, place: str) -> bool:
    """Whether something is kept of a form."""
    query = select(TypedText.id).where(TypedText.account_id == account_id, TypedText.place == place)
    return db.session.scalar(query) is not None


def _kept(row: TypedText) -> Kept:
    """Return a row as pages need it."""
    fields: Fields = json.loads(row.fields)
    moment = clock.local(row.saved_at)
    today = moment.date() == clock.today()
    day = "" if today else f"{moment.month}月{moment.day}日 "
    return Kept(row.place, fields, f"{day}{moment:%H:%M}")
