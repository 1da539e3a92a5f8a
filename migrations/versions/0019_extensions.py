"""extensions: asked for by the unit, once a round; which reply date is one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

DATES = (
    'sign', 'return', 'contact', 'assist', 'reply', 'assign', 'return_decide', 'feedback', 'remind',
    'lapse', 'correct', 'deliver', 'confirm', 'decide', 'close', 'verify', 'check_point', 'visit',
    'promise',
)
DUTIES = (
    'propose', 'approve', 'sign', 'return_confirm', 'return_decide', 'contact', 'opinion',
    'opinion_decide', 'reply', 'sign_off', 'check', 'issue', 'deliver', 'rate', 'confirm', 'decide',
    'close', 'promise', 'check_point', 'verify', 'visit',
)
STATES = ('asked', 'confirmed', 'granted', 'refused', 'recalled')
OPEN = sa.text("state IN ('asked', 'confirmed')")
GRANTED = sa.text("state = 'granted'")
# a date that the office set counts from the last that was counted, or from the first of all
LATER = """
UPDATE deadline SET extends = {true} WHERE kind = 'reply' AND rule = 'office.set'
 AND due_on > coalesce(
  (SELECT b.due_on FROM deadline b WHERE b.subject_type = deadline.subject_type
    AND b.subject_id = deadline.subject_id AND b.kind = 'reply' AND b.ordinal = deadline.ordinal
    AND b.rule <> 'office.set' AND b.id < deadline.id ORDER BY b.id DESC LIMIT 1),
  (SELECT b.due_on FROM deadline b WHERE b.subject_type = deadline.subject_type
    AND b.subject_id = deadline.subject_id AND b.kind = 'reply' AND b.ordinal = deadline.ordinal
    ORDER BY b.id LIMIT 1))
"""


def _after(kinds: tuple[str, ...], before: str, *fresh: str) -> tuple[str, ...]:
    """Return kinds with others after one of them."""
    place = kinds.index(before) + 1
    return (*kinds[:place], *fresh, *kinds[place:])


def _one_of(column: str, values: tuple[str, ...]) -> str:
    """Return the condition that a column holds one of the values."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _kinds(dates: tuple[str, ...], duties: tuple[str, ...]) -> None:
    """Let dates and duties be of these kinds."""
    for table, name, values in (('deadline', 'deadlinekind', dates), ('duty', 'dutykind', duties)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
            batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), _one_of('kind', values))


def _requests() -> None:
    """Make the table of requests."""
    op.create_table(
        'extension_request',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('assignment_id', sa.Integer(), nullable=False, comment='交办'),
        sa.Column('round', sa.Integer(), nullable=False, comment='第几轮'),
        sa.Column('state', sa.Enum(*STATES, name='extensionstate', native_enum=False,
                                   create_constraint=True, length=32), nullable=False, comment='状态'),
        sa.Column('reason', sa.Text(), nullable=False, comment='理由'),
        sa.Column('due_on', sa.Date(), nullable=False, comment='申请延至'),
        sa.Column('note', sa.Text(), nullable=False, comment='办理情况说明'),
        sa.Column('requested_on', sa.Date(), nullable=False, comment='申请日期'),
        sa.Column('requested_by', sa.Integer(), nullable=False, comment='申请人'),
        sa.Column('confirmed_by', sa.Integer(), nullable=True, comment='单位领导'),
        sa.Column('decided_by', sa.Integer(), nullable=True, comment='决定人'),
        sa.Column('decided_on', sa.Date(), nullable=True, comment='决定日期'),
        sa.Column('decision', sa.Text(), nullable=False, comment='决定理由'),
        sa.Column('on_behalf', sa.Boolean(), nullable=False, comment='代录'),
        sa.Column('scan_id', sa.Integer(), nullable=True, comment='扫描件'),
        sa.CheckConstraint('NOT on_behalf OR scan_id IS NOT NULL', name=op.f('ck_extension_request_paper')),
        sa.CheckConstraint("state NOT IN ('granted', 'refused') OR (decided_on IS NOT NULL AND decision <> '')",
                           name=op.f('ck_extension_request_decided')),
        sa.CheckConstraint('due_on > requested_on', name=op.f('ck_extension_request_later')),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_extension_request_assignment_id')),
        sa.ForeignKeyConstraint(['requested_by'], ['account.id'], name=op.f('fk_extension_request_requested_by')),
        sa.ForeignKeyConstraint(['confirmed_by'], ['account.id'], name=op.f('fk_extension_request_confirmed_by')),
        sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_extension_request_decided_by')),
        sa.ForeignKeyConstraint(['scan_id'], ['stored_file.id'], name=op.f('fk_extension_request_scan_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_extension_request')),
        comment='延期申请',
    )
    with op.batch_alter_table('extension_request', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_extension_request_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index('uq_extension_request_open', ['assignment_id'], unique=True,
                              sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.create_index('uq_extension_request_granted', ['assignment_id', 'round'], unique=True,
                              sqlite_where=GRANTED, postgresql_where=GRANTED)


def upgrade() -> None:
    """Bring the tables one step up: a reply date that was moved to a later one is an extension."""
    asked = ('extension_confirm', 'extension_decide')
    _kinds(_after(DATES, 'return_decide', asked[1]), _after(DUTIES, 'return_decide', *asked))
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.add_column(sa.Column('extends', sa.Boolean(), nullable=False, server_default=sa.false(),
                                      comment='延期'))
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.alter_column('extends', existing_type=sa.Boolean(), existing_nullable=False,
                              server_default=None, existing_comment='延期')
    op.execute(LATER.format(true='1' if op.get_bind().dialect.name == 'sqlite' else 'true'))
    _requests()


def downgrade() -> None:
    """Take the step back: requests go, the dates that were granted stay."""
    op.drop_table('extension_request')
    op.execute("DELETE FROM duty WHERE kind IN ('extension_confirm', 'extension_decide')")
    op.execute("DELETE FROM deadline WHERE kind = 'extension_decide'")
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.drop_column('extends')
    _kinds(DATES, DUTIES)
