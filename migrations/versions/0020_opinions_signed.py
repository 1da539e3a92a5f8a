"""assisting opinions: signed by the unit's leader, with number and day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

DUTIES = (
    'propose', 'approve', 'sign', 'return_confirm', 'return_decide', 'extension_confirm',
    'extension_decide', 'contact', 'opinion', 'opinion_decide', 'reply', 'sign_off', 'check', 'issue',
    'deliver', 'rate', 'confirm', 'decide', 'close', 'promise', 'check_point', 'verify', 'visit',
)
STATES = ('submitted', 'sent_back', 'accepted', 'recalled')
SIGNED = "state NOT IN ('submitted', 'accepted') OR signed_on IS NOT NULL"


def _one_of(column: str, values: tuple[str, ...]) -> str:
    """Return the condition that a column holds one of the values."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _held(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these values."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), _one_of(column, values))


def upgrade() -> None:
    """Bring the tables one step up: what was sent to a host stands as given on its day."""
    place = DUTIES.index('opinion') + 1
    _held('duty', 'dutykind', 'kind', (*DUTIES[:place], 'opinion_sign', *DUTIES[place:]))
    _held('opinion', 'opinionstate', 'state', ('signing', *STATES))
    with op.batch_alter_table('opinion', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signed_by', sa.Integer(), nullable=True, comment='签发人'))
        batch_op.add_column(sa.Column('signed_on', sa.Date(), nullable=True, comment='签发日期'))
        batch_op.add_column(sa.Column('number', sa.String(length=80), nullable=False, server_default='',
                                      comment='文号'))
        batch_op.create_foreign_key(op.f('fk_opinion_signed_by'), 'account', ['signed_by'], ['id'])
    op.execute('UPDATE opinion SET signed_on = submitted_on')
    with op.batch_alter_table('opinion', schema=None) as batch_op:
        batch_op.alter_column('number', existing_type=sa.String(length=80), existing_nullable=False,
                              server_default=None, existing_comment='文号')
        batch_op.create_check_constraint(op.f('ck_opinion_signed'), SIGNED)


def downgrade() -> None:
    """Take the step back: what was not signed had not been given, and goes."""
    op.execute("UPDATE duty SET kind = 'opinion', party = 'unit' WHERE kind = 'opinion_sign'")
    op.execute('DELETE FROM opinion WHERE signed_on IS NULL')
    with op.batch_alter_table('opinion', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_opinion_signed'), type_='check')
        batch_op.drop_constraint(op.f('fk_opinion_signed_by'), type_='foreignkey')
        batch_op.drop_column('number')
        batch_op.drop_column('signed_on')
        batch_op.drop_column('signed_by')
    _held('opinion', 'opinionstate', 'state', STATES)
    _held('duty', 'dutykind', 'kind', DUTIES)
