"""short runs: how far a day's job is, under which day it ran; messages about many cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

KEY = ['subject_type', 'subject_id', 'kind', 'due_day', 'recipient']
ONCE = 'uq_reminder_subject_type_subject_id_kind_due_day_recipient'
IN_FORCE = sa.text('voided_at IS NULL')
LOCAL_DAY = {
    'sqlite': "date(made_at, '+8 hours')",
    'postgresql': "(made_at AT TIME ZONE 'Asia/Shanghai')::date",
}


def _put_aside() -> None:
    """Keep the runs beside while their table is made anew: its key is another one."""
    op.execute('CREATE TABLE daily_run_kept AS SELECT * FROM daily_run')
    op.drop_table('daily_run')


def upgrade() -> None:
    """Bring the tables one step up."""
    _put_aside()
    op.create_table('daily_run',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('day', sa.Date(), nullable=False, comment='按哪一天运行'),
        sa.Column('state', sa.Enum('begun', 'done', name='runstate', native_enum=False, create_constraint=True, length=32), nullable=False, comment='情况'),
        sa.Column('began_at', sa.DateTime(timezone=True), nullable=False, comment='开始时刻'),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True, comment='完成时刻'),
        sa.Column('looked_at', sa.Integer(), nullable=False, comment='查看件数'),
        sa.Column('made', sa.Integer(), nullable=False, comment='提醒条数'),
        sa.Column('lapsed', sa.Integer(), nullable=False, comment='记为未反馈件数'),
        sa.Column('failed', sa.Integer(), nullable=False, comment='没有办成、待再试的件数'),
        sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True, comment='作废时刻'),
        sa.CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name=op.f('ck_daily_run_done')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_daily_run')),
        comment='每日任务记录',
    )
    op.create_index('uq_daily_run_day', 'daily_run', ['day'], unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE)
    op.execute(
        'INSERT INTO daily_run (day, state, began_at, done_at, looked_at, made, lapsed, failed)'
        " SELECT k.day, 'done', k.done_at, k.done_at, k.looked_at, k.made,"
        ' (SELECT count(*) FROM rating WHERE rating.lapsed_on = k.day), 0'
        ' FROM daily_run_kept k ORDER BY k.day'
    )
    op.drop_table('daily_run_kept')

    op.create_table('date_confirmation',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('day', sa.Date(), nullable=False, comment='核对的日期'),
        sa.Column('last_day', sa.Date(), nullable=False, comment='此前最后一次运行的日期'),
        sa.Column('confirmed_by', sa.Integer(), nullable=True, comment='核对人账号，空为在服务器上核对'),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False, comment='核对时刻'),
        sa.ForeignKeyConstraint(['confirmed_by'], ['account.id'], name=op.f('fk_date_confirmation_confirmed_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_date_confirmation')),
        comment='日期核对',
    )

    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ran_on', sa.Date(), nullable=True, comment='按哪一天运行'))
        batch_op.add_column(sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True, comment='作废时刻'))
        batch_op.drop_constraint(ONCE, type_='unique')
    op.execute(f'UPDATE reminder SET ran_on = {LOCAL_DAY[op.get_bind().dialect.name]}')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.alter_column('ran_on', existing_type=sa.Date(), existing_comment='按哪一天运行', nullable=False)
        batch_op.create_index(batch_op.f('ix_reminder_ran_on'), ['ran_on'], unique=False)
        batch_op.create_index('uq_reminder_once', KEY, unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE)

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gathers', sa.String(length=40), nullable=True, comment='汇总哪一次运行或变动的消息，空为单独的消息'))
        batch_op.create_index(batch_op.f('ix_notice_gathers'), ['gathers'], unique=False)
    op.create_table('notice_line',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('notice_id', sa.Integer(), nullable=False, comment='消息'),
        sa.Column('case_id', sa.Integer(), nullable=True, comment='件'),
        sa.Column('sentence', sa.Text(), nullable=False, comment='内容'),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_notice_line_case_id')),
        sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_line_notice_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_line')),
        comment='消息中的一件',
    )
    with op.batch_alter_table('notice_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_line_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_line_notice_id'), ['notice_id'], unique=False)


def downgrade() -> None:
    """Take the step back; what is void has no place before it, and a list becomes its lines."""
    op.execute(
        'INSERT INTO notice (account_id, case_id, sentence, created_at, sent_at, read_at)'
        ' SELECT n.account_id, l.case_id, l.sentence, n.created_at, n.sent_at, n.read_at'
        ' FROM notice_line l JOIN notice n ON n.id = l.notice_id ORDER BY l.id'
    )
    op.drop_table('notice_line')
    op.execute('DELETE FROM notice WHERE gathers IS NOT NULL')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_gathers'))
        batch_op.drop_column('gathers')

    op.execute('DELETE FROM reminder WHERE voided_at IS NOT NULL')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index('uq_reminder_once')
        batch_op.drop_index(batch_op.f('ix_reminder_ran_on'))
        batch_op.drop_column('voided_at')
        batch_op.drop_column('ran_on')
        batch_op.create_unique_constraint(ONCE, KEY)

    op.drop_table('date_confirmation')
    _put_aside()
    op.create_table('daily_run',
        sa.Column('day', sa.Date(), nullable=False, comment='日期'),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=False, comment='完成时刻'),
        sa.Column('looked_at', sa.Integer(), nullable=False, comment='查看件数'),
        sa.Column('made', sa.Integer(), nullable=False, comment='提醒条数'),
        sa.PrimaryKeyConstraint('day', name=op.f('pk_daily_run')),
        comment='每日任务记录',
    )
    op.execute(
        'INSERT INTO daily_run (day, done_at, looked_at, made)'
        " SELECT day, done_at, looked_at, made FROM daily_run_kept WHERE state = 'done' AND voided_at IS NULL"
    )
    op.drop_table('daily_run_kept')
