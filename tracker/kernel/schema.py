"""Whether the database has the schema that the program was written for."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.engine import Connection

from tracker.kernel.db import db

UPGRADE = ".venv/bin/flask --app run db upgrade"


def check_schema(app: Flask) -> str | None:
    """Return what to do where the schema is another, None where it fits."""
    wanted = _scripts(app).get_current_head()
    with app.app_context():
        found = revision()
    if found == wanted:
        return None
    return (
        f"数据库结构是 {found or '空的'}，程序需要 {wanted}。"
        f"请停止系统后运行（会先自动备份）：{UPGRADE}"
    )


def revision(within: Connection | None = None) -> str | None:
    """Return the schema of the database, or as it stands within a transaction; None for none."""
    if within is not None:
        return MigrationContext.configure(within).get_current_revision()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_known(app: Flask, name: str) -> bool:
    """Whether the program's migrations know a schema."""
    return name in {script.revision for script in _scripts(app).walk_revisions()}


def _scripts(app: Flask) -> ScriptDirectory:
    return ScriptDirectory(str(app.extensions["migrate"].directory))
