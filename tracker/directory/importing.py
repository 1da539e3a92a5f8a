"""Taking in lists of units, deputies and accounts: what each row would do, and doing it.

What is there already is left as it is. Either the whole list is taken in or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.accounts import actions, queries, separation
from tracker.audit.actions import record
from tracker.bodies import actions as body_actions
from tracker.bodies import queries as bodies
from tracker.bodies.models import Body
from tracker.deputies import actions as deputy_actions
from tracker.deputies import queries as deputies
from tracker.deputies.models import Deputy
from tracker.deputies.names import name_key
from tracker.directory import roster
from tracker.directory.roster import Entry, ListKind
from tracker.kernel.errors import Refused
from tracker.kernel.telephones import digits_of
from tracker.roles import Role
from tracker.terms import Term
from tracker.units import actions as unit_actions
from tracker.units import queries as units
from tracker.units.actions import UnitFacts
from tracker.units.names import unit_key


class Verdict(Term):
    """What a row will do (处理)."""

    NEW = "new", "新增"
    SAME = "same", "已有，不改动"
    WRONG = "wrong", "有误"


TWO_OF_A_NAME = {ListKind.DEPUTIES: "（确为同名的两人，另一人请在名册中单独新增）"}


@dataclass(frozen=True)
class Line:
    """One row of the preview."""

    entry: Entry
    verdict: Verdict
    notes: tuple[str, ...] = ()


def plan(kind: ListKind, entries: Sequence[Entry]) -> list[Line]:
    """Return what each row would do; names that stand twice in the list are wrong."""
    key = "login" if kind is ListKind.ACCOUNTS else "name"
    judge = {
        ListKind.UNITS: _judge_unit,
        ListKind.DEPUTIES: _judge_deputy,
        ListKind.ACCOUNTS: _judge_account,
    }[kind]
    names = Counter(name for entry in entries for name in _claims(kind, entry))
    lines = []
    for entry in entries:
        notes = roster.faults(kind, entry)
        twice = [name for name in _claims(kind, entry) if names[name] > 1]
        if twice and entry.values[key]:
            notes.append(
                f"“{twice[0][0]}”在表中出现不止一次，请只留一行{TWO_OF_A_NAME.get(kind, '')}。"
            )
        line = Line(entry, Verdict.WRONG, tuple(notes)) if notes else judge(entry)
        lines.append(replace(line, notes=(*line.notes, *roster.hints(kind, entry))))
    return lines


def _claims(kind: ListKind, entry: Entry) -> set[tuple[str, ...]]:
    """Return the names that a row claims for itself alone."""
    values = entry.values
    if kind is ListKind.ACCOUNTS:
        return {(values["login"].lower(),)}
    if kind is ListKind.DEPUTIES:
        body = roster.body_type(values["body"])
        own = (name_key(values["name"]), str(body), str(roster.term(values["term"])))
        return {own}
    names = [values["name"], values.get("short_name", "")]
    keys = map(unit_key, (*names, *roster.parts(values.get("aliases", ""))))
    return {(key,) for key in keys if key}


def _judge_unit(entry: Entry) -> Line:
    """Judge a unit: the full name decides whether it is there already."""
    name = entry.values["name"]
    same = units.named(name)
    if same and unit_key(same.name) == unit_key(name):
        return Line(entry, Verdict.SAME)
    notes = [
        f"“{claim}”已是“{other.name}”的名称或别名，请换一个或删去。"
        for (claim,) in sorted(_claims(ListKind.UNITS, entry))
        if (other := units.named(claim))
    ]
    return Line(entry, Verdict.WRONG if notes else Verdict.NEW, tuple(notes))


def _judge_deputy(entry: Entry) -> Line:
    """Judge a deputy: one of the same name in the same term is there already."""
    values = entry.values
    body_type, term = roster.body_type(values["body"]), roster.term(values["term"])
    body = bodies.of_type(body_type) if body_type else None
    if body is None:
        sentence = "还没有登记这个人大或政协，请先在“届次与批次”登记名称。"
        return Line(entry, Verdict.WRONG, (sentence,))
    namesakes = deputies.named(values["name"])
    if any(m.body_id == body.id and m.term == term for one in namesakes for m in one.mandates):
        return Line(entry, Verdict.SAME)
    notes = _group_note(body, values.get("group", ""))
    if not namesakes:
        return Line(entry, Verdict.NEW, notes)
    if not values.get("phone"):
        sentence = "名册中有同名者。请填写联系电话，以便分清是不是同一人。"
        return Line(entry, Verdict.WRONG, (sentence,))
    known = _same_person(namesakes, values["phone"])
    told = "给名册中的同一人登记这一届。" if known else "与名册中同名者电话不同，按另一人新增。"
    return Line(entry, Verdict.NEW, (*notes, told))


def _group_note(body: Body, name: str) -> tuple[str, ...]:
    """Say that a delegation or sector will be entered as well."""
    if not name or bodies.group_named(body.id, name):
        return ()
    return (f"同时新增“{''.join(name.split())}”。",)


def _same_person(namesakes: Sequence[Deputy], phone: str) -> Deputy | None:
    """Return the namesake with the same telephone, whatever stands between its digits."""
    digits = digits_of(phone)
    return next((one for one in namesakes if digits and digits_of(one.phone) == digits), None)


def _judge_account(entry: Entry) -> Line:
    """Judge an account: the log-in name decides whether it is there already."""
    values = entry.values
    if queries.by_login(values["login"]):
        return Line(entry, Verdict.SAME)
    notes = []
    if values.get("unit") and units.named(values["unit"]) is None:
        notes.append(f"没有叫“{values['unit']}”的承办单位，请先登记。")
    if values.get("deputy"):
        number = len(deputies.named(values["deputy"]))
        if number == 0:
            notes.append(f"名册中没有“{values['deputy']}”，请先登记。")
        elif number > 1:
            notes.append(f"名册中有 {number} 位“{values['deputy']}”，请逐个新建账号。")
    refused = separation.complaint(
        roster.roles(values["roles"]) or frozenset[Role](),
        has_unit=bool(values.get("unit")),
        has_deputy=bool(values.get("deputy")),
        has_body=bool(values.get("body")),
    )
    notes += [refused] if refused else []
    return Line(entry, Verdict.WRONG if notes else Verdict.NEW, tuple(notes))


def apply(kind: ListKind, lines: Sequence[Line]) -> int:
    """Take in the new rows of a list; return how many.

    :raises Refused: a row is wrong, or there is nothing new.
    """
    if any(line.verdict is Verdict.WRONG for line in lines):
        raise Refused("表中还有错误的行，没有导入。请改好后重新上传。")
    new = [line.entry for line in lines if line.verdict is Verdict.NEW]
    if not new:
        raise Refused("表中没有新的内容，没有导入。")
    enter = {
        ListKind.UNITS: _enter_unit,
        ListKind.DEPUTIES: _enter_deputy,
        ListKind.ACCOUNTS: _enter_account,
    }[kind]
    for entry in new:
        enter(entry)
    detail: dict[str, object] = {"new": len(new), "same": len(lines) - len(new)}
    record(f"directory.{kind.value}_imported", kind.value, None, detail)
    return len(new)


def _enter_unit(entry: Entry) -> None:
    """Enter a unit."""
    values = entry.values
    facts = UnitFacts(
        name=values["name"],
        short_name=values.get("short_name", ""),
        online=bool(roster.online(values.get("online", ""))),
        phone=values.get("phone", ""),
        aliases=roster.parts(values.get("aliases", "")),
    )
    unit_actions.save(facts)


def _enter_deputy(entry: Entry) -> None:
    """Enter a deputy, or one more mandate of a known one; the group too where it is new."""
    values = entry.values
    body_type, term = roster.body_type(values["body"]), roster.term(values["term"])
    body = bodies.of_type(body_type) if body_type else None
    if body is None or term is None:
        raise Refused("人大或政协的登记刚有变动，没有导入。请重新上传。")
    phone = values.get("phone", "")
    deputy = _same_person(deputies.named(values["name"]), phone) if phone else None
    if deputy is None:
        deputy = deputy_actions.save(values["name"], phone, values.get("work_unit", ""))
    name = values.get("group", "")
    group = bodies.group_named(body.id, name) if name else None
    if name and group is None:
        group = body_actions.save_group(body, name)
    deputy_actions.add_mandate(deputy, body, term, group)


def _enter_account(entry: Entry) -> None:
    """Create an account without roles; what is proposed waits for the security administrator."""
    values = entry.values
    unit = units.named(values["unit"]) if values.get("unit") else None
    named = deputies.named(values["deputy"]) if values.get("deputy") else []
    actions.create(
        values["login"],
        values["name"],
        unit_id=unit.id if unit else None,
        deputy_id=named[0].id if named else None,
        body_type=roster.body_type(values.get("body", "")),
        phone=values.get("phone", ""),
        proposed=roster.roles(values["roles"]) or frozenset(),
    )
