"""How guessing is slowed down; figures of the promise: 480 and 1,000 tries a day."""

from datetime import UTC, datetime, timedelta

from tracker.accounts.throttle import Limits, Tries, held

START = datetime(2026, 3, 18, 1, tzinfo=UTC)
LIMITS = Limits(5, timedelta(minutes=15))
DAY = timedelta(days=1)


def _tries(failures, now, source, familiar):
    """What the rule is given: failures = [(instant, source)] on one account."""
    recent = [(at, ip) for at, ip in failures if at > now - DAY]
    own = [at for at, ip in recent if ip == source]
    return Tries(own, [at for at, _ in recent], own, familiar)


def _guess(hours, step, sources, familiar=False):
    """Let every source try at each step; return the judged tries."""
    judged, now = [], START
    while now < START + timedelta(hours=hours):
        for source in range(sources):
            if not held(_tries(judged, now, source, familiar), now, LIMITS):
                judged.append((now, source))
        now += step
    return judged


def test_the_sixth_try_waits_until_fifteen_minutes_after_the_fifth():
    failures = [START + timedelta(minutes=minute) for minute in (0, 1, 2, 3, 4)]
    tries = Tries(failures, failures, failures, True)
    assert not held(Tries(failures[:4], failures[:4], [], True), failures[4], LIMITS)
    assert held(tries, START + timedelta(minutes=18, seconds=59), LIMITS)
    assert not held(tries, START + timedelta(minutes=19), LIMITS)


def test_five_slow_failures_do_not_lock():
    failures = [START + timedelta(minutes=4 * number) for number in range(5)]
    tries = Tries(failures, failures, failures, True)
    assert not held(tries, failures[-1] + timedelta(seconds=1), LIMITS)


def test_one_source_that_never_stops_gets_no_more_than_480_tries_a_day():
    judged = _guess(24, timedelta(seconds=20), sources=1, familiar=True)
    assert 400 < len(judged) <= 480


def test_twenty_strange_sources_together_get_no_more_than_500_tries_a_day():
    judged = _guess(24, timedelta(seconds=30), sources=20)
    assert 400 < len(judged) <= 500


def test_a_familiar_source_still_gets_in_while_strangers_guess():
    strange = [START + timedelta(seconds=number) for number in range(500)]
    now = START + timedelta(hours=1)
    assert held(Tries([], strange, [], familiar=False), now, LIMITS)
    assert not held(Tries([], strange, [], familiar=True), now, LIMITS)


def test_all_sources_together_get_no_more_than_a_thousand():
    failures = [START + timedelta(seconds=number) for number in range(1000)]
    assert held(Tries([], failures, [], familiar=True), START + timedelta(hours=20), LIMITS)


def test_after_twenty_failures_a_strange_source_waits_a_minute_between_tries():
    failures = [START + timedelta(minutes=number) for number in range(20)]
    last = failures[-1]
    assert held(Tries([], failures, [], False), last + timedelta(seconds=59), LIMITS)
    assert not held(Tries([], failures, [], False), last + timedelta(seconds=60), LIMITS)


def test_thirty_failures_on_many_accounts_hold_a_source_back_but_not_those_who_work_there():
    source = [START + timedelta(seconds=10 * number) for number in range(30)]
    now = source[-1] + timedelta(minutes=1)
    assert held(Tries([], [], source, familiar=False), now, LIMITS)
    assert not held(Tries([], [], source, familiar=True), now, LIMITS)
