"""what a list said of a case is kept, remarks, and cases without a number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

IDENTITY = ['session_id', 'level', 'period', 'number_key']
VALID, NUMBERED = "state <> 'void'", "state <> 'void' AND number_key <> ''"


def _case(check: str, among: str, before: str, after: str) -> None:
    """Let numbers fulfil a check and be unique among some cases."""
    op.drop_index('uq_case_record_identity', table_name='case_record')
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_case_record_number'), type_='check')
        batch_op.create_check_constraint(op.f('ck_case_record_number'), check)
        batch_op.alter_column('number', existing_type=sa.String(length=40), existing_nullable=False,
                              existing_comment=before, comment=after)
    op.create_index('uq_case_record_identity', 'case_record', IDENTITY, unique=True,
                    sqlite_where=sa.text(among), postgresql_where=sa.text(among))


def upgrade() -> None:
    """Bring the tables one step up."""
    op.add_column('case_record', sa.Column('remarks', sa.Text(), nullable=True, comment='备注'))
    op.execute("UPDATE case_record SET remarks = ''")
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.alter_column('remarks', existing_type=sa.Text(), nullable=False, existing_comment='备注')
    _case("(number = '') = (number_key = '')", NUMBERED, '编号（照原样）', '编号（照原样），空为未编号')
    op.create_table(
        'imported_list',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('file', sa.String(length=120), nullable=False, comment='文件名'),
        sa.Column('digest', sa.String(length=64), nullable=False, comment='文件摘要（SHA-256）'),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False, comment='导入时刻'),
        sa.Column('account_id', sa.Integer(), nullable=True, comment='导入账号'),
        sa.Column('registered', sa.Integer(), nullable=False, comment='新登记件数'),
        sa.Column('changed', sa.Integer(), nullable=False, comment='更正件数'),
        sa.Column('last_entry', sa.Integer(), nullable=False, comment='导入时最后一条办理日志'),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True, comment='撤销时刻'),
        sa.Column('undone_by', sa.Integer(), nullable=True, comment='撤销账号'),
        sa.Column('undo_reason', sa.Text(), nullable=False, comment='撤销理由'),
        sa.Column('version', sa.Integer(), nullable=False, comment='版本'),
        sa.CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name=op.f('ck_imported_list_undone')),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_imported_list_account_id')),
        sa.ForeignKeyConstraint(['undone_by'], ['account.id'], name=op.f('fk_imported_list_undone_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_list')),
        comment='导入的清单',
    )
    op.create_table(
        'imported_row',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('list_id', sa.Integer(), nullable=False, comment='清单'),
        sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
        sa.Column('sheet', sa.String(length=120), nullable=False, comment='工作表'),
        sa.Column('row', sa.Integer(), nullable=False, comment='行号'),
        sa.Column('new', sa.Boolean(), nullable=False, comment='新登记（否则为更正）'),
        sa.Column('cells', sa.Text(), nullable=False, comment='这一行的各栏（JSON）'),
        sa.Column('before', sa.Text(), nullable=False, comment='更正以前的登记（JSON），新登记的为空'),
        sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_imported_row_case_id')),
        sa.ForeignKeyConstraint(['list_id'], ['imported_list.id'], name=op.f('fk_imported_row_list_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row')),
        comment='导入清单的行',
    )
    with op.batch_alter_table('imported_row', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_imported_row_case_id'), ['case_id'], unique=False)
        batch_op.create_index(op.f('ix_imported_row_list_id'), ['list_id'], unique=False)


def downgrade() -> None:
    """Take the step back: what has no number gets one that says so."""
    op.drop_table('imported_row')
    op.drop_table('imported_list')
    op.execute("UPDATE case_record SET number = '未编号' || id, number_key = '未编号' || id WHERE number = ''")
    _case("number <> '' AND number_key <> ''", VALID, '编号（照原样），空为未编号', '编号（照原样）')
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.drop_column('remarks')
