"""no limit on the case: what is owed stands in the duties alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

BEFORE = [
    'received_on', 'id', 'state', 'kind', 'period', 'session_id', 'due_on', 'topic', 'key_item',
    'confidential', 'assigned_on', 'replied_on',
]
LISTED = [name for name in BEFORE if name != 'due_on']
OWED = (
    'UPDATE case_record SET due_on = (SELECT min(duty.due_on) FROM duty'
    " WHERE duty.case_id = case_record.id AND duty.subject_type = 'assignment'"
    " AND duty.kind IN ('reply', 'sign_off', 'check', 'issue'))"
)


def upgrade() -> None:
    """Bring the tables one step up."""
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.drop_index('ix_case_record_list')
        batch_op.drop_index(batch_op.f('ix_case_record_due_on'))
        batch_op.drop_column('due_on')
    op.create_index('ix_case_record_list', 'case_record', LISTED, unique=False)


def downgrade() -> None:
    """Take the step back; the date comes from the letters that are owed."""
    op.drop_index('ix_case_record_list', 'case_record')
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('due_on', sa.Date(), nullable=True, comment='答复期限（最早未答复的一份）'))
        batch_op.create_index(batch_op.f('ix_case_record_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_case_record_list', BEFORE, unique=False)
    op.execute(OWED)
