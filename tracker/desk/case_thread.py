"""The body of a case page: letters, ratings and orders to handle again, in order of their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from tracker.assign import queries as assign
from tracker.assign.lifecycle import OPINION_GIVEN
from tracker.cases.models import Case
from tracker.desk.case_words import letter_name
from tracker.desk.history import short
from tracker.kernel.access import Viewer
from tracker.reply import document
from tracker.reply import queries as reply
from tracker.reply.lines import LetterLine
from tracker.reply.models import Reply
from tracker.roles import UNIT
from tracker.terms import DeadlineKind, ReplyState
from tracker.timeline import queries as timeline
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry

LETTER, QUOTE, PLAIN = "letter", "quote", "plain"


@dataclass(frozen=True)
class Said:
    """One entry: when, whose, and its text in some shape; a draft is not `issued`."""

    when: str
    title: str
    note: str = ""
    link_label: str = ""
    link_url: str = ""
    shape: str = ""
    to: str = ""
    text: str = ""
    issued: bool = True


def thread_of(case: Case, person: Viewer, ratings: Any, decisions: Any) -> list[Said]:
    """Return what came after the suggestion, as this viewer may read it; drafts stand last."""
    letters = [row for row in reply.letters(case.id) if reply.may_see(row, person)]
    found: list[tuple[date, int, Said]] = [
        (row.issued_on, 0, _letter(row, person)) for row in letters if row.issued_on
    ]
    found += [(row.day, 1, _rating(row)) for row in ratings.lines if row.day]
    found += [(row.decided_on, 2, _decision(row)) for row in decisions]
    decided = {row.decided_on for row in decisions}
    found += [
        (row.on, 2, Said(short(row.on), "政府办要求重新办理", shape=PLAIN, text=row.sentence))
        for row in _reopened(case, person)
        if row.on not in decided
    ]
    drafts = [
        _draft(row)
        for row in reply.of_case(case.id)
        if row.state != ReplyState.ISSUED and reply.may_see(row, person)
    ]
    return [said for *_, said in sorted(found, key=lambda one: one[:2])] + drafts


def _reopened(case: Case, person: Viewer) -> list[HistoryEntry]:
    """Return the orders to handle again; a unit that handed the case over reads none."""
    if person.is_one_of(*UNIT) and assign.own(case, person) is None:
        return []
    return [row for row in timeline.of_case(case.id) if row.act == Event.ASSIGNMENT_REOPENED]


def _letter(row: Reply, person: Viewer) -> Said:
    """Return a letter of record."""
    line, paper = reply.line_of(row, person), document.paper_of(row, person)
    words = [line.number or "原件未注明文号", _marked(line)]
    marks = [_kept(row), "代录" if line.on_behalf else ""]
    return Said(
        when=short(row.issued_on),
        title=f"{line.unit}{letter_name(row.round, row.edition)}",
        note=" · ".join(word for word in (*words, *marks) if word),
        link_label="答复函",
        link_url=url_for("reply.show", case_id=row.case_id, reply_id=row.id),
        shape=LETTER,
        to=paper.salutation,
        text="\n".join(paper.paragraphs),
    )


def _marked(line: LetterLine) -> str:
    """Return class and outcome of a letter, or that its paper states none."""
    return f"{line.reply_class} {line.outcome}".strip() or "原件未注明类别"


def _kept(row: Reply) -> str:
    """Return whether the letter came in time, by the date that was in force for its round."""
    dates = [
        one
        for one in row.assignment.deadlines
        if one.kind == DeadlineKind.REPLY and one.ordinal == row.round and one.superseded_at is None
    ]
    if not dates or row.issued_on is None or row.edition > 1:
        return ""
    late = (row.issued_on - dates[-1].due_on).days
    return f"逾期 {late} 天" if late > 0 else "按期"


def _rating(line: Any) -> Said:
    """Return what was said of a letter."""
    how = "纸面记录" if line.recorded_on else "代录" if line.on_behalf else ""
    day = "" if line.filled_on else "未注明日期，自录入之日计"
    marks = [word for word in (f"对{line.unit}{letter_name(line.round)}", how, day) if word]
    return Said(
        when=short(line.day),
        title=f"评价：{line.value or line.state}",
        note=" · ".join(marks),
        shape=QUOTE if line.reason else "",
        text=line.reason,
    )


def _decision(row: Any) -> Said:
    """Return what the office decided about a 不满意."""
    again = letter_name(row.opens_round).removesuffix("答复") if row.opens_round else ""
    title = f"政府办决定重办，开始{again}" if again else "政府办决定不再重办"
    return Said(when=short(row.decided_on), title=title, shape=PLAIN, text=row.reason)


def _draft(row: Reply) -> Said:
    """Return a letter that is not issued yet, where the viewer may read it."""
    label, number = ReplyState(row.state).label, letter_name(row.round, row.edition)
    given = [
        one
        for one in assign.live(row.case_id)
        if not one.role.answers and one.state in OPINION_GIVEN
    ]
    asked = [one for one in assign.live(row.case_id) if not one.role.answers]
    opinions = f"会办意见到 {len(given)} / {len(asked)}" if asked else ""
    return Said(
        when="未印发",
        title=f"{row.assignment.unit_name}{number}",
        note=" · ".join(word for word in (label, opinions) if word),
        issued=False,
        link_label="打开稿子",
        link_url=url_for("reply.edit", case_id=row.case_id, assignment_id=row.assignment_id),
    )
