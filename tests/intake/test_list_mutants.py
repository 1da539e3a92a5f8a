"""Lists with something wrong: what the preview promises goes in as a whole, or nothing does.

Through the pages: upload, preview, confirmation; read in forks with the limits of the child.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from html import unescape
from io import BytesIO

import pytest

from tests import built
from tests.intake import lists, mutants
from tests.intake.ugly import corpus, formats
from tests.intake.ugly.corpus import CORPUS
from tests.kernel.forks import Forks
from tests.plain_sql import rows
from tracker.kernel import sheets
from tracker.kernel.sheet_reading import reading

TICK = re.compile(r'name="row" value="([^"]+)" data-select-row')
DECISION = re.compile(r"<tr><td class=\"pick\"><input.*?<td class=\"title\">(.*?)</td>", re.S)
SAID = {200, 302, 409, 422}
NEW = "SELECT count(*) FROM case_record"
KEPT = "SELECT count(*), sum(new) FROM imported_row"
LISTS = "SELECT registered, changed FROM imported_list ORDER BY id"


@pytest.fixture(scope="module")
def forks():
    """A process that reads each file in a fork of its own."""
    one = Forks()
    yield one
    one.end()


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    """The rows of each list of the corpus, and its file."""
    path, found = tmp_path_factory.mktemp("corpus") / "list", []
    for one in CORPUS:
        if not one.refused and one.lines[0] in (corpus.SUGGESTIONS, corpus.PROPOSALS):
            path.write_bytes(one.make())
            (sheet, *_) = reading.outcome(str(path), sheets.CELLS)["sheets"]
            lines = [[_text(cell) for cell in line[:26]] for line in sheet["rows"][:12]]
            found.append((lines, path.read_bytes()))
    return found


def _text(cell) -> str:
    """Return what a cell shows."""
    return cell or "" if isinstance(cell, str) or cell is None else cell[0]


def standing() -> tuple[int, list, list]:
    """Return what is registered and kept."""
    return rows(NEW)[0][0], rows(KEPT), rows(LISTS)


def through(client, content: bytes, chance: random.Random) -> str:
    """Take a file through the pages; return what came of it."""
    before = standing()
    answer = client.post("/intake/", data={"file": (BytesIO(content), "清单.xlsx")})
    assert answer.status_code in SAID
    if answer.status_code != 302:
        assert standing() == before
        return "refused"
    page = client.get(answer.location)
    assert page.status_code == 200
    ticks = [unescape(value) for value in TICK.findall(page.text)]
    titles = [unescape(text) for text in DECISION.findall(page.text)]
    form = {"row": ticks, "only_good": "yes"} | (
        {"on_paper": "yes"} if chance.random() < 0.5 else {}
    )
    done = client.post(f"{answer.location}/confirm", data=form)
    assert done.status_code in SAID - {200}
    after = standing()
    if done.status_code != 302:
        assert after == before
        return "asked"
    registered, changed = after[2][-1]
    assert registered + changed == len(ticks) == after[1][0][0] - before[1][0][0]
    assert registered == after[0] - before[0]
    stored = rows(f"SELECT title FROM case_record ORDER BY id DESC LIMIT {registered}")
    assert Counter(title for (title,) in stored) <= Counter(titles)
    return "entered"


RUN = [pytest.param(50, seed) for seed in range(20260401, 20260411)]
NIGHT = [pytest.param(100, seed, marks=pytest.mark.nightly) for seed in range(20270401, 20270501)]


def test_there_are_so_many():
    assert sum(one.values[0] for one in RUN) == 500
    assert sum(one.values[0] for one in (*RUN, *NIGHT)) == 10_000


@pytest.mark.parametrize(("count", "seed"), [*RUN, *NIGHT])
def test_what_is_promised_goes_in_whole_or_nothing_does(
    clerk, tmp_path, monkeypatch, forks, originals, count, seed
):
    monkeypatch.setattr(sheets.subprocess, "run", forks.run)
    first = (BytesIO(formats.separated(",", "utf-8")), "清单.csv")
    address = clerk.post("/intake/", data={"file": first}).location
    assert lists.confirm(clerk, address, 3, 4).status_code == 302
    kept, chance, said = tmp_path / "kept", random.Random(seed), Counter()
    kept.mkdir()
    for name in built.KEPT:
        shutil.copy(tmp_path / name, kept / name)
    for _ in range(count):
        content = mutants.list_mutant(*chance.choice(originals), chance)
        came = through(clerk, content, chance)
        said[came] += 1
        if came == "entered":
            built.put(kept, tmp_path)
    assert set(said) == {"refused", "asked", "entered"}
    assert forks.deaths == []
    assert forks.most_kib < sheets.MEMORY_MIB * 1024
