"""forms that were sent: each has its effect once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_table(
        'sent_form',
        sa.Column('mark', sa.String(length=32), nullable=False, comment='表单的一次性标记'),
        sa.Column('account_id', sa.Integer(), nullable=False, comment='提交账号'),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False, comment='提交时刻'),
        sa.Column('location', sa.Text(), nullable=False, comment='提交后转到的地址'),
        sa.Column('said', sa.Text(), nullable=False, comment='提交后显示的话（JSON）'),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sent_form_account_id')),
        sa.PrimaryKeyConstraint('mark', name=op.f('pk_sent_form')),
        comment='已提交的表单',
    )
    op.create_index(op.f('ix_sent_form_sent_at'), 'sent_form', ['sent_at'], unique=False)


def downgrade() -> None:
    """Take the step back."""
    op.drop_index(op.f('ix_sent_form_sent_at'), table_name='sent_form')
    op.drop_table('sent_form')
