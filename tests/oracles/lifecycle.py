"""What holds for every case at every moment, in plain SQL; each query names what breaks it."""

from __future__ import annotations

LIVE = "a.state NOT IN ('proposed', 'returned', 'ended')"
ANSWERING = "a.role IN ('independent', 'host', 'separate')"
AT_UNITS = "('assigned', 'handling', 'replied', 'closed')"

BROKEN = {
    "a case at the units has one independent unit, one host, or two or more separate ones": f"""
SELECT c.id FROM case_record c WHERE c.state IN {AT_UNITS} AND NOT EXISTS (
  SELECT 1 FROM assignment a WHERE a.case_id = c.id AND {LIVE} GROUP BY a.case_id HAVING
    (sum(CASE WHEN a.role = 'independent' THEN 1 ELSE 0 END) = 1 AND count(*) = 1)
    OR (sum(CASE WHEN a.role = 'host' THEN 1 ELSE 0 END) = 1
        AND sum(CASE WHEN a.role IN ('independent', 'separate') THEN 1 ELSE 0 END) = 0)
    OR (sum(CASE WHEN a.role = 'separate' THEN 1 ELSE 0 END) >= 2
        AND sum(CASE WHEN a.role <> 'separate' THEN 1 ELSE 0 END) = 0))
""",
    "each separate unit has its part": f"""
SELECT a.case_id FROM assignment a WHERE {LIVE} AND a.role = 'separate' AND a.part = ''
""",
    "no unit has a case twice": f"""
SELECT a.case_id FROM assignment a WHERE {LIVE} GROUP BY a.case_id, a.unit_id HAVING count(*) > 1
""",
    "a case that left has no unit at work": f"""
SELECT c.id FROM case_record c JOIN assignment a ON a.case_id = c.id
 WHERE c.state IN ('submitted', 'not_filed', 'turned', 'merged', 'withdrawn', 'handed_out', 'void')
   AND {LIVE}
""",
    "a replied or closed case has every answer of the present round": f"""
SELECT c.id FROM case_record c JOIN assignment a ON a.case_id = c.id
 WHERE c.state IN ('replied', 'closed') AND {LIVE} AND {ANSWERING} AND (a.state <> 'replied'
   OR NOT EXISTS (SELECT 1 FROM reply r WHERE r.assignment_id = a.id AND r.round = a.round
                  AND r.state = 'issued'))
""",
    "a closed case has each rating received or lapsed": f"""
SELECT c.id FROM case_record c JOIN assignment a ON a.case_id = c.id
 WHERE c.state = 'closed' AND {LIVE} AND {ANSWERING}
   AND NOT EXISTS (SELECT 1 FROM rating g WHERE g.assignment_id = a.id AND g.round = a.round
                   AND g.state IN ('submitted', 'lapsed'))
""",
    "a closed case has no paper form waiting and no 不满意 without a decision, but a late one": """
SELECT c.id FROM case_record c JOIN rating g ON g.case_id = c.id
  LEFT JOIN rework_decision w ON w.rating_id = g.id
 WHERE c.state = 'closed' AND (g.state = 'pending'
   OR (g.state = 'submitted' AND g.overall = 'unsatisfied' AND w.id IS NULL))
   AND NOT EXISTS (SELECT 1 FROM history_entry h WHERE h.act = 'rating.lapsed'
                   AND h.subject_type = 'rating' AND h.subject_id = g.id)
""",
    "a request for a later date waits with a unit that owes its letter": f"""
SELECT a.case_id FROM extension_request q JOIN assignment a ON a.id = q.assignment_id
 WHERE q.state IN ('asked', 'confirmed') AND (NOT {ANSWERING} OR q.round <> a.round
   OR a.state NOT IN ('signed', 'handling', 'return_requested'))
""",
    "a date is an extension where it was granted, or is later than the one counted before": """
SELECT d.case_id FROM deadline d WHERE d.kind = 'reply' AND d.rule = 'office.set'
 AND NOT EXISTS (SELECT 1 FROM extension_request q WHERE q.assignment_id = d.subject_id
   AND q.round = d.ordinal AND q.state = 'granted' AND q.due_on = d.due_on AND d.extends)
 AND d.extends <> (d.due_on > coalesce(
  (SELECT b.due_on FROM deadline b WHERE b.subject_id = d.subject_id AND b.kind = 'reply'
    AND b.ordinal = d.ordinal AND b.rule <> 'office.set' AND b.id < d.id
    ORDER BY b.id DESC LIMIT 1),
  (SELECT min(b.due_on) FROM deadline b WHERE b.subject_id = d.subject_id AND b.kind = 'reply'
    AND b.ordinal = d.ordinal AND b.id = (SELECT min(f.id) FROM deadline f
      WHERE f.subject_id = d.subject_id AND f.kind = 'reply' AND f.ordinal = d.ordinal))))
""",
    "a granted later date came into force once in its round": """
SELECT a.case_id FROM extension_request q JOIN assignment a ON a.id = q.assignment_id
 WHERE q.state = 'granted' AND 1 <> (SELECT count(*) FROM deadline d WHERE d.kind = 'reply'
   AND d.subject_id = a.id AND d.ordinal = q.round AND d.extends AND d.due_on = q.due_on
   AND d.set_on = q.decided_on)
""",
    "a rating belongs to an issued letter of its own round": """
SELECT g.case_id FROM rating g LEFT JOIN reply r ON r.id = g.reply_id
 WHERE r.id IS NULL OR r.state <> 'issued' OR r.assignment_id <> g.assignment_id
    OR r.round <> g.round OR r.case_id <> g.case_id
""",
    "a letter has one rating": """
SELECT g.case_id FROM rating g WHERE g.state IN ('pending', 'submitted', 'lapsed')
 GROUP BY g.case_id, g.assignment_id, g.round HAVING count(*) > 1
""",
    "不满意 has its reason": """
SELECT g.case_id FROM rating g WHERE g.overall = 'unsatisfied' AND g.reason = ''
   AND NOT g.on_paper
""",
    "an issued letter has number, day, signer and class, or came on paper": """
SELECT r.case_id FROM reply r WHERE r.state = 'issued'
   AND (r.issued_on IS NULL OR ((r.number = '' OR r.signer = '' OR r.reply_class IS NULL
   OR r.outcome IS NULL) AND NOT (r.not_stated AND r.on_behalf)))
""",
    "a later round was ordered": """
SELECT a.case_id FROM assignment a WHERE a.round > 1 AND NOT EXISTS (
  SELECT 1 FROM history_entry h WHERE h.case_id = a.case_id AND h.act = 'assignment.reopened')
""",
    "a promise belongs to an issued letter": """
SELECT p.case_id FROM commitment p JOIN reply r ON r.id = p.reply_id WHERE r.state <> 'issued'
""",
    "a proposal that the committee did not file has its decision, another one has none such": """
SELECT c.id FROM case_record c LEFT JOIN filing f ON f.case_id = c.id AND f.taken_back_at IS NULL
    AND f.outcome <> 'sent_back'
 WHERE (c.state IN ('not_filed', 'turned', 'merged') AND (f.id IS NULL OR f.outcome <> c.state))
    OR (c.state NOT IN ('not_filed', 'turned', 'merged') AND f.outcome <> 'filed')
    OR (c.state = 'submitted' AND f.id IS NOT NULL)
""",
    "no suggestion is filed": """
SELECT c.id FROM case_record c LEFT JOIN filing f ON f.case_id = c.id WHERE c.kind = 'suggestion'
   AND (f.id IS NOT NULL OR c.state IN ('submitted', 'not_filed', 'turned', 'merged'))
""",
    "what others were merged into is still handled": """
SELECT f.leading_id FROM filing f JOIN case_record c ON c.id = f.leading_id
 WHERE f.taken_back_at IS NULL AND c.state IN ('submitted', 'not_filed', 'turned', 'merged',
   'withdrawn', 'handed_out', 'void')
""",
    "nothing happened to a case that the log does not tell": """
SELECT c.id FROM case_record c WHERE NOT EXISTS (
  SELECT 1 FROM audit_entry e WHERE e.object_type = 'case_record' AND e.object_id = c.id)
""",
}

COUNTED = {
    "submitted": ("submitted",),
    "registered": ("registered", "assign_pending"),
    "assigned": ("assigned",),
    "handling": ("handling",),
    "replied": ("replied",),
    "closed": ("closed",),
    "not_filed": ("not_filed",),
    "turned": ("turned",),
    "merged": ("merged",),
    "withdrawn": ("withdrawn",),
    "handed_out": ("handed_out",),
    "void": ("void",),
}
PARTS = {
    "class_{}_share": ("a", "b", "c", "d", "unstated"),
    "{}_rate": ("satisfied", "basically_satisfied", "unsatisfied"),
}


def counts(rows) -> dict[str, int]:
    """Return how many cases are in each state, and all but void ones, each counted once."""
    held = dict(rows("SELECT state, count(*) FROM case_record GROUP BY state"))
    found = {name: sum(held.get(one, 0) for one in some) for name, some in COUNTED.items()}
    return {"received": sum(held.values()) - found["void"], **found}


def broken(rows) -> list[tuple[str, int]]:
    """Return what is broken and for which case; `rows` runs a query."""
    return [(name, found[0]) for name, query in BROKEN.items() for found in rows(query)]
