"""promises without a day: which day was named first is kept; carrying over does not move it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

NAMED = '承诺事项明确完成日期：'
FOUND = sa.text(
    "SELECT subject_id, sentence FROM history_entry WHERE act = 'commitment.carried_over' AND sentence LIKE :begins"
    ' ORDER BY id DESC'
)


def upgrade() -> None:
    """Bring the tables one step up; the day that was named stands in the history."""
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('named_due_on', sa.Date(), nullable=True, comment='未写明日期的，首次明确的完成日期')
        )
    commitment = sa.table('commitment', sa.column('id'), sa.column('named_due_on', sa.Date()))
    run = op.get_bind().execute
    for number, sentence in run(FOUND, {'begins': f'{NAMED}%'}).all():
        day = date.fromisoformat(sentence.removeprefix(NAMED)[:10])
        run(sa.update(commitment).where(commitment.c.id == number).values(named_due_on=day))


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_column('named_due_on')
