"""Published replies and assignments through a list: as published, asked about, or refused.

More records from TRACKER_SAMPLES. What is stored is compared with the published text by an oracle
that only leaves out blanks; what is stored otherwise has to be said at the row.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tests import factories
from tests.intake import books, lists, published
from tests.intake.published import day_said, squeezed
from tests.oracles.workdays import day_of
from tests.plain_sql import rows
from tracker.bodies import actions as bodies
from tracker.intake.queries import preview_of
from tracker.kernel.db import transaction
from tracker.settings import actions as settings
from tracker.terms import BodyType
from tracker.units import queries

NAMES = {"suggestion": "云岭区第十八届人民代表大会第{}次会议代表建议办理台账",
    "proposal": "政协云岭区第十届委员会第{}次会议提案办理台账"}  # fmt: skip
BODIES = {"suggestion": (BodyType.CONGRESS, 18), "proposal": (BodyType.CPPCC, 10)}
IF_TICKED = "按已交办登记时："
CASE = """SELECT c.id, c.number, c.title, c.signer_count, r.reply_class, r.disclosure, r.number,
  r.signer, r.issued_on, r.promise, r.promise_due_on, r.outcome
  FROM case_record c JOIN imported_row i ON i.case_id = c.id AND i.row = {row}
  JOIN imported_list l ON l.id = i.list_id AND l.file = '{file}'
  LEFT JOIN reply r ON r.case_id = c.id AND r.state = 'issued'"""
PEOPLE = "SELECT name FROM submitter WHERE case_id = {} ORDER BY id"
UNITS = """SELECT coalesce(u.name, a.unit_text) FROM assignment a LEFT JOIN unit u
  ON u.id = a.unit_id WHERE a.case_id = {}"""
BETWEEN_NAMES = re.compile(
    r"^(等?(\d+|[一二三四五六七八九十]+)?[人名位]?(代表|委员)?|[、,，;；和])*$"
)


@dataclass
class Told:
    """What came of the records."""

    counts: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    altered: list[tuple[object, ...]] = field(default_factory=list)


def make_session(number: int, sheet: published.Sheet) -> str:
    """Make the session and the units of a list; return its title."""
    kind, term = BODIES[sheet.kind]
    with transaction():
        if sheet.year != published.YEAR:
            settings.load_year(sheet.year)
            settings.load_year(sheet.year + 1)
        opened = date(sheet.year, 1, 10)
        bodies.save_session(factories.make_body(kind), term, number, opened, opened)
    return NAMES[sheet.kind].format(number)


def make_units() -> None:
    """Register the units that the records name, as a clerk does before the ledger comes in."""
    fields = ("host_unit", "co_units")
    cells = [one.get(field) for one in published.records() for field in fields]
    names = [squeezed(name) for cell in cells for name in re.split(r"[、，,]", cell or "")]
    with transaction():
        for name in dict.fromkeys(name for name in names if len(name) > 2):
            if queries.named(name) is None:
                factories.make_unit(name)


def taken(client, path) -> list:
    """Take a list through the pages, with what was done on paper where it can be; return rows."""
    preview, _ = preview_of(path, path.name)
    (sheet,) = preview.sheets
    good = [entry for entry in sheet.rows if entry.decision == "new"]
    paper = [one.row for one in good if one.assigned_on and not _against(one)]
    for ticks, more in ((paper, {"on_paper": "yes"}), ([e.row for e in good], {})):
        address = lists.sent(client, path)
        page = client.get(address).text
        left = [row for row in ticks if re.search(rf'value="[^"#]+#{row}#', page)]
        if left:
            answer = lists.confirm(client, address, *left, only_good="yes", **more)
            assert answer.status_code == 302, lists.words(answer.text)
    return sheet.rows


def _against(entry) -> bool:
    """Whether something stands against entering a row as done on paper."""
    said = [str(fault) for fault in entry.warnings if IF_TICKED in str(fault)]
    return any("记为" not in sentence for sentence in said)


def stored_otherwise(record, entry, file: str) -> list[tuple[object, ...]]:
    """Return what of a record is stored otherwise than published, though nothing says so."""
    ((case_id, number, title, count, *letter),) = rows(CASE.format(row=entry.row, file=file))
    mark, disclosure, document, signer, issued_on, promise, promise_due, outcome = letter
    said = " ".join(map(str, entry.warnings))
    people = [name for (name,) in rows(PEOPLE.format(case_id))]
    units = {name for (name,) in rows(UNITS.format(case_id))}
    source = {name: squeezed(record.get(name)) for name in published.FIELDS if name}
    stated = re.search(r"等(\d+)", source["submitters"])
    pairs = [
        ("number", squeezed(number), source["number"]),
        ("title", squeezed(title), source["title"]),
        ("people", _unread(source["submitters"], people), ""),
        ("count", count, int(stated[1]) if stated else count),
        ("promise", (promise or "", promise_due), ("", None)),
    ]
    pairs += [("unit", name, "none") for name in units if not _named(source, squeezed(name))]
    if issued_on is not None:
        marks = re.findall("[ABCD]", source["category"])
        pairs += [
            ("date", day_of(issued_on), day_said(record.get("reply_date"))),
            ("document", squeezed(document), source["doc_number"]),
            ("signer", squeezed(signer), source["signer"]),
            ("class", mark, marks[0] if marks else mark),
        ]
        invented = (mark or outcome) and not source["category"]
        pairs += [("invented", mark or outcome, None)] if invented else []
        pairs += [("disclosure", disclosure, None)] if not source["disclosure"] else []
    words = {"number": "编号", "people": "提出人", "count": "提出人", "document": "文号"}
    return [
        (*pair, record)
        for pair in pairs
        if pair[1] != pair[2] and words.get(pair[0], "？") not in said
    ]


def _named(source, unit: str) -> bool:
    """Whether the cells of units name a unit, be it without the district before it."""
    cells = published.simple(f"{source['host_unit']}、{source['co_units']}")
    unit, cells = published.simple(unit), re.split("[、，,]", cells)
    return unit in "、".join(cells) or any(cell and unit.endswith(cell) for cell in cells)


def _unread(source: str, people: list[str]) -> str:
    """Return what is left of a cell once the stored names and the words of joint names are gone."""
    for name in sorted(people, key=len, reverse=True):
        source = source.replace(name, "", 1) if name in source else f"{source}+{name}"
    return "" if BETWEEN_NAMES.match(source) else source


def test_published_items_come_in_as_they_are_or_are_asked_about(clerk, tmp_path, capsys):
    told = Told()
    make_units()
    for number, sheet in enumerate(published.sheets(), 4):
        title = make_session(number, sheet)
        path = books.plain(tmp_path / f"{number}.xlsx", published.HEADS, list(sheet.lines()), title)
        entries = {entry.row: entry for entry in taken(clerk, path)}
        for row, record in enumerate(sheet.records, 3):
            entry = entries[row]
            if entry.decision != "new":
                told.counts["refused" if entry.errors else "asked"] += 1
                told.asked.update(fault.column for fault in (*entry.errors, *entry.asked))
                continue
            found = stored_otherwise(record, entry, path.name)
            told.altered += found
            told.counts["as published"] += not found
            told.counts["of these with their letter"] += bool(
                rows(f"SELECT 1 FROM reply r JOIN imported_row i ON i.case_id = r.case_id "
                     f"JOIN imported_list l ON l.id = i.list_id "
                     f"WHERE i.row = {row} AND l.file = '{path.name}'")
            )  # fmt: skip
    total = len(published.records())
    with capsys.disabled():
        sys.stdout.write(f"[{total} published items: {dict(told.counts)}, {dict(told.asked)}] ")
    assert [one[:3] for one in told.altered] == []
    counts = told.counts
    assert counts["as published"] + counts["asked"] + counts["refused"] == total
    assert counts["as published"] >= 2 * (counts["asked"] + counts["refused"])
    assert rows("SELECT count(*) FROM commitment") == [(0,)]
