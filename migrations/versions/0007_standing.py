"""standing: how every case and assignment stood from a day until before another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def _answering() -> tuple[sa.Column, ...]:
    """Return the columns that both tables share."""
    return (
        sa.Column('session_id', sa.Integer(), nullable=False, comment='届次'),
        sa.Column('kind', sa.Enum('suggestion', 'proposal', name='kind', native_enum=False, create_constraint=True, length=32), nullable=False, comment='种类'),
        sa.Column('period', sa.Enum('session', 'intersession', name='period', native_enum=False, create_constraint=True, length=32), nullable=False, comment='大会或闭会'),
        sa.Column('counted', sa.Boolean(), nullable=False, comment='应答复'),
        sa.Column('answered', sa.Boolean(), nullable=False, comment='已答复'),
        sa.Column('decided', sa.Boolean(), nullable=False, comment='已答复或已到期'),
        sa.Column('on_time', sa.Boolean(), nullable=False, comment='按期答复'),
        sa.Column('decided_original', sa.Boolean(), nullable=False, comment='已答复或原期限已到'),
        sa.Column('on_time_original', sa.Boolean(), nullable=False, comment='原期限内答复'),
        sa.Column('talked', sa.Boolean(), nullable=False, comment='答复前有沟通'),
        sa.Column('met', sa.Boolean(), nullable=False, comment='当面商谈过'),
        sa.Column('closed', sa.Boolean(), nullable=False, comment='办结'),
        sa.Column('sent', sa.Boolean(), nullable=False, comment='已送达征求评价'),
        sa.Column('lapsed', sa.Boolean(), nullable=False, comment='逾期未反馈'),
        sa.Column('reworked', sa.Boolean(), nullable=False, comment='开过第二轮'),
        sa.Column('rating', sa.Enum('satisfied', 'basically_satisfied', 'unsatisfied', name='satisfaction', native_enum=False, create_constraint=True, length=32), nullable=True, comment='评价'),
        sa.Column('first_rating', sa.Enum('satisfied', 'basically_satisfied', 'unsatisfied', name='first_rating', native_enum=False, create_constraint=True, length=32), nullable=True, comment='首轮评价'),
        sa.Column('again_rating', sa.Enum('satisfied', 'basically_satisfied', 'unsatisfied', name='again_rating', native_enum=False, create_constraint=True, length=32), nullable=True, comment='第二轮后评价'),
        sa.Column('reply_class', sa.Enum('A', 'B', 'C', 'D', name='replyclass', native_enum=False, create_constraint=True, length=32), nullable=True, comment='答复类别'),
        sa.Column('contact_days', sa.Integer(), nullable=True, comment='交办至首次沟通天数'),
        sa.Column('answer_days', sa.Integer(), nullable=True, comment='交办至答复天数'),
    )


def upgrade() -> None:
    """Bring the tables one step up; the rows are written after the migrations."""
    op.create_table('case_standing',
        sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
        sa.Column('state', sa.Enum('registered', 'assign_pending', 'assigned', 'handling', 'replied', 'closed', 'withdrawn', 'handed_out', 'void', name='casestate', native_enum=False, create_constraint=True, length=32), nullable=False, comment='状态'),
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('since', sa.Date(), nullable=False, comment='自哪天起'),
        sa.Column('until', sa.Date(), nullable=False, comment='到哪天止，不含当天'),
        *_answering(),
        sa.CheckConstraint('since < until', name=op.f('ck_case_standing_span')),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_case_standing_case_id')),
        sa.ForeignKeyConstraint(['session_id'], ['congress_session.id'], name=op.f('fk_case_standing_session_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_standing')),
        sa.UniqueConstraint('case_id', 'since', name=op.f('uq_case_standing_case_id_since')),
        comment='件的逐日情况'
    )
    with op.batch_alter_table('case_standing', schema=None) as batch_op:
        batch_op.create_index('ix_case_standing_session', ['session_id', 'until'], unique=False)
        batch_op.create_index('ix_case_standing_until', ['until'], unique=False)

    op.create_table('stale_standing',
        sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False, comment='件'),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_stale_standing_case_id')),
        sa.PrimaryKeyConstraint('case_id', name=op.f('pk_stale_standing')),
        comment='待重新写入逐日情况的件'
    )
    op.create_table('part_standing',
        sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
        sa.Column('assignment_id', sa.Integer(), nullable=False, comment='承办任务'),
        sa.Column('unit_id', sa.Integer(), nullable=False, comment='承办单位'),
        sa.Column('role', sa.Enum('independent', 'host', 'assisting', 'separate', name='assignrole', native_enum=False, create_constraint=True, length=32), nullable=False, comment='性质'),
        sa.Column('held', sa.Boolean(), nullable=False, comment='在办或办过未转出'),
        sa.Column('open_due_on', sa.Date(), nullable=True, comment='尚未答复的期限'),
        sa.Column('returned', sa.Boolean(), nullable=False, comment='同意退办'),
        sa.Column('signed', sa.Boolean(), nullable=False, comment='已签收'),
        sa.Column('sign_asked', sa.Boolean(), nullable=False, comment='应签收'),
        sa.Column('sign_decided', sa.Boolean(), nullable=False, comment='已签收或签收期限已到'),
        sa.Column('sign_timely', sa.Boolean(), nullable=False, comment='按期签收'),
        sa.Column('assist_decided', sa.Boolean(), nullable=False, comment='会办意见已送出或已到期'),
        sa.Column('assist_timely', sa.Boolean(), nullable=False, comment='会办意见按期送出'),
        sa.Column('promises_due', sa.Integer(), nullable=False, comment='承诺日期已到项数'),
        sa.Column('promises_kept', sa.Integer(), nullable=False, comment='按期兑现项数'),
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('since', sa.Date(), nullable=False, comment='自哪天起'),
        sa.Column('until', sa.Date(), nullable=False, comment='到哪天止，不含当天'),
        *_answering(),
        sa.CheckConstraint('since < until', name=op.f('ck_part_standing_span')),
        sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_part_standing_assignment_id')),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_part_standing_case_id')),
        sa.ForeignKeyConstraint(['session_id'], ['congress_session.id'], name=op.f('fk_part_standing_session_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_part_standing_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_part_standing')),
        sa.UniqueConstraint('assignment_id', 'since', name=op.f('uq_part_standing_assignment_id_since')),
        comment='承办任务的逐日情况'
    )
    with op.batch_alter_table('part_standing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_part_standing_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_part_standing_session', ['session_id', 'until'], unique=False)
        batch_op.create_index('ix_part_standing_unit', ['unit_id', 'until'], unique=False)
        batch_op.create_index('ix_part_standing_until', ['until'], unique=False)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table('part_standing', schema=None) as batch_op:
        batch_op.drop_index('ix_part_standing_until')
        batch_op.drop_index('ix_part_standing_unit')
        batch_op.drop_index('ix_part_standing_session')
        batch_op.drop_index(batch_op.f('ix_part_standing_case_id'))

    op.drop_table('part_standing')
    op.drop_table('stale_standing')
    with op.batch_alter_table('case_standing', schema=None) as batch_op:
        batch_op.drop_index('ix_case_standing_until')
        batch_op.drop_index('ix_case_standing_session')

    op.drop_table('case_standing')
