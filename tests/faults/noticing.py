"""Which tests are asked about a fault, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.faults.source import ROOT, Fault

FIRST = 4
"""So many test files, by the words in them, before whole folders."""
OF_KIND = {
    "route": ("tests/house/test_routes.py", "tests/house/test_gate.py"),
    "move": ("tests/house/test_moves_are_the_rules.py", "tests/house/test_sets_of_states.py"),
    "audit": ("tests/house/test_events.py",),
    "mark": ("tests/sending", "tests/house/test_forms_act_once.py"),
    "constraint": ("tests/house/test_migrations.py", "tests/house/test_constraints.py"),
    "reader": ("tests/intake/test_known_headings.py",),
    "visible": ("tests/house/test_isolation.py",),
}
BESIDE = {
    "tracker/plan": ("tests/oracles", "tests/lifecycle"),
    "tracker/deadlines": ("tests/plan", "tests/assign", "tests/oracles"),
    "tracker/standing": ("tests/reports", "tests/oracles"),
    "tracker/notices": ("tests/desk",),
    "tracker/sending": ("tests/house",),
}
OWN_FIRST = {"route", "move", "constraint"}
CODE = re.compile(r"\"([a-z_]+\.[a-z_]+)\"")
"""What an act is called in the audit log."""
LAST = ("tests/lifecycle", "tests/stories", "tests/house")
NOT_ASKED = {"browser", "bench", "faults", "backup", "serving", "vendor", "demo"}


@cache
def _texts() -> dict[str, str]:
    """The test files of all folders that are asked."""
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    names = (path.relative_to(ROOT) for path in paths)
    return {
        str(name): (ROOT / name).read_text("utf-8")
        for name in names
        if name.parts[1] not in NOT_ASKED
    }


def stages(fault: Fault) -> list[list[str]]:
    """Return what is run one after the other: few files, the folder beside, the pieces of all."""
    mirror = f"tests/{fault.path.split('/')[1].removesuffix('.py')}"
    own = list(OF_KIND.get(fault.kind, ()))
    near = list(_likeliest(fault, mirror))[:FIRST]
    beside = [
        folder
        for begins, more in BESIDE.items()
        if fault.path.startswith(begins)
        for folder in more
    ]
    rest = [mirror, *beside] if (ROOT / mirror).is_dir() else beside
    first = fault.kind in OWN_FIRST or fault.path.startswith("tracker/sending/")
    likely = [*own, *near] if first else [*near, *own]
    return [one for one in (likely, rest, list(LAST)) if one]


def _likeliest(fault: Fault, mirror: str) -> Iterator[str]:
    """Yield the test files that name what is hurt, those that name most of it first."""
    path = Path(fault.path)
    words = {path.stem: 3, fault.within.strip("_"): 8, **dict.fromkeys(_words(fault.was), 1)}
    words |= dict.fromkeys(CODE.findall(fault.was), 40)
    points = {}
    for name, text in _texts().items():
        said = sum(
            weight * min(3, len(re.findall(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text)))
            for word, weight in words.items()
            if word and word in text
        )
        points[name] = said + (12 if name.startswith(f"{mirror}/") else 0)
    best = sorted(points, key=lambda name: (-points[name], name))
    return (name for name in best if points[name] > 0)


def _words(said: str) -> list[str]:
    """Names and Chinese words of what stood there."""
    return re.findall(r"[A-Z][A-Z_]{3,}|[a-z_]{5,}|[一-鿿]{2,}", said)[:8]
