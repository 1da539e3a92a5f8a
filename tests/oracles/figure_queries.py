"""How cases and assignments stood at the end of a day, in plain SQL on the base tables.

See `figures.py`. `DAY` is that day, `MIDNIGHT` the instant at which it ends in China, told in UTC.
"""

from __future__ import annotations

from datetime import date

GONE = "('submitted', 'not_filed', 'turned', 'merged', 'withdrawn', 'handed_out', 'void')"
ANSWERS = "('independent', 'host', 'separate')"
MET = "('visit', 'forum', 'survey', 'face_reply')"
OF_CASE = "subject_type = 'case_record' AND h.subject_id = h.case_id"
OF_PART = "h.subject_type = 'assignment' AND h.subject_id"
WORSE = "CASE v.value WHEN 'satisfied' THEN 1 WHEN 'basically_satisfied' THEN 2 ELSE 3 END"

# the state is what the last entry says that names the day or one before it; before all of them it
# is the one that the first entry left
STOOD = f"""
first_moved AS (SELECT h.case_id, min(h.id) AS entry FROM history_entry h
  WHERE h.{OF_CASE} AND h.old_state IS NOT NULL AND h.new_state IS NOT NULL GROUP BY h.case_id),
moved AS (SELECT h.case_id, max(h.id) AS entry FROM history_entry h
  WHERE h.{OF_CASE} AND h.old_state IS NOT NULL AND h.new_state IS NOT NULL AND h."on" <= DAY
  GROUP BY h.case_id),
stood AS (SELECT c.id, c.kind, coalesce(h.new_state, b.old_state, c.state) AS state
  FROM case_record c
  LEFT JOIN moved m ON m.case_id = c.id LEFT JOIN history_entry h ON h.id = m.entry
  LEFT JOIN first_moved f ON f.case_id = c.id LEFT JOIN history_entry b ON b.id = f.entry
  WHERE c.received_on <= DAY),
undone AS (SELECT h.subject_id AS part FROM history_entry h
  WHERE h.subject_type = 'assignment' AND h.act = 'assignment.taken_back' AND h."on" <= DAY),
begun AS (SELECT a.case_id, min(a.assigned_on) AS began FROM assignment a
  WHERE a.role IN {ANSWERS} AND a.assigned_on IS NOT NULL
    AND a.id NOT IN (SELECT part FROM undone) GROUP BY a.case_id),
given AS (SELECT a.id, a.case_id, a.unit_id, a.role, a.assigned_on, a.ended_on, s.state, b.began,
    CASE WHEN a.ended_on IS NULL OR a.ended_on > DAY THEN 1 ELSE 0 END AS held
  FROM assignment a JOIN stood s ON s.id = a.case_id LEFT JOIN begun b ON b.case_id = a.case_id
  WHERE a.assigned_on <= DAY AND s.state NOT IN {GONE}
    AND a.id NOT IN (SELECT part FROM undone))
"""
# a limit of the answer stands from the day on which it was set, the first one of a round from the
# order; an entry made later that names the same day or an earlier one takes its place altogether
LIMITS = """
asked AS (SELECT d.id, d.subject_id AS part, d.ordinal AS turn, d.due_on,
    CASE WHEN d.id = min(d.id) OVER (PARTITION BY d.subject_id, d.ordinal)
      THEN d.event_on ELSE d.set_on END AS since
  FROM deadline d WHERE d.subject_type = 'assignment' AND d.kind = 'reply'),
limits AS (SELECT q.*, lead(q.since) OVER (PARTITION BY q.part, q.turn ORDER BY q.id) AS moved_on,
    row_number() OVER (PARTITION BY q.part, q.turn ORDER BY q.id DESC) AS latest
  FROM asked q WHERE q.since <= DAY AND NOT EXISTS (SELECT 1 FROM asked x WHERE x.part = q.part
    AND x.turn = q.turn AND x.id > q.id AND x.since <= q.since)),
binding AS (SELECT part, min(id) AS limit_id FROM limits
  WHERE turn = 1 AND (moved_on IS NULL OR moved_on > due_on) GROUP BY part),
original AS (SELECT part, min(id) AS limit_id FROM asked WHERE turn = 1 GROUP BY part),
turns AS (SELECT h.subject_id AS part, 1 + count(*) AS turn FROM history_entry h
  WHERE h.subject_type = 'assignment' AND h.act = 'assignment.reopened' AND h."on" <= DAY
  GROUP BY h.subject_id)
"""
LETTERS = """
letters AS (SELECT r.assignment_id AS part, r.id, r.round, r.issued_on, r.reply_class,
    row_number() OVER (PARTITION BY r.assignment_id
      ORDER BY r.round, r.edition) AS rising,
    row_number() OVER (PARTITION BY r.assignment_id
      ORDER BY r.round DESC, r.edition DESC) AS falling
  FROM reply r WHERE r.state = 'issued' AND r.issued_on <= DAY),
reached AS (SELECT DISTINCT l.part FROM letters l JOIN delivery v ON v.reply_id = l.id
  JOIN submitter s ON s.id = v.submitter_id WHERE s.position = 0 AND v.delivered_on <= DAY)
"""
RATINGS = f"""
ratings AS (SELECT g.assignment_id AS part, g.round, max({WORSE}) AS worst,
    row_number() OVER (PARTITION BY g.assignment_id ORDER BY g.round DESC) AS falling
  FROM rating g JOIN rating_value v ON v.rating_id = g.id
  WHERE g.state = 'submitted' AND CASE WHEN g.on_paper AND g.filled_on IS NOT NULL
    THEN g.filled_on <= DAY ELSE g.submitted_at < MIDNIGHT END
  GROUP BY g.id, g.assignment_id, g.round),
lapses AS (SELECT DISTINCT g.assignment_id AS part FROM rating g
  WHERE g.state IN ('lapsed', 'pending', 'submitted') AND g.lapsed_on <= DAY)
"""
TALKS = f"""
talks AS (SELECT t.assignment_id AS part, t.held_on,
    CASE WHEN t.phase = 'after' THEN 1 ELSE 0 END AS afterwards,
    CASE WHEN t.form IN {MET} THEN 1 ELSE 0 END AS met
  FROM contact t WHERE t.held_on <= DAY
    AND NOT EXISTS (SELECT 1 FROM contact x WHERE x.corrects_id = t.id))
"""
# who answers: each with its first and last letter, its last and its first rating
ANSWERING = f"""
part AS (SELECT p.id, p.case_id, p.unit_id, p.state, p.assigned_on, p.began,
    first.issued_on AS first_on, last.reply_class AS mark,
    CASE WHEN last.part IS NOT NULL AND last.reply_class IS NULL THEN 1 ELSE 0 END AS unmarked,
    said.worst AS rating,
    said.round AS rated_round, early.worst AS first_rating,
    CASE WHEN reached.part IS NULL THEN 0 ELSE 1 END AS delivered,
    CASE WHEN lapses.part IS NULL THEN 0 ELSE 1 END AS lapsed,
    CASE WHEN coalesce(turns.turn, 1) > 1 THEN 1 ELSE 0 END AS again,
    CASE WHEN due.due_on < DAY AND (first.issued_on IS NULL OR first.issued_on > due.due_on)
      THEN 1 ELSE 0 END AS missed,
    CASE WHEN old.due_on < DAY AND (first.issued_on IS NULL OR first.issued_on > old.due_on)
      THEN 1 ELSE 0 END AS missed_original
  FROM given p
  LEFT JOIN letters first ON first.part = p.id AND first.rising = 1
  LEFT JOIN letters last ON last.part = p.id AND last.falling = 1
  LEFT JOIN ratings said ON said.part = p.id AND said.falling = 1
  LEFT JOIN ratings early ON early.part = p.id AND early.round = 1
  LEFT JOIN reached ON reached.part = p.id
  LEFT JOIN lapses ON lapses.part = p.id
  LEFT JOIN turns ON turns.part = p.id
  LEFT JOIN binding ON binding.part = p.id LEFT JOIN deadline due ON due.id = binding.limit_id
  LEFT JOIN original ON original.part = p.id LEFT JOIN deadline old ON old.id = original.limit_id
  WHERE p.held = 1 AND p.role IN {ANSWERS})
"""
# KEY is the case, or the assignment where each unit's own part is counted
ITEMS = f"""
WITH {STOOD}, {LIMITS}, {LETTERS}, {RATINGS}, {TALKS}, {ANSWERING},
item AS (SELECT KEY AS item, min(p.case_id) AS case_id, min(p.unit_id) AS unit_id,
    min(p.state) AS state, min(BEGAN) AS began,
    CASE WHEN count(p.first_on) = count(*) THEN max(p.first_on) END AS replied_on,
    max(p.missed) AS missed, max(p.missed_original) AS missed_original,
    max(p.delivered) AS delivered, max(p.lapsed) AS lapsed, max(p.again) AS again,
    max(p.rating) AS rating, max(p.first_rating) AS first_rating,
    max(CASE WHEN p.rated_round > 1 THEN p.rating END) AS again_rating, max(p.mark) AS mark,
    max(p.unmarked) AS unmarked
  FROM part p GROUP BY KEY),
spoken AS (SELECT i.item, min(t.held_on) AS first_talk, max(t.met) AS met,
    max(CASE WHEN t.afterwards = 0 AND t.held_on <= i.replied_on THEN 1 ELSE 0 END) AS talked
  FROM item i JOIN part p ON KEY = i.item JOIN talks t ON t.part = p.id GROUP BY i.item)
SELECT i.case_id, i.unit_id, i.state, i.began, i.replied_on, i.missed, i.missed_original,
  i.delivered, i.lapsed, i.again, i.rating, i.first_rating, i.again_rating, i.mark, i.unmarked,
  s.first_talk, coalesce(s.met, 0), coalesce(s.talked, 0)
 FROM item i LEFT JOIN spoken s ON s.item = i.item
"""
STATES = f"WITH {STOOD} SELECT s.id, s.state FROM stood s"
PROPOSALS = f"WITH {STOOD} SELECT s.id, s.state FROM stood s WHERE s.kind = 'proposal'"
# a sign-for stands until it is recalled; an opinion is recalled under its own number
PARTS = f"""
WITH {STOOD}, {LIMITS}, {LETTERS},
signs AS (SELECT h.subject_id AS part, min(h."on") AS signed_on FROM history_entry h
  WHERE h.act = 'assignment.signed' AND h."on" <= DAY AND NOT EXISTS (SELECT 1
    FROM history_entry x WHERE x.act = 'assignment.sign_recalled' AND x.subject_id = h.subject_id
      AND x.id > h.id AND x."on" <= DAY) GROUP BY h.subject_id),
opinions AS (SELECT o.assignment_id AS part, min(o.submitted_on) AS given_on FROM opinion o
  WHERE o.submitted_on <= DAY AND o.signed_on IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM history_entry h
    WHERE h.subject_type = 'opinion' AND h.subject_id = o.id AND h.new_state = 'recalled'
      AND h."on" <= DAY) GROUP BY o.assignment_id),
dues AS (SELECT d.subject_id AS part, d.kind, max(d.id) AS limit_id FROM deadline d
  WHERE d.subject_type = 'assignment' AND d.kind IN ('sign', 'assist') AND d.rule <> 'assist_redo'
  GROUP BY d.subject_id, d.kind)
SELECT p.id, p.case_id, p.unit_id, p.role, p.held, p.ended_on, l.issued_on,
  s.signed_on, sign.due_on, o.given_on, assist.due_on,
  (SELECT count(*) FROM return_request q WHERE q.assignment_id = p.id AND q.state = 'granted'
    AND q.decided_on <= DAY),
  CASE WHEN p.held = 1 AND p.role IN {ANSWERS} AND NOT EXISTS (SELECT 1 FROM letters w
    WHERE w.part = p.id AND w.round = coalesce(turns.turn, 1)) THEN open.due_on END
 FROM given p
 LEFT JOIN letters l ON l.part = p.id AND l.rising = 1
 LEFT JOIN signs s ON s.part = p.id
 LEFT JOIN opinions o ON o.part = p.id
 LEFT JOIN dues t ON t.part = p.id AND t.kind = 'sign'
 LEFT JOIN deadline sign ON sign.id = t.limit_id
 LEFT JOIN dues u ON u.part = p.id AND u.kind = 'assist'
 LEFT JOIN deadline assist ON assist.id = u.limit_id
 LEFT JOIN turns ON turns.part = p.id
 LEFT JOIN limits open ON open.part = p.id AND open.turn = coalesce(turns.turn, 1)
   AND open.latest = 1
"""
# a promise falls due on the day that the last edition of its letter names, else on the one that
# was named first; 结转 moves nothing
PROMISES = f"""
WITH {STOOD}, {LETTERS},
dated AS (SELECT k.id, k.assignment_id AS part, k.state, k.ended_on,
    coalesce(r.promise_due_on, k.named_due_on) AS due_on,
    row_number() OVER (PARTITION BY k.id ORDER BY r.edition DESC) AS falling
  FROM commitment k JOIN reply own ON own.id = k.reply_id JOIN reply r ON r.id = own.id
    OR (r.assignment_id = own.assignment_id AND r.round = own.round AND r.edition > own.edition
      AND r.state = 'issued' AND r.issued_on <= DAY AND r.promise = k.text
      AND r.promise_due_on IS NOT NULL)
  WHERE k.opened_on <= DAY AND NOT EXISTS (SELECT 1 FROM history_entry h
    WHERE h.subject_type = 'commitment' AND h.subject_id = k.id
      AND h.act = 'commitment.replaced' AND h."on" <= DAY))
SELECT p.id, count(*), sum(CASE WHEN d.state = 'closed' AND d.ended_on <= d.due_on
    THEN 1 ELSE 0 END)
 FROM dated d JOIN given p ON p.id = d.part WHERE d.falling = 1 AND d.due_on < DAY GROUP BY p.id
"""


def of_cases(day: date) -> str:
    """Return what tells how each case stood as a whole."""
    return asof(ITEMS.replace("KEY", "p.case_id").replace("BEGAN", "p.began"), day)


def of_own_parts(day: date) -> str:
    """Return what tells how each unit's own answering part stood."""
    return asof(ITEMS.replace("KEY", "p.id").replace("BEGAN", "p.assigned_on"), day)


def asof(query: str, day: date) -> str:
    """Put a day into a query; in China it ends at four in the afternoon UTC."""
    return query.replace("DAY", f"'{day}'").replace("MIDNIGHT", f"'{day} 16:00:00+00'")
