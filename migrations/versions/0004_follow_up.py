"""Follow-up as a table of its own: what the history told until now becomes rows.

Until now a case was in follow-up while its history held a trigger after the last entry that the
latest `follow_up_end` covered. Each trigger begins a row of its cause unless one is open; an end
closes what was begun up to the entry that it covers; a case withdrawn, handed out or void is
closed on the day of that act. Going down, the ends are told by the history again; words and
causes that were changed since are lost with the table, the history keeps them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

BEGINS = {
    'commitment.opened': 'commitment',
    'rating.unsatisfied': 'unsatisfied',
    'follow_up.listed': 'listed',
}
ENDS = ('case.withdrawn', 'case.handed_out', 'case.voided')
ENDED = 'follow_up.ended'
LEADS = {'rating.unsatisfied': '不满意：', 'follow_up.listed': '列入跟踪：', ENDED: '结束跟踪：'}

ACCOUNT = sa.table('account', sa.column('id', sa.Integer))
HISTORY = sa.table(
    'history_entry',
    sa.column('id', sa.Integer),
    sa.column('case_id', sa.Integer),
    sa.column('on', sa.Date),
    sa.column('act', sa.String),
    sa.column('sentence', sa.Text),
    sa.column('actor_id', sa.Integer),
)
FOLLOW_UP = sa.table(
    'follow_up',
    sa.column('case_id', sa.Integer),
    sa.column('cause', sa.String),
    sa.column('since', sa.Date),
    sa.column('until', sa.Date),
    sa.column('reason', sa.Text),
    sa.column('begun_by', sa.Integer),
    sa.column('end_reason', sa.Text),
    sa.column('ended_by', sa.Integer),
    sa.column('version', sa.Integer),
)
FOLLOW_UP_END = sa.table(
    'follow_up_end',
    sa.column('id', sa.Integer),
    sa.column('case_id', sa.Integer),
    sa.column('after_entry_id', sa.Integer),
    sa.column('ended_on', sa.Date),
    sa.column('reason', sa.Text),
    sa.column('ended_by', sa.Integer),
)


def upgrade() -> None:
    """Make the table, fill it from history and ends, drop the ends."""
    op.create_table('follow_up',
    sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
    sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
    sa.Column('cause', sa.Enum('commitment', 'unsatisfied', 'listed', name='followupcause', native_enum=False, create_constraint=True, length=32), nullable=False, comment='为何跟踪'),
    sa.Column('since', sa.Date(), nullable=False, comment='列入日期'),
    sa.Column('until', sa.Date(), nullable=True, comment='结束日期，空为跟踪中'),
    sa.Column('reason', sa.Text(), nullable=False, comment='事由'),
    sa.Column('begun_by', sa.Integer(), nullable=True, comment='列入账号'),
    sa.Column('end_reason', sa.Text(), nullable=False, comment='结束理由'),
    sa.Column('ended_by', sa.Integer(), nullable=True, comment='结束账号'),
    sa.Column('version', sa.Integer(), nullable=False, comment='版本'),
    sa.CheckConstraint("(until IS NULL) = (end_reason = '')", name=op.f('ck_follow_up_ended')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_follow_up_reason')),
    sa.CheckConstraint('until >= since', name=op.f('ck_follow_up_until')),
    sa.ForeignKeyConstraint(['begun_by'], ['account.id'], name=op.f('fk_follow_up_begun_by')),
    sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_follow_up_case_id')),
    sa.ForeignKeyConstraint(['ended_by'], ['account.id'], name=op.f('fk_follow_up_ended_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up')),
    comment='跟踪'
    )
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_up_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_follow_up_open', ['case_id', 'cause'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    bind = op.get_bind()
    rows = follow_ups(_told(bind), _ends(bind), _accounts(bind))
    if rows:
        bind.execute(sa.insert(FOLLOW_UP), rows)
    with op.batch_alter_table('follow_up_end', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follow_up_end_case_id'))

    op.drop_table('follow_up_end')


def downgrade() -> None:
    """Make the ends again from the history; drop the table."""
    op.create_table('follow_up_end',
    sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
    sa.Column('case_id', sa.Integer(), nullable=False, comment='件'),
    sa.Column('after_entry_id', sa.Integer(), nullable=False, comment='截至哪条办理日志'),
    sa.Column('ended_on', sa.Date(), nullable=False, comment='结束日期'),
    sa.Column('reason', sa.Text(), nullable=False, comment='理由'),
    sa.Column('ended_by', sa.Integer(), nullable=True, comment='经办账号'),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_follow_up_end_reason')),
    sa.ForeignKeyConstraint(['after_entry_id'], ['history_entry.id'], name=op.f('fk_follow_up_end_after_entry_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case_record.id'], name=op.f('fk_follow_up_end_case_id')),
    sa.ForeignKeyConstraint(['ended_by'], ['account.id'], name=op.f('fk_follow_up_end_ended_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_up_end')),
    sa.UniqueConstraint('case_id', 'after_entry_id', name=op.f('uq_follow_up_end_case_id_after_entry_id')),
    comment='结束跟踪'
    )
    with op.batch_alter_table('follow_up_end', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follow_up_end_case_id'), ['case_id'], unique=False)

    bind = op.get_bind()
    rows = ends(_told(bind), _accounts(bind))
    if rows:
        bind.execute(sa.insert(FOLLOW_UP_END), rows)
    with op.batch_alter_table('follow_up', schema=None) as batch_op:
        batch_op.drop_index('uq_follow_up_open')
        batch_op.drop_index(batch_op.f('ix_follow_up_case_id'))

    op.drop_table('follow_up')


def follow_ups(told: list[Any], ended: list[Any], accounts: set[int]) -> list[dict[str, Any]]:
    """Return the rows that entries of the history and ends make, case by case in their order."""
    steps = sorted(
        [(entry.id, 0, entry) for entry in told] + [(end.after_entry_id, 1, end) for end in ended],
        key=lambda step: step[:2],
    )
    found: list[dict[str, Any]] = []
    running: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for _place, is_end, step in steps:
        rows = running[step.case_id]
        if is_end:
            _close(rows, step.ended_on, step.reason, step.ended_by)
        elif step.act in ENDS:
            _close(rows, step.on, step.sentence, step.actor_id if step.actor_id in accounts else None)
        elif step.act in BEGINS and BEGINS[step.act] not in rows:
            row = _row(step, accounts)
            rows[row['cause']] = row
            found.append(row)
    return found


def ends(told: list[Any], accounts: set[int]) -> list[dict[str, Any]]:
    """Return the ends that the history tells: each covers the last trigger before it."""
    last: dict[int, int] = {}
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for entry in told:
        if entry.act in BEGINS:
            last[entry.case_id] = entry.id
        elif entry.act == ENDED and entry.case_id in last:
            found[entry.case_id, last[entry.case_id]] = {
                'case_id': entry.case_id,
                'after_entry_id': last[entry.case_id],
                'ended_on': entry.on,
                'reason': _plain(entry),
                'ended_by': entry.actor_id if entry.actor_id in accounts else None,
            }
    return list(found.values())


def _row(entry: Any, accounts: set[int]) -> dict[str, Any]:
    """Return the row that an entry begins."""
    return {
        'case_id': entry.case_id,
        'cause': BEGINS[entry.act],
        'since': entry.on,
        'until': None,
        'reason': _plain(entry),
        'begun_by': entry.actor_id if entry.actor_id in accounts else None,
        'end_reason': '',
        'ended_by': None,
        'version': 1,
    }


def _close(rows: dict[str, dict[str, Any]], on: date, reason: str, account: int | None) -> None:
    """Close what is open; an act of an earlier day that was entered late ends it at once."""
    for row in rows.values():
        row |= {'until': max(on, row['since']), 'end_reason': reason, 'ended_by': account}
    rows.clear()


def _plain(entry: Any) -> str:
    """Return the reason that a sentence gives, without the words before it."""
    plain: str = entry.sentence.removeprefix(LEADS.get(entry.act, ''))
    return plain or entry.sentence


def _told(bind: sa.Connection) -> list[Any]:
    """Return what the history tells of follow-up, in the order in which it was written."""
    acts = (*BEGINS, *ENDS, ENDED)
    query = sa.select(HISTORY).where(HISTORY.c.act.in_(acts)).order_by(HISTORY.c.id)
    return list(bind.execute(query))


def _ends(bind: sa.Connection) -> list[Any]:
    """Return every end."""
    return list(bind.execute(sa.select(FOLLOW_UP_END).order_by(FOLLOW_UP_END.c.id)))


def _accounts(bind: sa.Connection) -> set[int]:
    """Return the accounts that there are: the history names them without a key."""
    return set(bind.scalars(sa.select(ACCOUNT.c.id)))
