"""Every text that cases are found by, from the features that own it; against what is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import joinedload, selectinload

from tracker.cases import index, indexing
from tracker.cases.grams import grams, token
from tracker.cases.indexing import Found
from tracker.cases.models import Case, CaseText
from tracker.kernel.db import db
from tracker.reply import queries as reply
from tracker.reply.models import Reply
from tracker.terms import ReplyState

SOME = 200
WORDS = {indexing.OF_CASE: "编号、标题、正文", indexing.NAMES: "提出者"}
# the grams of each text: SQLite has them by gram only, in a table that looks into the index
LOOK = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.grams_of USING fts5vocab(main, {}, instance)"
Row = tuple[str, int | None, object]


def rebuild() -> tuple[int, int]:
    """Make all texts and the index anew; return how many cases and texts there are."""
    db.session.execute(delete(CaseText))
    cases = 0
    for batch in _cases():
        letters = _letters(batch)
        rows = [values for case in batch for values in _rows(case, letters[case.id])]
        db.session.execute(insert(CaseText), rows)
        cases += len(batch)
    return cases, index.refill()


def differences() -> Iterator[str]:
    """Give a sentence for each text or index entry that is not as it should be."""
    for batch in _cases():
        kept, letters = _kept([case.id for case in batch]), _letters(batch)
        for case in batch:
            yield from _of_case(case, _rows(case, letters[case.id]), kept)
    yield from _of_index()


def _cases() -> Iterator[list[Case]]:
    """Give all cases, some at a time."""
    last = 0
    while True:
        query = select(Case).options(selectinload(Case.submitters))
        batch = list(db.session.scalars(query.where(Case.id > last).order_by(Case.id).limit(SOME)))
        if not batch:
            return
        yield batch
        last = batch[-1].id
        db.session.expunge_all()


def _letters(cases: list[Case]) -> dict[int, list[Found]]:
    """Return what cases are found by once their letters are issued."""
    query = select(Reply).options(joinedload(Reply.assignment))
    query = query.where(Reply.case_id.in_([case.id for case in cases]))
    found: dict[int, list[Found]] = defaultdict(list)
    for row in db.session.scalars(query.where(Reply.state == ReplyState.ISSUED)):
        found[row.case_id].append(reply.found_by(row))
    return found


def _rows(case: Case, letters: list[Found]) -> list[dict[str, Any]]:
    """Return the rows that a case should have."""
    made = indexing.rows_of(case, [*indexing.texts_of(case), *letters])
    return [
        {
            "case_id": case.id,
            "source": source,
            "nameless": nameless,
            "text": words,
            "unit_id": found.unit_id,
            "since": found.since,
        }
        for (source, nameless), (words, found) in made.items()
    ]


def _kept(ids: list[int]) -> dict[tuple[int, str, bool], Row]:
    """Return what is kept of some cases."""
    query = select(CaseText).where(CaseText.case_id.in_(ids))
    return {
        (row.case_id, row.source, row.nameless): (row.text, row.unit_id, row.since)
        for row in db.session.scalars(query)
    }


def _of_case(
    case: Case, rows: list[dict[str, Any]], kept: dict[tuple[int, str, bool], Row]
) -> Iterator[str]:
    """Compare the texts of one case."""
    wanted = {
        (row["source"], row["nameless"]): (row["text"], row["unit_id"], row["since"])
        for row in rows
    }
    own = {key[1:]: row for key, row in kept.items() if key[0] == case.id}
    for key in sorted(wanted.keys() | own.keys()):
        if wanted.get(key) != own.get(key):
            fault = "缺失" if key not in own else "多余" if key not in wanted else "与原文不同"
            yield f"{case.label}“{case.title}”：{_word(key[0])}{fault}"


def _of_index() -> Iterator[str]:
    """Compare what the index holds with the texts that are kept."""
    sums = _sums_of_index()
    for rows in index.kept():
        for row_id, words in rows:
            if sums.pop(row_id, 0) != _sum_of(words):
                yield f"文字 {row_id}：索引与文字不同"
    for row_id in sorted(sums):
        yield f"文字 {row_id}：索引多余"


def _sums_of_index() -> dict[int, int]:
    """Return a check sum of the grams that the index holds of each text."""
    sums: Counter[int] = Counter()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text(LOOK.format("case_text_index")))
        rows = db.session.execute(text('SELECT doc, term, "offset" FROM temp.grams_of'))
        for doc, term, place in rows:
            sums[doc] += hash((term, place))
        return dict(sums)
    rows = db.session.execute(text("SELECT id, tsvector_to_array(grams) FROM case_text_index"))
    for row_id, found in rows:
        sums[row_id] = sum(map(hash, found))
    return dict(sums)


def _sum_of(words: str) -> int:
    """Return the check sum of the grams of a text."""
    pairs = grams(words)
    if db.engine.dialect.name == "sqlite":
        return sum(hash((token(pair), place)) for place, pair in enumerate(pairs))
    return sum(map(hash, {first + second for first, second in pairs}))


def _word(source: str) -> str:
    """Return a source as people say it."""
    return WORDS.get(source, "答复函")
