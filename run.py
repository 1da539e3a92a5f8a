"""Start: `python run.py [web|jobs]` for development, `run:app` for a WSGI server.

Without a word the web server runs with the jobs process beside it. A server is refused on a wrong
schema; the commands each ask for themselves, since one of them mends it.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import click
from flask import Flask

from config import ConfigError, from_environment
from tracker import create_app
from tracker import jobs as scheduled
from tracker.audit import keys
from tracker.backup import aside
from tracker.backup.schema_commands import bring_up
from tracker.demo.build import build_if_empty
from tracker.kernel.schema import check_schema

HOST, PORT = "127.0.0.1", 8000
QUIET = ("apscheduler", "alembic")  # a line for each run would bury what a person looks for


def _is_served() -> bool:
    """Whether somebody serves the pages: a WSGI server or `flask run`, no other command."""
    command = click.get_current_context(silent=True)
    if command is not None and os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        return command.info_name == "run"
    return __name__ != "__main__"


SERVED = _is_served()


def _why_not(made: Flask) -> str | None:
    """Return why nothing may be served from this place yet, and what to do."""
    with made.app_context():
        return aside.unfinished() or check_schema(made) or keys.fault()


def _made() -> Flask:
    """Return the application; a WSGI server gets it only on its schema and with its key."""
    made = create_app()
    sentence = _why_not(made) if SERVED else None
    if sentence:
        raise ConfigError(sentence)
    return made


try:
    app = _made()
except ConfigError as error:
    if SERVED:
        raise  # gunicorn gives up on an error, but would start a worker anew after an exit
    sys.exit(str(error))


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
        bring_up()
        if sentence := _why_not(app):
            sys.exit(sentence)
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
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    word = sys.argv[1] if len(sys.argv) > 1 else "both"
    roads = {"web": web, "jobs": jobs, "both": both}
    if word not in roads:
        sys.exit("用法：python run.py [web|jobs]")
    if word != "both":
        sentence = _why_not(app)
        if sentence:
            sys.exit(sentence)
    roads[word]()


if __name__ == "__main__":
    main()
