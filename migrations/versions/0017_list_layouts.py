"""how the columns of a sender's lists are taken, once a clerk has said it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_table(
        'list_layout',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('signature', sa.String(length=64), nullable=False, comment='表头的特征（SHA-256）'),
        sa.Column('fields', sa.Text(), nullable=False, comment='各列的内容（JSON）'),
        sa.Column('file', sa.String(length=120), nullable=False, comment='最近一份清单的文件名'),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False, comment='保存时刻'),
        sa.Column('account_id', sa.Integer(), nullable=True, comment='保存账号'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_list_layout_account_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_list_layout')),
        sa.UniqueConstraint('signature', name=op.f('uq_list_layout_signature')),
        comment='清单各列的对应',
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table('list_layout')
