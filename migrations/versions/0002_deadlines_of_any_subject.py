"""deadlines of any subject: not of an assignment alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

BEFORE = ('sign', 'return', 'contact', 'assist', 'reply')
KINDS = (
    *BEFORE, 'assign', 'return_decide', 'feedback', 'remind', 'lapse', 'correct', 'deliver',
    'confirm', 'decide', 'close', 'verify', 'check_point', 'visit',
)
SAME = (
    'id, kind, due_on, rule, value, unit, event, event_on, source, provisional, reason, set_on,'
    ' set_at, superseded_at'
)


def _kind(values: tuple[str, ...]) -> sa.Enum:
    """Return the type of the kind."""
    return sa.Enum(*values, name='deadlinekind', native_enum=False, create_constraint=True, length=32)


def _shared() -> list[sa.Column]:
    """Return the columns that both versions have."""
    return [
        sa.Column('due_on', sa.Date(), nullable=False, comment='到期日'),
        sa.Column('rule', sa.String(length=60), nullable=False, comment='规则'),
        sa.Column('value', sa.Integer(), nullable=False, comment='数值'),
        sa.Column('unit', sa.Enum('months', 'workdays', 'days', name='limitunit', native_enum=False, create_constraint=True, length=32), nullable=False, comment='单位'),
        sa.Column('event', sa.String(length=40), nullable=False, comment='起算事项'),
        sa.Column('event_on', sa.Date(), nullable=False, comment='起算日'),
        sa.Column('source', sa.String(length=200), nullable=False, comment='依据'),
        sa.Column('provisional', sa.Boolean(), nullable=False, comment='是否暂定'),
        sa.Column('reason', sa.Text(), nullable=False, comment='改期理由'),
        sa.Column('set_on', sa.Date(), nullable=False, comment='设定日期（改期的批准日期）'),
        sa.Column('set_at', sa.DateTime(timezone=True), nullable=False, comment='设定时刻'),
        sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True, comment='被替代时刻'),
    ]


def _put_aside() -> None:
    """Keep the rows beside while the table is made anew."""
    op.execute('CREATE TABLE deadline_kept AS SELECT * FROM deadline')
    op.drop_table('deadline')


def _bring_back(columns: str, chosen: str) -> None:
    """Put the rows into the new table; PostgreSQL goes on counting after the last of them."""
    op.execute(f'INSERT INTO deadline ({columns}) SELECT {chosen}')
    op.drop_table('deadline_kept')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            "SELECT setval(pg_get_serial_sequence('deadline', 'id'),"
            ' greatest(1, (SELECT coalesce(max(id), 0) FROM deadline)),'
            ' EXISTS (SELECT 1 FROM deadline))'
        )


def upgrade() -> None:
    _put_aside()
    op.create_table('deadline',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
        sa.Column('subject_type', sa.String(length=40), nullable=False, comment='对象类型'),
        sa.Column('subject_id', sa.Integer(), nullable=False, comment='对象编号'),
        sa.Column('kind', _kind(KINDS), nullable=False, comment='期限种类'),
        sa.Column('ordinal', sa.Integer(), nullable=False, comment='第几轮、第几次或年份'),
        sa.Column('own', sa.Boolean(), nullable=False, comment='政府办自定的期限'),
        *_shared(),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_deadline_case_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline')),
        comment='期限',
    )
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadline_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deadline_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_deadline_subject', ['subject_type', 'subject_id'], unique=False)
        batch_op.create_index('uq_deadline_in_force', ['subject_type', 'subject_id', 'kind', 'ordinal'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    kept = ', '.join(f'k.{name.strip()}' for name in SAME.split(','))
    false = sa.false().compile(dialect=op.get_bind().dialect)
    _bring_back(
        f'case_id, subject_type, subject_id, ordinal, own, {SAME}',
        f"a.case_id, 'assignment', k.assignment_id, k.round, {false}, {kept}"
        ' FROM deadline_kept k JOIN assignment a ON a.id = k.assignment_id',
    )


def downgrade() -> None:
    _put_aside()
    op.create_table('deadline',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('assignment_id', sa.Integer(), nullable=False, comment='交办'),
        sa.Column('kind', _kind(BEFORE), nullable=False, comment='期限种类'),
        sa.Column('round', sa.Integer(), nullable=False, comment='第几轮'),
        *_shared(),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_deadline_assignment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_deadline')),
        comment='期限',
    )
    with op.batch_alter_table('deadline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deadline_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deadline_due_on'), ['due_on'], unique=False)
        batch_op.create_index('uq_deadline_in_force', ['assignment_id', 'kind', 'round'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    _bring_back(
        f'assignment_id, round, {SAME}',
        f"subject_id, ordinal, {SAME} FROM deadline_kept WHERE subject_type = 'assignment'",
    )
