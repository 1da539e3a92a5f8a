"""duties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_table('duty',
    sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
    sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
    sa.Column('kind', sa.Enum('propose', 'approve', 'sign', 'return_confirm', 'return_decide', 'contact', 'opinion', 'opinion_decide', 'reply', 'sign_off', 'check', 'issue', 'deliver', 'rate', 'confirm', 'decide', 'close', 'promise', 'check_point', 'verify', 'visit', name='dutykind', native_enum=False, create_constraint=True, length=32), nullable=False, comment='种类'),
    sa.Column('subject_type', sa.String(length=40), nullable=False, comment='对象类型'),
    sa.Column('subject_id', sa.Integer(), nullable=False, comment='对象编号'),
    sa.Column('ordinal', sa.Integer(), nullable=False, comment='第几轮、第几次或年份'),
    sa.Column('party', sa.Enum('office', 'office_leader', 'unit', 'unit_leader', 'proposer', 'second', name='party', native_enum=False, create_constraint=True, length=32), nullable=False, comment='轮到谁'),
    sa.Column('unit_id', sa.Integer(), nullable=True, comment='所涉承办单位'),
    sa.Column('on_behalf', sa.Boolean(), nullable=False, comment='由政府办代办'),
    sa.Column('ready', sa.Boolean(), nullable=False, comment='现在就能办'),
    sa.Column('first_on', sa.Date(), nullable=False, comment='自哪天起'),
    sa.Column('due_on', sa.Date(), nullable=True, comment='期限'),
    sa.Column('deadline_id', sa.Integer(), nullable=True, comment='所依期限'),
    sa.Column('provisional', sa.Boolean(), nullable=False, comment='期限是否暂定'),
    sa.Column('rests_from', sa.Date(), nullable=True, comment='自哪天起暂停'),
    sa.Column('rests_until', sa.Date(), nullable=True, comment='到哪天恢复'),
    sa.Column('not_by', sa.Integer(), nullable=True, comment='不能由谁核对'),
    sa.Column('asks_on', sa.Date(), nullable=True, comment='催请一次的日子'),
    sa.Column('next_on', sa.Date(), nullable=True, comment='下次提醒日'),
    sa.CheckConstraint('(rests_from IS NULL) = (rests_until IS NULL)', name=op.f('ck_duty_rest')),
    sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_duty_case_id')),
    sa.ForeignKeyConstraint(['deadline_id'], ['deadline.id'], name=op.f('fk_duty_deadline_id')),
    sa.ForeignKeyConstraint(['not_by'], ['account.id'], name=op.f('fk_duty_not_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_duty_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty')),
    sa.UniqueConstraint('case_id', 'kind', 'subject_type', 'subject_id', 'ordinal', name=op.f('uq_duty_case_id_kind_subject_type_subject_id_ordinal')),
    comment='待办事项'
    )
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_duty_kind_due', ['kind', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_next_on'), ['next_on'], unique=False)
        batch_op.create_index('ix_duty_party_due', ['party', 'due_on'], unique=False)
        batch_op.create_index('ix_duty_unit_due', ['unit_id', 'due_on'], unique=False)



def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.drop_index('ix_duty_unit_due')
        batch_op.drop_index('ix_duty_party_due')
        batch_op.drop_index(batch_op.f('ix_duty_next_on'))
        batch_op.drop_index('ix_duty_kind_due')
        batch_op.drop_index(batch_op.f('ix_duty_due_on'))
        batch_op.drop_index(batch_op.f('ix_duty_case_id'))

    op.drop_table('duty')
