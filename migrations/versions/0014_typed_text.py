"""what somebody typed into a form and has not sent is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_table(
        'typed_text',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('account_id', sa.Integer(), nullable=False, comment='填写的账号'),
        sa.Column('place', sa.String(length=300), nullable=False, comment='所在页面和表单'),
        sa.Column('fields', sa.Text(), nullable=False, comment='各栏内容（JSON）'),
        sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False, comment='保存时刻'),
        sa.ForeignKeyConstraint(
            ['account_id'],
            ['account.id'],
            name=op.f('fk_typed_text_account_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_typed_text')),
        sa.UniqueConstraint('account_id', 'place', name=op.f('uq_typed_text_account_id_place')),
        comment='没有提交的填写内容',
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table('typed_text')
