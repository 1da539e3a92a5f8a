"""Names of proposers who asked for secrecy, in the title or the text of a row: the clerk decides.

Units read a title everywhere; of a confidential case its text and remarks are masked for them.
"""

from __future__ import annotations

from tracker.cases.models import Case
from tracker.cases.secrecy import SOMEBODY, names_told, without_names
from tracker.deputies.names import name_key
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import HIDE, KEEP, Entry, SheetPreview

IN_TITLE = "要求保密的件，标题里写有“{}”，承办单位处处看得到。请选择怎样处理，或者改写标题。"
IN_TEXT = (
    f"要求保密的件，这里写有“{{}}”，承办单位看到的是“{SOMEBODY}”。请核对上下文会不会看出是谁。"
)
NOT_MARKED = "清单要求保密，登记里没有标。请在该件“标记重点或保密”，清单不改这一项。"


def note(entry: Entry, sheet: SheetPreview, case: Case | None) -> None:
    """Ask about secret names in a row; do with its title as the clerk decided.

    A registered title that differs by its hidden names alone stays as it is.
    """
    if case is not None and entry.confidential and not case.confidential:
        entry.doubt(sheet.column(Field.CONFIDENTIAL), NOT_MARKED)
    if not (case.confidential if case is not None else entry.confidential):
        return
    names = _names(entry, case)
    if case is not None and name_key(without_names(entry.title, names)) == name_key(case.title):
        entry.title = case.title
    told = [
        (field, sentence, found)
        for field, text, sentence in _texts(entry, case)
        if (found := names_told(text, names))
    ]
    entry.secret_names = tuple(dict.fromkeys(name for *_, found in told for name in found))
    for field, sentence, found in told:
        _settle(entry, sheet, field, sentence.format("、".join(found)))
    if entry.names_as == HIDE:
        entry.title = without_names(entry.title, names)


def _names(entry: Entry, case: Case | None) -> list[str]:
    """Return the names that are secret: those of the row, and those that are registered."""
    registered = [row.name for row in case.submitters] if case is not None else []
    return [*filter(None, (entry.lead, *entry.co_signers)), *registered]


def _texts(entry: Entry, case: Case | None) -> list[tuple[Field, str, str]]:
    """Return what a row would write into a case, with what is said of a name in it."""
    found = (
        (Field.TITLE, entry.title, case.title if case else "", IN_TITLE),
        (Field.BODY_TEXT, entry.text, case.text if case else "", IN_TEXT),
        (Field.REMARKS, entry.remarks, case.remarks if case else "", IN_TEXT),
    )
    return [(field, text, said) for field, text, old, said in found if text != old]


def _settle(entry: Entry, sheet: SheetPreview, field: Field, sentence: str) -> None:
    """Ask about one text, or say what the clerk decided about it."""
    if entry.names_as not in (HIDE, KEEP):
        entry.ask(sheet.column(field), sentence)
    elif field is not Field.TITLE:
        entry.doubt(sheet.column(field), f"已核对，对承办单位把姓名显示为“{SOMEBODY}”。")
    elif entry.names_as == HIDE:
        entry.doubt(sheet.column(field), f"按您的选择，姓名改写为“{SOMEBODY}”。")
    else:
        entry.doubt(sheet.column(field), "按您的选择，照原文导入，承办单位看得到。")
