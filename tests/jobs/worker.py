"""A jobs process that runs the daily job for each date on its input, and says when it has."""

from __future__ import annotations

import sys
from datetime import date

from tracker import create_app, jobs
from tracker.kernel import clock


def main() -> None:
    """Run the days; the settings come from the environment as in the real process."""
    app = create_app()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        day = date.fromisoformat(line.strip())
        with app.app_context(), clock.moved_to(clock.at(day, 6)):
            jobs.daily()
        sys.stdout.write(f"{day}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
