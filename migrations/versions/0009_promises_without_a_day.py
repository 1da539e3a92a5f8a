"""promises without a day: asked after at the end of each quarter by the office's own limit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KINDS = [
    'sign', 'return', 'contact', 'assist', 'reply', 'assign', 'return_decide', 'feedback', 'remind', 'lapse', 'correct',
    'deliver', 'confirm', 'decide', 'close', 'verify', 'check_point', 'visit',
]
UNITS = ['months', 'workdays', 'days']
ASKED = "subject_type = 'commitment' AND kind = 'promise'"


def _one_of(column: str, values: list[str]) -> str:
    """Return the check that a column holds one of some values."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _known(kinds: list[str], units: list[str]) -> None:
    """Let a date be of these kinds and counted in these units."""
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_deadline_deadlinekind'), type_='check')
        batch_op.drop_constraint(op.f('ck_deadline_limitunit'), type_='check')
        batch_op.create_check_constraint(op.f('ck_deadline_deadlinekind'), _one_of('kind', kinds))
        batch_op.create_check_constraint(op.f('ck_deadline_limitunit'), _one_of('unit', units))


def _promised(nullable: bool, before: str, after: str) -> None:
    """Let a promise have no day, or not."""
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.alter_column('due_on', existing_type=sa.Date(), existing_nullable=not nullable, nullable=nullable,
                              existing_comment=before, comment=after)


def upgrade() -> None:
    """Bring the tables one step up."""
    _known([*KINDS, 'promise'], [*UNITS, 'quarters'])
    _promised(True, '承诺完成日期', '承诺完成日期，空为未写明')


def downgrade() -> None:
    """Take the step back: what has no day gets the one on which it would have been asked after."""
    op.execute(
        'UPDATE commitment SET due_on = coalesce((SELECT max(d.due_on) FROM deadline d'
        f' WHERE d.subject_id = commitment.id AND d.{ASKED.replace("AND ", "AND d.")}), opened_on) WHERE due_on IS NULL'
    )
    op.execute(f'UPDATE duty SET deadline_id = NULL WHERE deadline_id IN (SELECT id FROM deadline WHERE {ASKED})')
    op.execute(f'DELETE FROM deadline WHERE {ASKED}')
    _promised(False, '承诺完成日期，空为未写明', '承诺完成日期')
    _known(KINDS, UNITS)
