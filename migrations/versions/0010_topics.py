"""topics: which there are is read from an index."""

from __future__ import annotations

from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_index('ix_case_record_topic', 'case_record', ['topic'], unique=False)


def downgrade() -> None:
    """Take the step back."""
    op.drop_index('ix_case_record_topic', table_name='case_record')
