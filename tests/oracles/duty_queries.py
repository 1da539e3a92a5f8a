"""The facts on which duties hang, in plain SQL on the base tables; see `duties.py`."""

from __future__ import annotations

ENDED = "('withdrawn', 'handed_out', 'void')"
LIVE = "a.state NOT IN ('proposed', 'returned', 'ended')"
BEFORE = "('assigned', 'signed', 'handling', 'return_requested')"
ASKED = """
(SELECT q.state FROM return_request q WHERE q.assignment_id = a.id
  AND q.state IN ('asked', 'confirmed'))
"""
LAST_ISSUED = """
r.state = 'issued' AND r.round = a.round AND NOT EXISTS (SELECT 1 FROM reply x
  WHERE x.assignment_id = a.id AND x.round = a.round AND x.state = 'issued'
    AND x.edition > r.edition)
"""
TO_LEAD = """
(SELECT v.delivered_on FROM delivery v JOIN submitter s ON s.id = v.submitter_id
  WHERE v.reply_id = r.id AND s.case_id = r.case_id AND s.position = 0)
"""
SAID = """
(SELECT count(*) FROM rating g WHERE g.assignment_id = a.id AND g.round = a.round
  AND g.state IN ('pending', 'submitted', 'lapsed'))
"""
LEAD_LOGS_IN = """
EXISTS (SELECT 1 FROM submitter s JOIN account p ON p.deputy_id = s.deputy_id
  JOIN account_role o ON o.account_id = p.id AND o.role = 'DEP'
  WHERE s.case_id = c.id AND s.position = 0 AND p.state = 'active')
"""
WAITING = """
SELECT c.id, c.state, c.period, coalesce(f.decided_on, c.received_on), n.closed_on
  FROM case_record c JOIN congress_session n ON n.id = c.session_id
  LEFT JOIN filing f ON f.case_id = c.id AND f.outcome = 'filed' AND f.taken_back_at IS NULL
 WHERE c.state IN ('registered', 'assign_pending')
"""
UNFILED = "SELECT c.id, c.received_on FROM case_record c WHERE c.state = 'submitted'"
PARTS = f"""
SELECT c.id, a.id, a.unit_id, u.online, a.role, a.state, a.round, a.assigned_on, {ASKED},
  (SELECT r.state FROM reply r WHERE r.assignment_id = a.id AND r.round = a.round
    AND r.state <> 'issued'),
  (SELECT h.id FROM assignment h WHERE h.case_id = c.id AND h.role = 'host'
    AND h.state IN {BEFORE}),
  (SELECT count(*) FROM opinion o WHERE o.assignment_id = a.id AND o.state = 'signing')
 FROM case_record c JOIN assignment a ON a.case_id = c.id JOIN unit u ON u.id = a.unit_id
 WHERE c.state IN ('assigned', 'handling') AND {LIVE}
"""
RETURNS = """
SELECT c.id, q.id, q.state, q.requested_on, a.unit_id, u.online FROM return_request q
  JOIN assignment a ON a.id = q.assignment_id JOIN unit u ON u.id = a.unit_id
  JOIN case_record c ON c.id = a.case_id
 WHERE q.state IN ('asked', 'confirmed') AND a.state = 'return_requested'
   AND c.state IN ('assigned', 'handling')
"""
EXTENSIONS = """
SELECT c.id, q.id, q.state, q.requested_on, a.unit_id, u.online FROM extension_request q
  JOIN assignment a ON a.id = q.assignment_id JOIN unit u ON u.id = a.unit_id
  JOIN case_record c ON c.id = a.case_id
 WHERE q.state IN ('asked', 'confirmed') AND c.state IN ('assigned', 'handling')
"""
CORRECTIONS = f"""
SELECT c.id, r.id, r.state, a.unit_id, u.online, r.issued_on FROM reply r
  JOIN assignment a ON a.id = r.assignment_id AND a.round = r.round
  JOIN unit u ON u.id = a.unit_id JOIN case_record c ON c.id = a.case_id
 WHERE r.edition > 1 AND r.state <> 'issued' AND {LIVE} AND c.state NOT IN {ENDED}
"""
LETTERS = f"""
SELECT c.id, r.id, r.edition, r.issued_on, {TO_LEAD}, {SAID}, a.unit_id, u.online, {LEAD_LOGS_IN}
 FROM reply r JOIN assignment a ON a.id = r.assignment_id JOIN unit u ON u.id = a.unit_id
 JOIN case_record c ON c.id = a.case_id
 WHERE {LAST_ISSUED} AND {LIVE} AND a.role <> 'assisting' AND c.state NOT IN {ENDED}
"""
RATINGS = f"""
SELECT c.id, g.id, g.state, g.filled_on, a.unit_id FROM rating g
  JOIN assignment a ON a.id = g.assignment_id JOIN case_record c ON c.id = g.case_id
 WHERE c.state NOT IN {ENDED} AND (g.state = 'pending'
   OR (g.state = 'submitted' AND g.overall = 'unsatisfied'
       AND NOT EXISTS (SELECT 1 FROM rework_decision w WHERE w.rating_id = g.id)))
"""
CLOSABLE = f"""
SELECT c.id, c.replied_on FROM case_record c WHERE c.state = 'replied'
 AND EXISTS (SELECT 1 FROM assignment a WHERE a.case_id = c.id AND {LIVE}
   AND a.role <> 'assisting')
 AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.case_id = c.id AND {LIVE}
   AND a.role <> 'assisting' AND (a.state <> 'replied'
     OR NOT EXISTS (SELECT 1 FROM reply r WHERE r.assignment_id = a.id AND r.round = a.round
       AND r.state = 'issued')
     OR EXISTS (SELECT 1 FROM reply r WHERE r.assignment_id = a.id AND r.round = a.round
       AND r.state <> 'issued')
     OR NOT EXISTS (SELECT 1 FROM rating g WHERE g.assignment_id = a.id AND g.round = a.round
       AND g.state IN ('submitted', 'lapsed'))))
 AND NOT EXISTS (SELECT 1 FROM rating g WHERE g.case_id = c.id AND g.state = 'submitted'
   AND g.overall = 'unsatisfied'
   AND NOT EXISTS (SELECT 1 FROM rework_decision w WHERE w.rating_id = g.id))
"""
PROMISES = f"""
SELECT c.id, p.id, p.state, p.due_on, p.opened_on,
  (SELECT max(k.reported_on) FROM commitment_progress k WHERE k.commitment_id = p.id),
  a.unit_id, u.online
 FROM commitment p JOIN assignment a ON a.id = p.assignment_id JOIN unit u ON u.id = a.unit_id
 JOIN case_record c ON c.id = p.case_id
 WHERE p.state IN ('open', 'carried_over', 'done_claimed') AND c.state NOT IN {ENDED}
"""
FOLLOWED = """
SELECT c.id, c.replied_on, (SELECT count(*) FROM follow_up_act f WHERE f.case_id = c.id
    AND f.kind = 'visit' AND f.done_on >= c.replied_on)
 FROM case_record c WHERE c.state IN ('replied', 'closed') AND c.replied_on IS NOT NULL
  AND EXISTS (SELECT 1 FROM follow_up o WHERE o.case_id = c.id AND o.until IS NULL)
"""
STORED = """
SELECT subject_type, subject_id, kind, ordinal, due_on, event_on FROM deadline
 WHERE superseded_at IS NULL
"""
KEPT = """
SELECT case_id, kind, subject_type, subject_id, ordinal, party, unit_id, on_behalf, due_on FROM duty
"""
ASIDE = """
SELECT subject_id, kind, due_on FROM deadline
 WHERE subject_type = 'reply' AND kind IN ('feedback', 'remind', 'lapse')
   AND superseded_at IS NULL
"""
