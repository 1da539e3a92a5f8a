"""a paper letter may state no class; ratings come in from a paper ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

# as in 0001: which rows are final, what may change all the same, what may be filled in once
KEPT = {
    'reply': ("OLD.state = 'issued'", ('version',), ('scan_id',)),
    'rating': ("OLD.state = 'submitted'", ('version',), ('submitted_at',)),
}
BEFORE = (
    "state <> 'issued' OR (issued_on IS NOT NULL AND reply_class IS NOT NULL AND outcome IS NOT NULL"
    " AND letterhead <> '' AND heading <> '')"
)
ISSUED = "state <> 'issued' OR (issued_on IS NOT NULL AND letterhead <> '' AND heading <> '')"
CLASSED = "state <> 'issued' OR not_stated OR (reply_class IS NOT NULL AND outcome IS NOT NULL)"
FILLED = "state NOT IN ('submitted', 'pending') OR (overall IS NOT NULL AND {0})"
REASON = "overall <> 'unsatisfied' OR reason <> ''"
NOT_STATED = ('原件未注明文号、签发人或公开属性（仅代录、导入）', '原件有未注明的内容，如文号、类别（仅代录、导入）')
ON_PAPER = '纸面记录：启用系统前的台账所载，日期和理由可以未注明'


def _sqlite() -> bool:
    """Whether this is SQLite, which drops the triggers of a table that it rebuilds."""
    return op.get_bind().dialect.name == 'sqlite'


def _let_go() -> None:
    """Drop the triggers: they name every column of the table."""
    for table in KEPT:
        for act in ('update', 'delete'):
            op.execute(f'DROP TRIGGER {table}_keeps_{act}' + ('' if _sqlite() else f' ON {table}'))


def _keep() -> None:
    """Make the triggers anew by which final rows can neither be changed nor deleted."""
    bind = op.get_bind()
    differs = 'NEW.{0} IS NOT OLD.{0}' if _sqlite() else 'NEW.{0} IS DISTINCT FROM OLD.{0}'
    for table, (when, free, once) in KEPT.items():
        names = [column['name'] for column in sa.inspect(bind).get_columns(table)]
        parts = [differs.format(name) for name in names if name not in (*free, *once)]
        parts += [f'(OLD.{name} IS NOT NULL AND {differs.format(name)})' for name in once]
        for act, asked in (('UPDATE', f"{when} AND ({' OR '.join(parts)})"), ('DELETE', when)):
            head = f'CREATE TRIGGER {table}_keeps_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW WHEN ({asked})'
            abort = f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
            op.execute(f"{head} {abort if _sqlite() else 'EXECUTE FUNCTION refuse_change()'}")


def _checked(table: str, gone: tuple[str, ...], made: dict[str, str]) -> None:
    """Take checks of a table away and make others."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in gone:
            batch_op.drop_constraint(op.f(f'ck_{table}_{name}'), type_='check')
        for name, condition in made.items():
            batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), condition)


def _said(before: str, after: str) -> None:
    """Say in the table what the mark means."""
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.alter_column('not_stated', existing_type=sa.Boolean(), existing_nullable=False,
                              existing_comment=before, comment=after)


def upgrade() -> None:
    """Bring the tables one step up."""
    _let_go()
    _checked('reply', ('issued',), {'issued': ISSUED, 'classed': CLASSED})
    _said(*NOT_STATED)
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.add_column(sa.Column('on_paper', sa.Boolean(), nullable=False, server_default=sa.false(),
                                      comment=ON_PAPER))
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.alter_column('on_paper', existing_type=sa.Boolean(), existing_nullable=False,
                              server_default=None, existing_comment=ON_PAPER)
    _checked('rating', ('filled', 'reason'), {
        'filled': FILLED.format('(filled_on IS NOT NULL OR on_paper)'),
        'reason': f'{REASON} OR on_paper',
        'on_paper': 'NOT on_paper OR on_behalf',
    })
    _keep()


def downgrade() -> None:
    """Take the step back: what is not stated gets what claims least, for the earlier tables ask it."""
    _let_go()
    op.execute(
        "UPDATE reply SET reply_class = coalesce(reply_class, 'D'), outcome = coalesce(outcome, 'reference')"
        " WHERE state = 'issued'"
    )
    day = 'date(submitted_at)' if _sqlite() else 'CAST(submitted_at AS date)'
    op.execute(f'UPDATE rating SET filled_on = coalesce(filled_on, {day}) WHERE on_paper')
    op.execute("UPDATE rating SET reason = '纸面台账未注明' WHERE on_paper AND reason = ''")
    _checked('rating', ('filled', 'reason', 'on_paper'), {
        'filled': FILLED.format('filled_on IS NOT NULL'), 'reason': REASON,
    })
    with op.batch_alter_table('rating', schema=None) as batch_op:
        batch_op.drop_column('on_paper')
    _said(*reversed(NOT_STATED))
    _checked('reply', ('issued', 'classed'), {'issued': BEFORE})
    _keep()
