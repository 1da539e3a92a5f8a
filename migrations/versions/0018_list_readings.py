"""lists that wait to be read, one row each until it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_table(
        'list_reading',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('token', sa.String(length=32), nullable=False, comment='上传的标识'),
        sa.Column('account_id', sa.Integer(), nullable=False, comment='上传账号'),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False, comment='排队时刻'),
        sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True, comment='开始读的时刻'),
        sa.Column('tries', sa.Integer(), nullable=False, comment='第几次读'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_list_reading_account_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_list_reading')),
        sa.UniqueConstraint('token', name=op.f('uq_list_reading_token')),
        comment='等待读入的清单',
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table('list_reading')
