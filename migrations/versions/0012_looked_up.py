"""key items, states of chosen cases, ratings, and whom parts of a unit name, are looked up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables one step up."""
    op.create_index(
        'ix_case_record_key',
        'case_record',
        ['id', 'state'],
        unique=False,
        sqlite_where=sa.text('key_item = 1'),
        postgresql_where=sa.text('key_item'),
    )
    op.create_index('ix_case_record_state_of', 'case_record', ['id', 'state'], unique=False)
    op.create_index('ix_rating_part', 'rating', ['assignment_id', 'round'], unique=False)
    op.create_index('ix_assignment_handler', 'assignment', ['unit_id', 'handler_id'], unique=False)


def downgrade() -> None:
    """Take the step back."""
    op.drop_index('ix_assignment_handler', table_name='assignment')
    op.drop_index('ix_rating_part', table_name='rating')
    op.drop_index('ix_case_record_state_of', table_name='case_record')
    op.drop_index('ix_case_record_key', table_name='case_record')
