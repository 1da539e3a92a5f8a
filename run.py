"""Start: `python run.py [web|jobs]`, or gunicorn on `run:app` by a service manager.

Without a word the web server runs with the jobs process beside it. A server is refused on a wrong
schema; the commands each ask for themselves, since one of them mends it. Whoever serves the pages,
it is gunicorn with `tracker/serving/settings.py`.
"""

from __future__ import annotations

import logging
import os
import sys

if sys.platform == "win32":  # neither gunicorn nor the locks of a backup are there
    sys.exit("本系统不能直接在 Windows 上运行。请用 Linux，或在 Windows 的 WSL 2 中运行。")

import click
from flask import Flask

from config import ConfigError, from_environment
from tracker import create_app
from tracker import jobs as scheduled
from tracker.audit import keys
from tracker.backup import aside
from tracker.backup.schema_commands import bring_up
from tracker.demo.build import build_if_empty
from tracker.kernel.db import db
from tracker.kernel.schema import check_schema
from tracker.serving import processes

QUIET = ("apscheduler", "alembic")  # a line for each run would bury what a person looks for


def _is_served() -> bool:
    """Whether somebody serves the pages: a WSGI server or `flask run`, no other command."""
    command = click.get_current_context(silent=True)
    if command is not None and os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        return command.info_name == "run"
    return __name__ != "__main__"


SERVED = _is_served()


def _why_not(made: Flask) -> str | None:
    """Return why nothing may be served from this place yet, and what to do.

    No connection is left open: gunicorn makes its workers of the process that asked.
    """
    with made.app_context():
        try:
            return aside.unfinished() or check_schema(made) or keys.fault()
        finally:
            db.session.remove()
            db.engine.dispose()


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
    """Serve the pages: become gunicorn."""
    processes.replace_by(processes.WEB)


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
    sys.exit(processes.run_beside((processes.WEB, processes.JOBS)))


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
