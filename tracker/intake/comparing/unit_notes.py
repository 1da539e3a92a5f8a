"""What is doubtful about the units of a row, once their names are taken apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tracker.intake.comparing.directory import Directory
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.intake.reading.table import Column

LONG_NAME = 80


def _unit_column(sheet: SheetPreview) -> Column | None:
    """Return the column that names the units."""
    return sheet.column(Field.HOST, Field.UNIT, Field.SEPARATE, Field.ASSISTING)


def _named_units(entry: Entry, sheet: SheetPreview) -> Iterator[tuple[Column | None, list[str]]]:
    """Give each column that names units with the names that it gives."""
    found: dict[int, tuple[Column | None, list[str]]] = {}
    for names, field in (
        (entry.hosts, Field.HOST),
        (entry.assisting, Field.ASSISTING),
        (entry.separate, Field.SEPARATE),
    ):
        column = sheet.column(field) or _unit_column(sheet)
        found.setdefault(id(column), (column, []))[1].extend(names)
    yield from found.values()


def likely_words(likely: Mapping[str, str]) -> str:
    """Return whom unknown names may mean, in words; nothing where none is like."""
    found = {name: meant for name, meant in likely.items() if meant}
    if len(likely) == 1:
        return "".join(f"，可能是{meant}" for meant in found.values())
    return "".join(f"，“{name}”可能是{meant}" for name, meant in found.items())


def note(entry: Entry, sheet: SheetPreview, among: Directory) -> None:
    """Note units that the register does not know or that are no longer in use."""
    for column, named in _named_units(entry, sheet):
        if unknown := [name for name in named if not among.unit(name)]:
            likely = likely_words({name: among.likely_name(name) for name in unknown})
            sentence = f"不在名册中{likely}，先登记，以后在“名册对应”里选定。"
            entry.doubt(column, f"“{'、'.join(unknown)}”{sentence}")
        former = [name for name in named if (unit := among.unit(name)) and not unit.active]
        if former:
            entry.doubt(column, f"“{'、'.join(former)}”已停用，交办前请改为现在的单位。")
        if column and max(map(len, named), default=0) > LONG_NAME:
            entry.wrong(column, f"单位名称超过 {LONG_NAME} 个字，请核对。")
    _note_roles(entry, sheet, among)


def _note_roles(entry: Entry, sheet: SheetPreview, among: Directory) -> None:
    """Note roles that cannot stand beside each other; asked once the names are taken apart."""
    answering = {among.full(name) for name in (*entry.hosts, *entry.separate)}
    column = sheet.column(Field.ASSISTING) or _unit_column(sheet)
    if entry.assisting and not answering:
        entry.doubt(column, "有会办单位而没有主办单位，交办前请补上。")
    elif entry.assisting and entry.separate:
        entry.doubt(column, "分办的件没有会办单位，交办前请改。")
    if twice := [name for name in map(among.full, entry.assisting) if name in answering]:
        sentence = "既写为主办（分办）又写为会办，交办前请只留一种。"
        entry.doubt(column, f"“{'、'.join(twice)}”{sentence}")
    if len(entry.hosts) > 1 and not entry.separate:
        column = sheet.column(Field.HOST) or _unit_column(sheet)
        entry.doubt(column, "主办单位不止一个，交办前请改为一个主办或分办。")
