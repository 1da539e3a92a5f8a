"""How Alembic runs here: on the application's engine, all steps in one transaction.

Who hands over a connection (`db upgrade` does) has begun that transaction and ends it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from tracker.kernel.db import db
from tracker.kernel.rebuilding import rebuilding

for _models in sorted(Path(current_app.root_path).glob("*/models.py")):
    import_module(f"tracker.{_models.parent.name}.models")


def next_number(migration: Any, _revision: Any, directives: list[Any]) -> None:
    """Number a new migration 0001, 0002 … and make none where nothing changed."""
    if not directives:
        return
    script = directives[0]
    asked_to_compare = getattr(context.config.cmd_opts, "autogenerate", False)
    if asked_to_compare and script.upgrade_ops.is_empty():
        directives.clear()
        return
    head = migration.script.get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04d}"


def render(kind: str, subject: Any, autogen: Any) -> str | bool:
    """Write the project's own column types as plain ones; a migration outlives the code."""
    if kind == "type" and type(subject).__module__.startswith("tracker."):
        return f"sa.{subject.impl!r}"
    return False


def run(connection: Connection) -> None:
    """Run the steps that were asked for."""
    options = dict(current_app.extensions["migrate"].configure_args)
    options.setdefault("process_revision_directives", next_number)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        transactional_ddl=True,
        render_item=render,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()


shared = context.config.attributes.get("connection")
if shared is not None:
    run(shared)
else:
    with rebuilding() as found:
        run(found)
