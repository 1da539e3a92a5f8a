"""each case keeps the rulebook of its registration; place and own values are decided by two."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

# the rulebook as all earlier versions had it
BOOK = Path(__file__).parents[1] / 'books' / 'default_0022.json'
VARIABLE = 'TRACKER_RULEBOOK_PROFILE'
PLACES = (
    'beijing', 'chongqing', 'fujian', 'fuzhou', 'guangzhou', 'haishu', 'harbin', 'henan', 'ningbo',
    'qingdao', 'shandong', 'shanghai', 'sichuan', 'zhejiang',
)
STATES = ('proposed', 'confirmed', 'rejected')


def upgrade() -> None:
    """Bring the tables one step up; every case keeps the rules by which it was handled so far."""
    _make_tables()
    text, now = BOOK.read_text(encoding='utf-8').strip(), datetime.now(UTC)
    number = sha256(text.encode()).hexdigest()[:16]
    there = op.get_bind().execute(sa.text('SELECT count(*) FROM case_record')).scalar()
    if there:
        _insert('frozen_book', id=number, text=text, made_at=now)
    column = sa.Column('book_id', sa.String(length=16), nullable=True, comment='登记时的规则')
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.add_column(column)
    op.execute(sa.text('UPDATE case_record SET book_id = :number').bindparams(number=number))
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.alter_column('book_id', existing_type=sa.String(length=16), nullable=False,
                              existing_comment='登记时的规则')
        batch_op.create_foreign_key(op.f('fk_case_record_book_id'), 'frozen_book', ['book_id'], ['id'])
    _bring_along(os.environ.get(VARIABLE, ''), now)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_case_record_book_id'), type_='foreignkey')
        batch_op.drop_column('book_id')
    op.drop_table('rule_line')
    with op.batch_alter_table('rule_change', schema=None) as batch_op:
        batch_op.drop_index('uq_rule_change_proposed')
    op.drop_table('rule_change')
    op.drop_table('frozen_book')


def _make_tables() -> None:
    """Make the three tables of the rules."""
    op.create_table(
        'frozen_book',
        sa.Column('id', sa.String(length=16), nullable=False, comment='内容摘要前段'),
        sa.Column('text', sa.Text(), nullable=False, comment='规则全文（JSON）'),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False, comment='定格时刻'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_frozen_book')),
        comment='定格的规则（件按登记时的规则办理）',
    )
    op.create_table(
        'rule_change',
        sa.Column('id', sa.Integer(), nullable=False, comment='主键'),
        sa.Column('key', sa.String(length=60), nullable=False, comment='事项，place 为适用地区'),
        sa.Column('value', sa.Text(), nullable=False, comment='值（JSON），空为恢复地方规定'),
        sa.Column('reason', sa.Text(), nullable=False, comment='理由'),
        sa.Column('document', sa.String(length=200), nullable=False, comment='依据文件'),
        sa.Column('since', sa.Date(), nullable=False, comment='自何日起'),
        sa.Column('state', sa.Enum(*STATES, name='rulestate', native_enum=False, create_constraint=True, length=32),
                  nullable=False, comment='状态'),
        sa.Column('proposed_by', sa.Integer(), nullable=True, comment='提出人'),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False, comment='提出时刻'),
        sa.Column('decided_by', sa.Integer(), nullable=True, comment='确认人'),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True, comment='确认时刻'),
        sa.Column('refusal', sa.Text(), nullable=False, comment='不同意的理由'),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f('ck_rule_change_decided')),
        sa.CheckConstraint('decided_by IS NULL OR decided_by <> proposed_by', name=op.f('ck_rule_change_two_persons')),
        sa.CheckConstraint("state <> 'rejected' OR refusal <> ''", name=op.f('ck_rule_change_refusal')),
        sa.ForeignKeyConstraint(['proposed_by'], ['account.id'], name=op.f('fk_rule_change_proposed_by')),
        sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_rule_change_decided_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_change')),
        comment='规则变更（两人办理）',
    )
    op.create_index('uq_rule_change_proposed', 'rule_change', ['key'], unique=True,
                    sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
    op.create_table(
        'rule_line',
        sa.Column('key', sa.String(length=60), nullable=False, comment='事项'),
        sa.Column('said', sa.Text(), nullable=False, comment='确认时的内容和依据'),
        sa.Column('confirmed_by', sa.Integer(), nullable=False, comment='确认人'),
        sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False, comment='确认时刻'),
        sa.ForeignKeyConstraint(['confirmed_by'], ['account.id'], name=op.f('fk_rule_line_confirmed_by')),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_rule_line')),
        comment='本机关确认过的规则',
    )


def _bring_along(profile: str, now: datetime) -> None:
    """Take over, once, the place that a variable of the installation named so far."""
    if profile in ('', 'default'):
        return
    if profile not in PLACES:
        raise RuntimeError(f'{VARIABLE}={profile}：程序里没有这个地区的规则，请改为 default 或其中之一：{"、".join(PLACES)}')
    _insert('rule_change', key='place', value=profile, reason='由安装时的设置带入', document='', since=now.date(),
            state='confirmed', proposed_at=now, decided_at=now, refusal='')


def _insert(table: str, **values: object) -> None:
    """Insert one row."""
    metadata = sa.MetaData()
    kinds = {'made_at': sa.DateTime(), 'proposed_at': sa.DateTime(), 'decided_at': sa.DateTime(), 'since': sa.Date()}
    made = sa.Table(table, metadata, *(sa.Column(name, kinds.get(name, sa.Text())) for name in values))
    aware = op.get_bind().dialect.name != 'sqlite'
    plain = {
        name: value if aware or not isinstance(value, datetime) else value.replace(tzinfo=None)
        for name, value in values.items()
    }
    op.get_bind().execute(made.insert().values(plain))
