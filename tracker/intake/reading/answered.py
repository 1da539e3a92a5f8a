"""What an answered ledger says of a row: class, outcome, promise, disclosure, rating; pure."""

from __future__ import annotations

from tracker.intake.reading import answers
from tracker.intake.reading.answers import Said
from tracker.intake.reading.headers import Field
from tracker.intake.reading.line import Line
from tracker.intake.reading.preview import Entry
from tracker.kernel.headings import tidy
from tracker.terms import Satisfaction

TICKS = frozenset("√✓✔●★1")
LONG_PROMISE = 2000


def read(entry: Entry, line: Line) -> None:
    """Read the answer of a row; what is no value of ours is said and kept with the case."""
    _class(entry, line)
    _rating(entry, line)
    entry.promise = line.text(Field.PROMISE)
    entry.fit(line.column(Field.PROMISE), entry.promise, LONG_PROMISE)
    if said := line.text(Field.DISCLOSURE):
        entry.disclosure = answers.disclosure_of(said)
        if entry.disclosure is None:
            entry.doubt(line.column(Field.DISCLOSURE), f"“{said}”不是公开属性，没有读入。")
    if said := line.text(Field.KEY_ITEM):
        known = answers.yes_of(said)
        entry.key_item = known is True
        if known is None:
            entry.doubt(line.column(Field.KEY_ITEM), f"“{said}”看不出是不是重点件，没有读入。")


def read_secrecy(entry: Entry, line: Line) -> None:
    """Read whether the proposer asked for secrecy; what cannot be read is asked about."""
    if said := line.text(Field.CONFIDENTIAL):
        known = answers.secret_of(said)
        entry.confidential = known is not False
        if known is None:
            entry.ask(
                line.column(Field.CONFIDENTIAL), f"“{said}”看不出要不要保密，请更正为是或否。"
            )


def _class(entry: Entry, line: Line) -> None:
    """Read class and result; letter and words together where both columns stand."""
    mark, words = line.text(Field.REPLY_CLASS), line.text(Field.RESULT)
    said, also = answers.answer_of(mark), answers.answer_of(words)
    for field, text, one in ((Field.REPLY_CLASS, mark, said), (Field.RESULT, words, also)):
        column = line.column(field)
        if one.several:
            entry.ask(column, f"“{text}”写了不止一个类别，请更正为一个。")
        elif one.finer:
            entry.doubt(column, f"“{text}”按 {one.letter} 类读入，细分的“{one.finer}”随件保存。")
        elif one.unread:
            entry.doubt(column, f"“{text}”不是办理类别或结果，没有读入。")
    if said.letter and also.letter and said.letter is not also.letter:
        entry.ask(line.column(Field.RESULT), f"“{words}”与类别“{mark}”不一致，请更正。")
    entry.said = Said(said.letter or also.letter, also.outcomes or said.outcomes)
    entry.reply_class = entry.said.letter or ""


def _rating(entry: Entry, line: Line) -> None:
    """Read the rating: in words, or by the tick under its heading."""
    found: dict[Satisfaction, str] = {}
    for column in line.columns(Field.RATING):
        text = line.own(line.row, column.index).text.strip()
        if not text or text in ("-", "—", "/"):
            continue
        headed = answers.rating_of(tidy(column.heading.rpartition("/")[2]))
        value = headed if headed and text in TICKS else answers.rating_of(text)
        if value is None:
            entry.doubt(column, f"“{text}”不是满意、基本满意、不满意之一，没有作为评价读入。")
        else:
            found[value] = text
    if len(found) == 1:
        (entry.rating,) = found
    elif found:
        entry.ask(line.column(Field.RATING), "有不止一个评价，请更正为一个。")
