"""Law 6: screen, print, Excel and the template of a list read one definition of a column."""

from __future__ import annotations

import ast
import re
from io import BytesIO

import openpyxl
import pytest

from tests import scenes
from tests.house.sources import ROOT, Source, product
from tracker.directory.document import template_book
from tracker.directory.roster import HEADINGS, ListKind
from tracker.kernel import clock
from tracker.reports import columns, summaries

DEFINED = {"tracker/reports/columns.py", "tracker/reports/summaries.py"}
WORKBOOKS = {
    "tracker/reports/workbook.py",
    "tracker/directory/document.py",
    "tracker/intake/faulty_rows.py",
}
SHEETS = {
    "/ledger": ("/ledger.xlsx", columns.LEDGER),
    "/statistics": ("/statistics/units.xlsx", summaries.UNITS),
    "/statistics?": ("/statistics/satisfaction.xlsx", summaries.SATISFACTION),
}


def _defines(source: Source) -> bool:
    """Whether the file makes columns of the kernel's kind."""
    return "tracker.kernel.column" in source.imported() and any(
        isinstance(node.func, ast.Name) and node.func.id == "Column"
        for node in source.nodes(ast.Call)
    )


def test_columns_are_defined_in_one_place_and_written_in_one():
    assert {source.name for source in product() if _defines(source)} == DEFINED
    writers = {s.name for s in product() if any(m.startswith("openpyxl") for m in s.imported())}
    assert writers == WORKBOOKS


def test_no_key_stands_twice_in_a_table():
    for _file, defined in SHEETS.values():
        keys = [column.key for column in defined]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("page", SHEETS)
def test_the_screen_and_the_workbook_have_the_headings_of_the_definition(app, district, page):
    scenes.assign_to(district, scenes.register(district), ("education", "independent"))
    file, defined = SHEETS[page]
    labels = [column.label for column in defined]
    with clock.moved_to(clock.at(scenes.START, 12)):
        clerk = scenes.client_of(app, district, "clerk")
        whole = clerk.get(page).text
        text = whole.split("</thead>")[0] if page == "/ledger" else whole
        heads = [
            re.sub(r"<i .*?</i>|<[^>]+>", "", head).strip()
            for head in re.findall(r"<th[^>]*>(.*?)</th>", text, re.S)
        ]
        sheet = openpyxl.load_workbook(BytesIO(clerk.get(file).data)).active
    if page == "/ledger":  # the screen leaves out what does not fit; all of it is downloaded
        assert heads == [column.label for column in columns.SCREEN]
        apart = {"主办", "会办"}  # 承办单位 of the workbook, in the width of a line
        assert set(heads) - set(labels) == apart
    else:
        assert "\n".join(labels) in "\n".join(heads)
    assert labels in [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_no_template_writes_a_heading_of_the_tables_itself():
    shown = {column.label for column in (*columns.LEDGER, *columns.SCREEN, *summaries.SATISFACTION)}
    for name in ("ledger", "ledger_rows", "statistics"):
        text = (ROOT / "templates/reports" / f"{name}.html").read_text()
        heads = set(re.findall(r"<th[^>]*>([^<{]+)</th>", text))
        assert heads & shown == set()


@pytest.mark.parametrize("kind", ListKind)
def test_the_template_of_a_list_has_the_headings_that_its_reader_knows(kind):
    sheet = openpyxl.load_workbook(BytesIO(template_book(kind))).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [heading.label for heading in HEADINGS[kind]]
