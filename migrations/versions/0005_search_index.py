"""An index of bigrams for the search, one for the ledger; names are compared by OpenCC's pairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.cases.grams import grams, lines_of, token, without
from tracker.cases.numbering import case_label
from tracker.kernel.simplified import fold
from tracker.terms import Kind, Period
from tracker.units.names import names_to_search

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

LISTED = ['received_on', 'id', 'state', 'kind', 'period', 'session_id', 'due_on', 'topic',
          'key_item', 'confidential', 'assigned_on', 'replied_on']
AT_ONCE = 500
CASES = sa.text('SELECT id, kind, period, number, number_key, title, topic, text, confidential '
                'FROM case_record WHERE id > :last ORDER BY id LIMIT :some')
PEOPLE = sa.text('SELECT case_id, name, group_name FROM submitter '
                 'WHERE case_id > :last AND case_id <= :until ORDER BY case_id, position')
LETTERS = sa.text('SELECT reply.id, reply.case_id, reply.number, reply.text, reply.issued_on, '
                  'assignment.unit_id FROM reply JOIN assignment ON assignment.id = assignment_id '
                  "WHERE reply.state = 'issued' AND reply.case_id > :last "
                  'AND reply.case_id <= :until ORDER BY reply.id')


def upgrade():
    op.execute('DELETE FROM case_text')
    with op.batch_alter_table('case_text', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True, comment='哪个单位的'))
        batch_op.add_column(sa.Column('since', sa.Date(), nullable=True, comment='自'))
        batch_op.add_column(sa.Column('nameless', sa.Boolean(), nullable=False, comment='不含提出者姓名'))
        batch_op.alter_column('text', existing_type=sa.Text(), existing_nullable=False,
                              comment='文字（供查找）', existing_comment='文字')
        batch_op.drop_constraint('uq_case_text_case_id_source', type_='unique')
        batch_op.create_unique_constraint('uq_case_text_case_id_source_nameless',
                                          ['case_id', 'source', 'nameless'])
        batch_op.create_foreign_key('fk_case_text_unit_id', 'unit', ['unit_id'], ['id'])
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.create_index('ix_case_record_list', LISTED, unique=False)
    with op.batch_alter_table('submitter', schema=None) as batch_op:
        batch_op.create_index('ix_submitter_lead_group', ['group_name', 'case_id'], unique=False,
                              sqlite_where=sa.text('position = 0'),
                              postgresql_where=sa.text('position = 0'))
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('names', sa.Text(), nullable=False, server_default='',
                                      comment='各名称（供查找）'))
    _name_units()
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.alter_column('names', existing_type=sa.Text(), existing_nullable=False,
                              server_default=None, existing_comment='各名称（供查找）')
    for table in ('deputy', 'submitter'):
        _fold_names(table)
    _make_index()
    _fill()


def downgrade():
    op.execute('DROP TABLE IF EXISTS case_text_index')
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_column('names')
    with op.batch_alter_table('case_record', schema=None) as batch_op:
        batch_op.drop_index('ix_case_record_list')
    with op.batch_alter_table('submitter', schema=None) as batch_op:
        batch_op.drop_index('ix_submitter_lead_group')
    op.execute(sa.text('DELETE FROM case_text WHERE nameless'))
    with op.batch_alter_table('case_text', schema=None) as batch_op:
        batch_op.drop_constraint('fk_case_text_unit_id', type_='foreignkey')
        batch_op.drop_constraint('uq_case_text_case_id_source_nameless', type_='unique')
        batch_op.create_unique_constraint('uq_case_text_case_id_source', ['case_id', 'source'])
        batch_op.alter_column('text', existing_type=sa.Text(), existing_nullable=False,
                              comment='文字', existing_comment='文字（供查找）')
        batch_op.drop_column('nameless')
        batch_op.drop_column('since')
        batch_op.drop_column('unit_id')


def _make_index():
    if op.get_bind().dialect.name == 'sqlite':
        op.execute("CREATE VIRTUAL TABLE case_text_index USING fts5(grams, content='', tokenize='ascii')")
    else:
        op.execute('CREATE TABLE case_text_index (id INTEGER PRIMARY KEY, grams TSVECTOR NOT NULL)')
        op.execute('CREATE INDEX ix_case_text_index_grams ON case_text_index USING gin (grams)')


def _name_units():
    """Note by which names each unit is found."""
    bind = op.get_bind()
    aliases = {}
    for unit_id, alias in bind.execute(sa.text('SELECT unit_id, alias FROM unit_alias')):
        aliases.setdefault(unit_id, []).append(alias)
    for row in list(bind.execute(sa.text('SELECT id, name, short_name FROM unit'))):
        names = names_to_search(row.name, row.short_name, aliases.get(row.id, ()))
        bind.execute(sa.text('UPDATE unit SET names = :names WHERE id = :id'),
                     {'id': row.id, 'names': names})


def _fold_names(table):
    """Compare names by more pairs of characters than before."""
    bind = op.get_bind()
    for row in list(bind.execute(sa.text(f'SELECT id, name_key FROM {table}'))):
        if fold(row.name_key) != row.name_key:
            bind.execute(sa.text(f'UPDATE {table} SET name_key = :key WHERE id = :id'),
                         {'id': row.id, 'key': fold(row.name_key)})


def _fill():
    """Index every case and every issued letter."""
    bind, last, count = op.get_bind(), 0, 0
    while rows := bind.execute(CASES, {'last': last, 'some': AT_ONCE}).all():
        span = {'last': last, 'until': rows[-1].id}
        people, letters = {}, {}
        for row in bind.execute(PEOPLE, span):
            people.setdefault(row.case_id, []).extend((row.name, row.group_name))
        for row in bind.execute(LETTERS, span):
            letters.setdefault(row.case_id, []).append(row)
        made = [text for row in rows
                for text in _texts(row, people.get(row.id, ()), letters.get(row.id, ()))]
        for number, text in enumerate(made, count + 1):
            _put(bind, dict(text, id=number))
        count += len(made)
        last = rows[-1].id
    if bind.dialect.name == 'postgresql':
        bind.execute(sa.text("SELECT setval(pg_get_serial_sequence('case_text', 'id'), "
                             'greatest(:count, 1), :count > 0)'), {'count': count})


def _texts(case, people, letters):
    """Give the rows of one case: itself, its proposers, its letters."""
    numbers = (_label(case, case.number), case.number, _label(case, case.number_key))
    texts = [('case', (*numbers, case.title, case.topic, case.text), None, None),
             ('names', tuple(people), None, None)]
    texts += [(f'reply.{row.id}', (row.number, row.text), row.unit_id, row.issued_on)
              for row in letters]
    for source, pieces, unit_id, since in texts:
        text = lines_of(pieces)
        row = {'case_id': case.id, 'source': source, 'unit_id': unit_id, 'since': since}
        yield dict(row, text=text, nameless=False)
        if case.confidential and source != 'names':
            yield dict(row, text=without(text, people), nameless=True)


def _label(case, number):
    """Return kind and number as people say it."""
    return case_label(Kind(case.kind), Period(case.period), number)


def _put(bind, row):
    """Keep one text and its grams."""
    bind.execute(sa.text('INSERT INTO case_text (id, case_id, source, text, unit_id, since, nameless) '
                         'VALUES (:id, :case_id, :source, :text, :unit_id, :since, :nameless)'), row)
    pairs = grams(row['text'])
    if bind.dialect.name == 'sqlite':
        bind.execute(sa.text('INSERT INTO case_text_index (rowid, grams) VALUES (:id, :grams)'),
                     {'id': row['id'], 'grams': ' '.join(map(token, pairs))})
        return
    bind.execute(sa.text('INSERT INTO case_text_index (id, grams) '
                         'VALUES (:id, array_to_tsvector(CAST(:grams AS TEXT[])))'),
                 {'id': row['id'], 'grams': sorted({a + b for a, b in pairs})})
