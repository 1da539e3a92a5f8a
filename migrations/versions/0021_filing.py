"""what the committee decided about a proposal; states of those that it did not file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

STATES = ('registered', 'assign_pending', 'assigned', 'handling', 'replied', 'closed', 'withdrawn', 'handed_out', 'void')
FRESH_STATES = (
    'submitted', 'registered', 'assign_pending', 'assigned', 'handling', 'replied', 'closed', 'not_filed', 'turned',
    'merged', 'withdrawn', 'handed_out', 'void',
)
DATES = (
    'sign', 'return', 'contact', 'assist', 'reply', 'assign', 'return_decide', 'extension_decide', 'feedback',
    'remind', 'lapse', 'correct', 'deliver', 'confirm', 'decide', 'close', 'verify', 'check_point', 'visit',
    'promise',
)
FRESH_DATES = (*DATES[:DATES.index('check_point')], 'file', *DATES[DATES.index('check_point'):])
DUTIES = (
    'propose', 'approve', 'sign', 'return_confirm', 'return_decide', 'extension_confirm', 'extension_decide',
    'contact', 'opinion', 'opinion_sign', 'opinion_decide', 'reply', 'sign_off', 'check', 'issue', 'deliver', 'rate',
    'confirm', 'decide', 'close', 'promise', 'check_point', 'verify', 'visit',
)
CHECKS = (
    ('case_record', 'state', 'casestate', STATES, FRESH_STATES),
    ('case_standing', 'state', 'casestate', STATES, FRESH_STATES),
    ('deadline', 'kind', 'deadlinekind', DATES, FRESH_DATES),
    ('duty', 'kind', 'dutykind', DUTIES, ('file', *DUTIES)),
)
IN_FORCE = "outcome <> 'sent_back' AND taken_back_at IS NULL"
PARTIAL = {
    'case_record': (
        ('uq_case_record_identity', ['session_id', 'level', 'period', 'number_key'], True,
         "state <> 'void' AND number_key <> ''", "state <> 'void' AND number_key <> ''"),
        ('ix_case_record_key', ['id', 'state'], False, 'key_item = 1', 'key_item'),
    ),
}


def _one_of(column: str, values: tuple[str, ...]) -> str:
    """Return the check that a column holds one of some values."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _known(fresh: bool) -> None:
    """Let states, dates and duties be of these kinds; indexes with a condition are made anew."""
    for table, column, name, before, after in CHECKS:
        for index in PARTIAL.get(table, ()):
            op.drop_index(index[0], table_name=table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
            batch_op.create_check_constraint(
                op.f(f'ck_{table}_{name}'), _one_of(column, after if fresh else before)
            )
        for index, columns, unique, sqlite, postgresql in PARTIAL.get(table, ()):
            op.create_index(index, table, columns, unique=unique, sqlite_where=sa.text(sqlite),
                            postgresql_where=sa.text(postgresql))


def upgrade() -> None:
    """Bring the tables one step up; the proposals that are here were filed before they came."""
    _known(True)
    op.create_table(
        'filing',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('case_id', sa.Integer(), nullable=False, comment='提案'),
        sa.Column('outcome', sa.Enum('filed', 'not_filed', 'turned', 'merged', 'sent_back', name='filingoutcome',
                                     native_enum=False, create_constraint=True, length=32),
                  nullable=False, comment='审查意见'),
        sa.Column('decided_on', sa.Date(), nullable=False, comment='决定日期'),
        sa.Column('document', sa.String(length=60), nullable=False, comment='文号或文件名称'),
        sa.Column('reason', sa.Text(), nullable=False, comment='理由'),
        sa.Column('passed_to', sa.String(length=80), nullable=False, comment='转送何处参阅'),
        sa.Column('leading_id', sa.Integer(), nullable=True, comment='并入哪件提案'),
        sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False, comment='登记时刻'),
        sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True, comment='撤销时刻'),
        sa.CheckConstraint("(outcome = 'merged') = (leading_id IS NOT NULL)", name=op.f('ck_filing_leading')),
        sa.CheckConstraint('leading_id IS NULL OR leading_id <> case_id', name=op.f('ck_filing_another')),
        sa.CheckConstraint("outcome IN ('filed', 'merged') OR reason <> ''", name=op.f('ck_filing_reason')),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_filing_case_id')),
        sa.ForeignKeyConstraint(['leading_id'], ['case_record.id'], name=op.f('fk_filing_leading_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_filing')),
        comment='提案的立案决定',
    )
    op.create_index('ix_filing_case_id', 'filing', ['case_id'], unique=False)
    op.create_index('ix_filing_leading_id', 'filing', ['leading_id'], unique=False)
    op.create_index('uq_filing_in_force', 'filing', ['case_id'], unique=True, sqlite_where=sa.text(IN_FORCE),
                    postgresql_where=sa.text(IN_FORCE))


def _told_as_before() -> None:
    """Let the history say what the earlier program can read; it is never changed but here."""
    sqlite = op.get_bind().dialect.name == 'sqlite'
    op.execute('DROP TRIGGER history_entry_keeps_update' + ('' if sqlite else ' ON history_entry'))
    for column in ('old_state', 'new_state'):
        told = f"UPDATE history_entry SET {column} = '{{}}' WHERE subject_type = 'case_record' AND {column} IN ({{}})"
        op.execute(told.format('handed_out', "'not_filed', 'turned', 'merged'"))
        op.execute(told.format('registered', "'submitted'"))
    abort = "BEGIN SELECT RAISE(ABORT, 'history_entry is never changed'); END"
    op.execute('CREATE TRIGGER history_entry_keeps_update BEFORE UPDATE ON history_entry FOR EACH ROW '
               + (abort if sqlite else 'EXECUTE FUNCTION refuse_change()'))


def downgrade() -> None:
    """Take the step back: what was not filed is handed out, what waits for it is registered."""
    op.drop_table('filing')
    op.execute("DELETE FROM duty WHERE kind = 'file'")
    op.execute("DELETE FROM deadline WHERE kind = 'file'")
    for table in ('case_record', 'case_standing'):
        op.execute(f"UPDATE {table} SET state = 'handed_out' WHERE state IN ('not_filed', 'turned', 'merged')")
        op.execute(f"UPDATE {table} SET state = 'registered' WHERE state = 'submitted'")
    _told_as_before()
    _known(False)
