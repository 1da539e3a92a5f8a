"""The figures as tables that people read; a star stands where a bound is missed."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench import bounds

Rows = list[dict]
STAR = " *"
WIDE = 26


def of_growth(few: Rows, many: Rows) -> Iterator[str]:
    """Give the lines of what grows: an office with many cases against one with few."""
    known = {(row["kind"], row["name"]): row for row in few}
    yield f"  {'':<{WIDE}}  {'ms':>8}  {'of few':>8}  {'ratio':>7}  bound   statements  kB"
    for row in many:
        other = known[row["kind"], row["name"]]
        limit = bounds.of_growth(row["kind"], row["name"], all_under_way=row["all"])
        now, then = each(row), each(other)
        text = f"  {row['name']:<{WIDE}}  {now * 1e3:8.1f}  {then * 1e3:8.1f}"
        yield f"{text}  {beside(now / then, limit)}  {_counts(row, other)}"
        if row["kind"] == "daily":
            yield _memory(row, other)


def of_before(now: Rows, before: Rows) -> Iterator[str]:
    """Give the lines of each thing against itself in the version before."""
    known = {(row["kind"], row["name"]): row for row in before}
    yield f"  {'':<{WIDE}}  {'ms':>8}  {'before':>8}  {'ratio':>7}  bound   statements  kB"
    for row in now:
        other, limit = known[row["kind"], row["name"]], bounds.of_before(row["name"])
        ratio = each(row) / each(other)
        text = f"  {row['name']:<{WIDE}}  {each(row) * 1e3:8.1f}  {each(other) * 1e3:8.1f}"
        over = _over(row["statements"], limit.statements, "statements")
        over += _over(row["size"] / 1e3, limit.kilobytes, "kB")
        yield f"{text}  {beside(ratio, limit.ratio)}  {_counts(row, other)}{over}"


def of_desks(rows: Rows) -> Iterator[str]:
    """Give the lines of the desks against the ledger of the same office."""
    (ledger,) = (row for row in rows if row["name"] == "ledger")
    for row in rows:
        if bounds.is_desk(row["name"]):
            ratio = row["cpu"] / ledger["cpu"]
            text = f"  {row['name']:<{WIDE}}  {row['cpu'] * 1e3:8.1f}  {ledger['cpu'] * 1e3:8.1f}"
            yield f"{text}  {beside(ratio, bounds.AS_DEAR_AS_THE_LEDGER)}"


def each(row: dict) -> float:
    """Return the processor's seconds; of the daily run for each step."""
    return float(row["cpu"]) / (row.get("items") or 1)


def beside(ratio: float, limit: float | None) -> str:
    """Return a ratio beside its bound, with a star where it is missed."""
    if limit is None:
        return f"{ratio:7.3f}        "
    return f"{ratio:7.3f}  {limit:<4}{STAR if ratio > limit else '':2}"


def _counts(row: dict, other: dict) -> str:
    """Return the statements and the size of an answer beside those of the other."""
    sent = f"{row['statements']} ({other['statements']})"
    size = f"{row['size'] / 1e3:.0f} ({other['size'] / 1e3:.0f})" if row["size"] else ""
    return f"{sent:<11} {size}"


def _memory(row: dict, other: dict) -> str:
    """Return what the daily run did and how much memory it took."""
    mark = STAR if row["mib"] > other["mib"] + bounds.FLAT else ""
    return (
        f"    {row['items']} steps, peak memory + {row['mib']:.0f} MiB"
        f" ({other['items']} steps, + {other['mib']:.0f} MiB){mark}"
    )


def _over(count: float, limit: float | None, what: str) -> str:
    """Return a mark where there are more than there may be."""
    return f"  more than {limit} {what}{STAR}" if limit is not None and count > limit else ""
