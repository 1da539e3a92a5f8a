"""Draw faults, put them in, see who notices: `python -m tests.faults draw|run`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from random import Random

from tests.faults.drawing import KINDS, SEED, draw
from tests.faults.running import SECONDS, Told, copy, noticed
from tests.faults.source import Fault


def main(given: list[str]) -> int:
    """Do what is asked; 1 where a fault stayed unnoticed."""
    asked = _asked(given)
    faults = list(enumerate(draw(asked.seed), 1))
    if asked.only:
        wanted = set(asked.only.split(","))
        faults = [one for one in faults if {str(one[0]), one[1].kind} & wanted]
    if asked.sample:
        faults = sorted(Random(asked.seed).sample(faults, asked.sample))
    if asked.do == "draw":
        for number, fault in faults:
            say(f"{number:3} {line(fault)}")
        return 0
    return run(faults, asked.seconds)


def _asked(given: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    reader.add_argument("do", choices=("draw", "run"))
    reader.add_argument("--seed", type=int, default=SEED)
    reader.add_argument("--only", default="", help="numbers or kinds, with commas between")
    reader.add_argument("--sample", type=int, default=0, help="so many of them")
    reader.add_argument("--seconds", type=int, default=SECONDS, help="for each fault")
    return reader.parse_args(given)


def run(faults: list[tuple[int, Fault]], seconds: int) -> int:
    """Put each fault in, say what noticed it, and the sums at the end."""
    told: list[Told] = []
    with copy() as checkout:
        for number, fault in faults:
            one = noticed(fault, checkout, seconds)
            told.append(one)
            said = "red  " if one.test else "GREEN" if one.in_time else "LATE "
            say(f"{number:3} {said} {one.seconds:5.0f} s {line(fault)}")
            if one.test:
                say(f"          {one.test}")
    for row in summary(told):
        say(row)
    return int(not all(one.test for one in told))


def line(fault: Fault) -> str:
    """Return a fault in one line."""
    said = (
        f"{fault.kind:10} {fault.path}:{fault.line} {fault.within}: {fault.was} -> {fault.becomes}"
    )
    return " ".join(said.split())


def summary(told: list[Told]) -> list[str]:
    """Return for each kind how many were tried and how many noticed."""
    tried = Counter(one.fault.kind for one in told)
    red = Counter(one.fault.kind for one in told if one.test)
    rows = [f"{kind:12}{tried[kind]:5}{red[kind]:5}" for kind in KINDS if tried[kind]]
    return [*rows, f"{'all':12}{tried.total():5}{red.total():5}"]


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
