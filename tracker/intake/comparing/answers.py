"""Class and outcome of a row by the place's own table: 留作参考 is C in one place, D in another."""

from __future__ import annotations

from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.rulebook.book import Rulebook
from tracker.terms import ReplyClass


def settle(entry: Entry, sheet: SheetPreview, book: Rulebook) -> None:
    """Tell class from outcome where the table leaves one; what the paper does not say stays open.

    A class and words that the table does not join are asked about.
    """
    letter, outcomes = entry.said.letter, entry.said.outcomes
    if not outcomes:
        entry.reply_class = letter or ""
        return
    column = sheet.column(Field.RESULT, Field.REPLY_CLASS)
    classes = {book.outcome_class(outcome) for outcome in outcomes}
    if letter is None:
        letter = classes.pop() if len(classes) == 1 else None
        if letter is None:
            entry.doubt(column, "按本地的类别表可以是几类，类别没有读入。")
        else:
            words = "、".join(outcome.label for outcome in outcomes)
            entry.doubt(column, f"“{words}”按本地的类别表是{ReplyClass(letter).label}。")
    elif letter not in classes:
        entry.ask(column, f"写的结果按本地的类别表不是{ReplyClass(letter).label}，请更正。")
    entry.reply_class = letter or ""
    fitting = [outcome for outcome in outcomes if book.outcome_class(outcome) is letter]
    entry.outcome = fitting[0] if len(fitting) == 1 else None
