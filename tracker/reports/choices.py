"""What the filters offer, and a filter in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    String,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from tracker.accounts.models import Account
from tracker.bodies.models import Body, CongressSession
from tracker.bodies.titles import session_title
from tracker.cases.models import Case, Participant, Submitter
from tracker.cases.queries import IS_LEAD
from tracker.kernel.access import viewer
from tracker.kernel.db import db, remembered
from tracker.kernel.lookups import each, first
from tracker.reports.asked import (
    BEHIND,
    BETWEEN,
    CLASSES,
    DAYS,
    DECIDED,
    DUES,
    FIGURE,
    LATE,
    LATEST,
    LETTERS,
    OPEN,
    Filter,
    Step,
)
from tracker.reports.catalogue import BY_KEY
from tracker.reports.statistics import COUNTS
from tracker.roles import UNIT, Relation
from tracker.terms import AssignRole, BodyType, CaseState, Kind, Period, Satisfaction
from tracker.units.models import Unit
from tracker.units.queries import names

NAMES = (
    "kind", "session", "period", "unit", "state", "due", "topic", "group", "reply_class", "rating",
    "leader", "follow", "key", "sessions", "step", "letter", "decided",
)  # fmt: skip
MOST = 300
FIGURES = {
    LATE: "逾期未答复",
    "given": "已交办",
    "held": "承办",
    "returned": "同意退办",
    "signed": "已签收",
    "sign_asked": "应签收",
    "sign_decided": "已签收及到期",
    "sign_timely": "按期签收",
    "assist_decided": "会办意见到期及提前",
    "assist_timely": "会办意见按期",
    "contact_days": "已有沟通",
    "answer_days": "已有答复",
}
Choices = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Chip:
    """One part of a filter in words, and the values of the address that say it."""

    words: str
    names: tuple[str, ...]


def choices() -> Choices:
    """Return what each filter offers the viewer: value and words; read once for a page."""
    hidden = viewer().is_one_of(*UNIT)
    return remembered(("choices of the ledger", hidden), lambda: _choices(hidden))


def chips(asked: Filter) -> list[Chip]:
    """Return each part of a filter in words."""
    offered = choices()
    found = [
        Chip(words, (name,))
        for name in NAMES
        for value, words in offered[name]
        if asked.get(name) == value
    ]
    for name, label in DAYS:
        first, last = asked.days.get(f"{name}_from"), asked.days.get(f"{name}_to")
        if first or last:
            span = (
                f"{first} 至 {last}" if first and last else f"{first} 起" if first else f"{last} 止"
            )
            found.append(Chip(f"{label} {span}", (f"{name}_from", f"{name}_to")))
    if asked.get("figure"):
        found.append(Chip(_figure_in_words(asked), FIGURE))
    if asked.text:
        found.append(Chip(f"含“{asked.text}”", ("q",)))
    return found


def _figure_in_words(asked: Filter) -> str:
    """Return in words which figure the cases are behind."""
    key, unit = asked.get("figure"), asked.number("of_unit")
    whose = [short for number, (short, _) in names().items() if number == unit]
    if unit == 0:
        whose = ["各单位承办"]
    if key in BY_KEY:
        part = "分母" if asked.get("count") == "of" else "分子"
        what = f"{BY_KEY[key].label}的{part}"
    else:
        what = {**COUNTS, **FIGURES, **{role.value: role.label for role in AssignRole}}[key]
    if mark := asked.get("of_class"):
        whose.append(dict(CLASSES)[mark])
    return "、".join([*whose, what, f"截至 {asked.get('as_of')}"])


def in_words(asked: Filter) -> str:
    """Return a filter in words, empty where it leaves nothing out."""
    found = [chip.words for chip in chips(asked)]
    return "、".join([*found, "所选各件"] if asked.picked else found)


def also(asked: Filter) -> int:
    """Return how many filters that stand behind 更多 are in use."""
    return sum(name in asked.args for name in (*BEHIND, *BETWEEN))


def _span(first: date | None, last: date | None) -> str:
    """Return between which days in words; one end may be open."""
    if first and last:
        return f"{first} 至 {last}"
    return f"{first} 起" if first else f"{last} 止"


def _choices(names_hidden: bool) -> Choices:
    """Read what is entered, in one statement, and add the terms."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(union_all(*_entered(names_hidden))):
        rows[row.what].append(row)
    return {
        "kind": [(item.value, item.label) for item in Kind],
        "state": [(OPEN, "未办结"), *((item.value, item.label) for item in CaseState)],
        "period": [(item.value, item.label) for item in Period],
        "due": list(DUES),
        "reply_class": list(CLASSES),
        "rating": [(item.value, item.label) for item in Satisfaction],
        "follow": [("yes", "跟踪中")],
        "key": [("yes", "重点件")],
        "sessions": list(LATEST),
        "step": [(item.value, item.label) for item in Step],
        "letter": list(LETTERS),
        "decided": list(DECIDED),
        "unit": [(str(row.id), row.word) for row in sorted(rows["unit"], key=lambda row: row.more)],
        "session": [(str(row.id), _title(row)) for row in sorted(rows["session"], key=_newest)],
        "leader": [(str(row.id), row.word) for row in sorted(rows["leader"], key=_word)],
        "topic": [(row.word, row.word) for row in sorted(rows["topic"], key=_word)[:MOST]],
        "group": [(row.word, row.word) for row in sorted(rows["group"], key=_word)[:MOST]],
    }


def _entered(names_hidden: bool) -> list[Select[Any]]:
    """Select what filters can name: units in use, sessions, leaders, topics, groups of leads.

    `names_hidden`: no group that only a confidential case has.
    """
    led = (Participant.relation == Relation.LED, Participant.until.is_(None))
    leaders = each("leader", Participant.account_id, *led)
    body, held = type_coerce(Body.type, String), CongressSession
    sessions = _one("session", held.id, body, None, held.term, held.number)
    groups = each("group", Submitter.group_name, IS_LEAD, Submitter.group_name != "")
    if names_hidden:
        told = select(Submitter.case_id).join(Case, Case.id == Submitter.case_id)
        told = told.where(Submitter.group_name == groups.c.word, IS_LEAD)
        told = first(told.where(Case.confidential.is_(False))).is_not(None)
        groups_told = _one("group", None, groups.c.word).where(told)
    else:
        groups_told = _one("group", None, groups.c.word)
    return [
        _one("unit", Unit.id, Unit.short_name, Unit.name).where(Unit.active),
        sessions.join(Body, Body.id == held.body_id),
        _one("leader", Account.id, Account.name).where(Account.id.in_(select(leaders.c.word))),
        _one("topic", None, each("topic", Case.topic, Case.topic != "").c.word),
        groups_told,
    ]


def _one(
    what: str, number: Any, word: Any, more: Any = None, term: Any = None, count: Any = None
) -> Select[Any]:
    """Select one kind of choice in the columns that all of them share."""
    return select(
        literal(what, String).label("what"),
        (cast(null(), Integer) if number is None else number).label("id"),
        word.label("word"),
        (cast(null(), String) if more is None else more).label("more"),
        (cast(null(), Integer) if term is None else term).label("term"),
        (cast(null(), Integer) if count is None else count).label("number"),
    )


def _title(row: Any) -> str:
    """Return a session as offices write it."""
    return session_title(BodyType(row.word), row.term, row.number)


def _newest(row: Any) -> tuple[bool, int, int]:
    """Order sessions: the congress first, the newest first."""
    return (row.word != BodyType.CONGRESS, -row.term, -row.number)


def _word(row: Any) -> str:
    """Order by the word that is shown."""
    return str(row.word)
