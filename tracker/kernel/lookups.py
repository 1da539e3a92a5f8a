"""Looking a few rows up where a join, or DISTINCT, would read all that there ever were."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select


def first(query: Select[Any]) -> Any:
    """Return the first row of a query within another, asked anew for each row of that one.

    An EXISTS may be turned into a join, which reads all rows where a few would do.
    """
    return query.limit(1).scalar_subquery()


def each(name: str, column: Any, *conditions: Any) -> Any:
    """Return every value of a column once, as the column `word` of a subquery.

    It hops through the column's index from one value to the next; DISTINCT would read every row.
    """
    word = column.label("word")
    least = select(func.min(word).label("word")).where(*conditions)
    hops: Any = least.cte(f"each_{name}", recursive=True)
    after = select(func.min(column)).where(column > hops.c.word, *conditions).scalar_subquery()
    hops = hops.union_all(select(after).where(hops.c.word.is_not(None)))
    return select(hops.c.word).where(hops.c.word.is_not(None)).subquery()
