"""What a unit reads of a case in its list."""

from __future__ import annotations

from tests.reports import made
from tests.reports.made import BAD, GOOD, MARCH_18, A, R, S, a_letter, day, part
from tracker.reports.masks import for_unit
from tracker.standing.facts import Said, Talk

TODAY = day(6, 30)


def split():
    """A case of two separate units, both met the deputy, both were rated."""
    parts = []
    for unit, value in ((made.EDUCATION, GOOD), (made.CITY, BAD)):
        own = part(unit, R.SEPARATE, letters=[a_letter(day(5, 8), A.A)])
        own.talks, own.ratings = [Talk(day(4, 1), True)], [Said(1, day(5, 12), value)]
        parts.append(own)
    return made.case(1, *parts, states=((MARCH_18, S.ASSIGNED), (day(5, 8), S.REPLIED)))


def told(case):
    """Number of ratings, contacts and letters of each part."""
    return [(len(row.ratings), len(row.talks), len(row.letters)) for row in case.parts]


def test_a_separate_unit_reads_the_other_letter_but_neither_its_rating_nor_its_contacts():
    assert told(for_unit(split(), 1, TODAY, sees_ratings=True)) == [(1, 1, 1), (0, 0, 1)]
    assert told(for_unit(split(), 2, TODAY, sees_ratings=True)) == [(0, 0, 1), (1, 1, 1)]


def test_where_the_rulebook_keeps_ratings_from_units_there_are_none():
    assert told(for_unit(split(), 1, TODAY, sees_ratings=False)) == [(0, 1, 1), (0, 0, 1)]


def test_an_assisting_unit_reads_the_contacts_of_the_host_but_not_its_rating():
    host = part(made.CITY, R.HOST, talks=[Talk(day(4, 1), True)], ratings=[Said(1, TODAY, GOOD)])
    case = made.case(1, host, part(made.FINANCE, R.ASSISTING))
    assert told(for_unit(case, 3, TODAY, sees_ratings=True)) == [(0, 1, 0), (0, 0, 0)]


def test_a_former_unit_reads_nothing_that_came_after_it():
    back = part(made.FINANCE, ended_on=day(3, 24), returned=True)
    after = part(made.CITY, letters=[a_letter(day(5, 8), A.A)])
    states = ((MARCH_18, S.ASSIGNED), (day(5, 8), S.REPLIED))
    case = made.case(1, back, after, states=states, due_on=day(6, 18), followed=True)
    seen = for_unit(case, 3, TODAY, sees_ratings=True)
    assert [row.unit_id for row in seen.parts] == [3]
    assert (seen.due_on, seen.followed, seen.changes) == (None, False, [])
    assert told(seen) == [(0, 0, 0)]
