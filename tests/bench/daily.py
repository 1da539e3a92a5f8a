"""The daily run: what it costs for each step that is sent, overtaken or lapses, and its memory."""

from __future__ import annotations

from tests.bench import either
from tests.bench.cost import forget_peak, measured, memory, told
from tests.bench.office import TODAY


def all_of() -> list[dict]:
    """Do the job of the day in this process, and return what it cost."""
    before = forget_peak()
    with measured() as cost:
        done = either.run_day(TODAY)
    return [
        {**told("daily", "daily run", cost), "items": done.items, "mib": memory("VmHWM") - before}
    ]
