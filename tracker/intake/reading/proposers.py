"""The proposers of a row, and what is wrong or doubtful about them; pure."""

from __future__ import annotations

from tracker.deputies.names import name_key
from tracker.intake.reading import people
from tracker.intake.reading.headers import Field
from tracker.intake.reading.lead_types import is_person
from tracker.intake.reading.line import Line
from tracker.intake.reading.people import People
from tracker.intake.reading.preview import Entry
from tracker.intake.reading.telephones import telephone_of
from tracker.terms import LeadType

LONG_NAME, LONG_GROUP = 80, 40
CELLS = (Field.LEAD, Field.CO_SIGNERS, Field.SIGNER_COUNT, Field.LEAD_TYPE)


def read(entry: Entry, line: Line) -> None:
    """Read lead, co-signers, their number, group and telephones."""
    found = people.people_of(*(line.text(field) for field in CELLS))
    entry.lead_cell = line.text(Field.LEAD)
    entry.lead, entry.lead_type = found.lead, found.lead_type
    entry.co_signers, entry.signer_count = found.co_signers, found.signer_count
    entry.counted, entry.alone = found.counted, found.alone
    entry.phones = dict(found.phones)
    entry.group = "".join(line.text(Field.GROUP).split())
    entry.fit(line.column(Field.GROUP), entry.group, LONG_GROUP)
    phone, said = telephone_of(line.text(Field.PHONE))
    if said:
        entry.doubt(line.column(Field.PHONE), said)
    entry.phone = phone or entry.phones.get(name_key(found.lead), "")
    _check_names(entry, line, found)
    if found.lead:
        _check_count(entry, line, found)


def join(entry: Entry, line: Line) -> None:
    """Add the names of a row under a number that is merged downwards."""
    found = people.people_of(line.text(Field.LEAD), line.text(Field.CO_SIGNERS))
    known = {entry.lead, *entry.co_signers, ""}
    more = tuple(name for name in (found.lead, *found.co_signers) if name not in known)
    listed = 1 + len(entry.co_signers)
    if more and entry.signer_count == listed:
        entry.signer_count = listed + len(more)
        entry.counted, entry.alone = True, False
    entry.co_signers += more
    entry.phones = dict(found.phones) | entry.phones


def _check_names(entry: Entry, line: Line, found: People) -> None:
    """Note a missing or overlong name, and what was not read as one."""
    column = line.table.first[Field.LEAD]
    if not found.lead:
        entry.wrong(column, "缺领衔代表（第一提案人），请补上。")
    elif max(map(len, (found.lead, *found.co_signers))) > LONG_NAME:
        entry.wrong(column, f"姓名或名称超过 {LONG_NAME} 个字，请核对。")
    for field, names in ((Field.LEAD, (found.lead,)), (Field.CO_SIGNERS, found.co_signers)):
        if odd := [name for name in names if _is_odd(name)]:
            sentence = f"“{'、'.join(odd)}”不像姓名，请更正；人数写在“人数”一列，或写成“等5人”。"
            entry.ask(line.column(field), sentence)
    if found.work_place:
        entry.doubt(column, f"“{found.work_place}”没有当作姓名读入。")
    for field, words in ((Field.LEAD, found.unread), (Field.CO_SIGNERS, found.others_unread)):
        if words:
            entry.doubt(line.column(field), f"“{'、'.join(words)}”没有当作姓名读入。")


def _is_odd(name: str) -> bool:
    """Whether a person's name holds what names do not: figures, or 等 behind its first letter."""
    return is_person(name) and ("等" in name[1:] or any(char.isdigit() for char in name))


def _check_count(entry: Entry, line: Line, found: People) -> None:
    """Note a number of signers that is missing, not exact, or not that of the names."""
    stated, named = line.text(Field.SIGNER_COUNT), 1 + len(found.co_signers)
    column = line.column(Field.SIGNER_COUNT) if stated else line.column(Field.LEAD)
    if found.signer_count is None:
        sentence = f"联名人数不详，新登记时先按列出的 {named} 人计，知道人数后请更正。"
        entry.doubt(column, f"写着“等”而没有人数，{sentence}")
    elif found.overstated:
        entry.doubt(column, f"列出了 {named} 个姓名，多于所写的人数，请核对。")
    elif 1 < named < found.signer_count and found.lead_type is LeadType.PERSON:
        entry.doubt(column, f"共 {found.signer_count} 人，只列出 {named} 个姓名。")
    if found.about:
        entry.doubt(column, f"写的不是确数，按 {found.signer_count} 人读入，请核对。")
    if found.count_unread:
        entry.doubt(column, f"“{stated}”不是人数，没有读入。请写成 5 这样的数字。")
