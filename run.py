"""Start: `python run.py [web|jobs]` for development, `run:app` for a WSGI server.

Without a word the web server runs with the jobs process beside it.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from flask_migrate import upgrade

from config import ConfigError, from_environment
from tracker import create_app
from tracker import jobs as scheduled
from tracker.demo.build import build_if_empty
from tracker.kernel.schema import check_schema

try:
    app = create_app()
except ConfigError as error:
    sys.exit(str(error))

HOST, PORT = "127.0.0.1", 8000


def web() -> None:
    """Serve the pages."""
    sys.stdout.write(f"建议提案办理跟踪系统：http://{HOST}:{PORT}/\n")
    sys.stdout.flush()
    app.run(HOST, PORT, use_reloader=False, threaded=True)


def jobs() -> None:
    """Run the scheduled jobs."""
    scheduled.serve(app)


def both() -> None:
    """Bring the database up to date, make the demonstration where asked, run both processes."""
    for name, value in from_environment().masked().items():
        app.logger.info("%s = %s", name, value)
    with app.app_context():
        upgrade()
        if app.config["TRACKER"].demo:
            build_if_empty()
    beside = subprocess.Popen([sys.executable, str(Path(__file__)), "jobs"])  # noqa: S603
    try:
        web()
    finally:
        beside.terminate()


def main() -> None:
    """Start what the first word on the command line names."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    word = sys.argv[1] if len(sys.argv) > 1 else "both"
    roads = {"web": web, "jobs": jobs, "both": both}
    if word not in roads:
        sys.exit("用法：python run.py [web|jobs]")
    if word != "both":
        sentence = check_schema(app)
        if sentence:
            sys.exit(sentence)
    roads[word]()


if __name__ == "__main__":
    main()
