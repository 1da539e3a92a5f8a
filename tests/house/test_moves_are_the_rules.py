"""Every table of moves is the list of the rules: a move more or less is an illegal one.

The lists are written by hand from the trade's rules (C, A and R are the rows of the lifecycle of
a case, of a part and of a letter) and, for what is taken back, from decision 0027. Nothing of the
product stands in them. What begins and ends follow-up has its list in `tests/timeline`.
"""

from __future__ import annotations

import ast
import importlib

import pytest

from tests.house.sources import product

CASE = """
submitted: registered                # filed by the committee, 2.0
submitted: not_filed turned merged   # what else the committee may decide, 2.0
submitted: withdrawn void            # C5, C13
registered: submitted                # a filing that was recorded by mistake
registered: assign_pending           # the office proposes units, C2
registered: assigned                 # one proposed and approved at once, C2
registered: withdrawn handed_out     # C5, C4
registered: void                     # an error of registration, C13
assign_pending: registered           # the proposal is sent back or taken back, C2
assign_pending: assigned             # the leader approves, C2
assign_pending: withdrawn handed_out # C5, C4
assigned: handling                   # every answering unit has signed, C8
assigned: replied                    # answered on paper, C9
assigned: withdrawn handed_out       # C5, C4
assigned: registered assign_pending  # an assignment that was taken back
assigned: void                       # with the list that entered it from paper
handling: assigned                   # another unit has yet to sign, A4
handling: replied                    # every answer is issued, C9
handling: withdrawn                  # before the reply is issued, C5
handling: void                       # with its list
replied: handling                    # another round, C11
replied: closed                      # C10
replied: void                        # with its list
closed: handling                     # reopened, C11
not_filed: submitted                 # recorded by mistake
turned: submitted
merged: submitted
withdrawn: submitted registered assign_pending assigned handling # withdrawn by mistake
handed_out: registered assign_pending assigned # by mistake
void: submitted registered           # made void by mistake
"""
ASSIGNMENT = """
proposed: assigned ended             # approved, or sent back, C2
assigned: signed                     # A1
assigned: return_requested           # A2
assigned: returned                   # the office gives it to another on its own motion, A3, A7
assigned: replied                    # answered on paper, C9
assigned: ended                      # the case left, C4, C5
signed: assigned                     # a sign-for that was taken back
signed: handling                     # A8
signed: return_requested             # A2
signed: returned                     # A7
signed: opinion_submitted            # an opinion needs no work plan, A9
signed: replied                      # answered on paper, C9
signed: ended                        # C4, C5
return_requested: assigned signed    # refused, or recalled: as it was before, A5
return_requested: returned           # granted, A4
return_requested: ended              # C4, C5
handling: opinion_submitted          # A9
handling: replied                    # C9
handling: returned                   # A7
handling: ended                      # C5
opinion_submitted: handling          # sent back, or recalled, A10
opinion_submitted: opinion_accepted  # A11
opinion_submitted: ended             # C5
opinion_accepted: ended              # C5
replied: handling                    # another round, C11
replied: ended                       # the list that entered it from paper is taken back
returned:
ended: assigned signed return_requested handling opinion_submitted opinion_accepted # by mistake
"""
RETURN = """
asked: confirmed                     # the unit's leader approves and seals, A2
asked: recalled
confirmed: granted refused           # A4, A5
confirmed: recalled
granted:
refused:
recalled: asked confirmed            # the case that ended by mistake goes on
"""
EXTENSION = """
asked: confirmed                     # the unit's leader stands behind it, 2.4
asked: recalled
confirmed: granted refused           # 2.4
confirmed: recalled                  # taken back, or answered before anybody decided
granted:
refused:
recalled: asked confirmed            # the case that ended by mistake goes on
"""
OPINION = """
signing: submitted sent_back         # the unit's leader signs it or sends it back, A9
signing: recalled
submitted: sent_back accepted        # A10, A11
submitted: recalled
sent_back:
accepted:
recalled:
"""
REPLY = """
drafting: signing                    # R1, R2
drafting: office_check               # nobody else in the unit can sign it, R3
signing: office_check                # R2, R3
signing: checked                     # the office checks nothing, R3
signing: drafting                    # with a reason
office_check: checked                # R3
office_check: drafting               # with a reason
checked: issued                      # R4
checked: drafting                    # with a reason
issued:
"""
ENTERED_REPLY = """
drafting: issued                     # a letter of paper is entered as it went out, R4
signing: issued
office_check: issued
checked: issued
issued:
"""
PROMISE = """
open: done_claimed                   # the unit reports it as done, 2.8
open: carried_over written_off
carried_over: done_claimed carried_over written_off
done_claimed: closed open            # verified, or not
closed:
written_off:
"""
RATING = """
pending: submitted rejected          # a paper form is confirmed by a second person, 2.6
lapsed: submitted pending            # a late one
lapsed: rejected                     # recorded under a wrong date
submitted:
rejected:
"""
ACCOUNT = """
inactive: invited disabled
invited: active                      # with the code on the slip
invited: invited                     # a new slip
invited: disabled
active: invited                      # a new slip
active: disabled
disabled: inactive
"""
RULE_CHANGE = """
proposed: confirmed rejected         # by another leader; taken back by who proposed it
confirmed:
rejected:
"""
DAILY_RUN = """
begun: done
done: begun                          # again for what failed
done: done                           # two processes may both end it
"""
RULES = {
    "tracker.cases.lifecycle.MOVES": CASE,
    "tracker.assign.lifecycle.MOVES": ASSIGNMENT,
    "tracker.assign.lifecycle.RETURN_MOVES": RETURN,
    "tracker.assign.lifecycle.EXTENSION_MOVES": EXTENSION,
    "tracker.assign.lifecycle.OPINION_MOVES": OPINION,
    "tracker.reply.lifecycle.MOVES": REPLY,
    "tracker.reply.lifecycle.ON_BEHALF_MOVES": ENTERED_REPLY,
    "tracker.reply.lifecycle.COMMITMENT_MOVES": PROMISE,
    "tracker.rating.lifecycle.MOVES": RATING,
    "tracker.accounts.lifecycle.MOVES": ACCOUNT,
    "tracker.rules.lifecycle.RULE_MOVES": RULE_CHANGE,
    "tracker.plan.day_run.MOVES": DAILY_RUN,
}


def _listed(text: str) -> dict[str, set[str]]:
    """Return what a list says: each state with all that it leads to."""
    found: dict[str, set[str]] = {}
    for line in text.strip().splitlines():
        before, after = line.split("#")[0].split(":")
        found.setdefault(before, set()).update(after.split())
    return found


def _table(path: str) -> dict[str, set[str]]:
    """Return a table of the product, in stored codes."""
    module, name = path.rsplit(".", 1)
    table = getattr(importlib.import_module(module), name)
    return {old.value: {new.value for new in states} for old, states in table.items()}


def _assigned(tree: ast.Module) -> set[str]:
    """Return the names of the tables of moves that a module defines."""
    names = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names |= {one.id for one in targets if isinstance(one, ast.Name)}
    return {name for name in names if name.endswith("MOVES")}


@pytest.mark.parametrize("path", sorted(RULES))
def test_a_table_of_moves_is_the_list_of_the_rules(path):
    listed, table = _listed(RULES[path]), _table(path)
    assert table == listed
    assert set(listed) == set().union(*listed.values(), listed)


def test_every_table_of_moves_has_its_list():
    tables = {
        f"{source.name.removesuffix('.py').replace('/', '.')}.{name}"
        for source in product()
        for name in _assigned(source.tree)
    }
    assert tables == set(RULES)
