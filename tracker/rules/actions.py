"""Deciding about the rules of this office: one proposes, another confirms."""

from __future__ import annotations

from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import needed
from tracker.kernel.states import move
from tracker.notices import actions as notices
from tracker.notices.actions import with_roles
from tracker.roles import OFFICE, Role
from tracker.rulebook.book import RulebookError
from tracker.rulebook.files import layer
from tracker.rulebook.keys import label_of
from tracker.rulebook.resolving import Override, check
from tracker.rulebook.terms import RuleState
from tracker.rules import queries
from tracker.rules.lifecycle import RULE_MOVES
from tracker.rules.lines import Line
from tracker.settings import queries as settings
from tracker.settings.decided import PLACE
from tracker.settings.models import RuleChange, RuleLine

OBJECT = "rule_change"
OVER = "这项变更已经有人处理，请返回规则页面查看。"


def propose(wanted: Override) -> RuleChange:
    """Propose a place, or a value of the office's own; somebody else confirms it.

    :raises Refused: a proposal about the same waits already.
    :raises Invalid: a value that cannot be kept, a day that is over, a reason is missing.
    """
    if queries.proposed(wanted.key) is not None:
        raise Refused("这一项已有待确认的变更，请先确认或撤回那一项。")
    if wanted.since < clock.today():
        raise Invalid("since", "启用日期不能早于今天；已登记的件不受影响。")
    _ask(wanted)
    row = RuleChange(
        key=wanted.key,
        value=wanted.value,
        reason=wanted.reason,
        document=wanted.document,
        since=wanted.since,
        state=RuleState.PROPOSED,
        proposed_by=viewer().account_id,
        proposed_at=clock.now(),
        refusal="",
    )
    db.session.add(row)
    _noted(row, "rule.proposed")
    others = [one for one in with_roles((Role.OL,)) if one.id != row.proposed_by]
    notices.tell(others, None, f"{viewer().name}提出变更规则“{_named(row)}”，请核对后确认。")
    return row


def confirm(row: RuleChange) -> None:
    """Confirm what somebody else proposed; from its day it holds for what is registered then.

    :raises Refused: decided already, or proposed by the same person.
    :raises Invalid: the value cannot be kept any more.
    """
    _still(row)
    if row.proposed_by == viewer().account_id:
        raise Refused("规则变更须由另一人确认，不能确认自己提出的变更。")
    row.since = max(row.since, clock.today())
    _ask(Override(row.key, row.value, row.reason, row.document, row.since))
    _decide(row, RuleState.CONFIRMED)
    _noted(row, "rule.confirmed")
    _tell(f"规则“{_named(row)}”的变更已确认，自 {row.since} 起登记的件适用。")


def reject(row: RuleChange, reason: str) -> None:
    """Reject what somebody else proposed.

    :raises Refused: decided already, or proposed by the same person.
    :raises Invalid: the reason is missing.
    """
    _still(row)
    if row.proposed_by == viewer().account_id:
        raise Refused("自己提出的变更请用“撤回”。")
    if not reason.strip():
        raise Invalid("refusal", "请填写不同意的理由。")
    row.refusal = reason.strip()
    _decide(row, RuleState.REJECTED)
    _noted(row, "rule.rejected")
    _tell(f"规则“{_named(row)}”的变更没有通过：{row.refusal}")


def withdraw(row: RuleChange) -> None:
    """Take back one's own proposal.

    :raises Refused: decided already, or proposed by somebody else.
    """
    _still(row)
    if row.proposed_by != viewer().account_id:
        raise Refused("只能撤回自己提出的变更。")
    move(row, RuleState.REJECTED, RULE_MOVES)
    row.decided_at, row.refusal = clock.now(), "提出人撤回"
    _noted(row, "rule.withdrawn")


def confirm_line(line: Line, mark: str) -> None:
    """Confirm that a line of the place's rules holds here as it stands.

    :raises Refused: it says something else by now, or needs no confirmation.
    """
    if line.mark != mark:
        raise Refused("这一项规则刚刚变了，请刷新页面重新核对。")
    if not line.open:
        raise Refused("这一项不用确认，请刷新页面。")
    row = settings.lines().get(line.key) or RuleLine(key=line.key)
    row.said, row.confirmed_by, row.confirmed_at = line.said, viewer().account_id, clock.now()
    db.session.add(row)
    db.session.flush()
    record("rule.line_confirmed", "rule_line", None, {"key": line.key, "said": line.said})


def _ask(wanted: Override) -> None:
    """Refuse what the program cannot keep or the law does not allow.

    :raises Invalid: at the value.
    """
    needed(wanted.reason)
    try:
        if wanted.key == PLACE:
            if wanted.value:
                layer(wanted.value)
        else:
            check(wanted, queries.decided().place_on(wanted.since))
    except RulebookError as error:
        raise Invalid("value", str(error).removeprefix("本机关 的 ")) from error


def _still(row: RuleChange) -> None:
    """Refuse what was decided already."""
    if row.state != RuleState.PROPOSED:
        raise Refused(OVER)


def _decide(row: RuleChange, state: RuleState) -> None:
    """Write who decided, and what."""
    move(row, state, RULE_MOVES)
    row.decided_by, row.decided_at = viewer().account_id, clock.now()
    db.session.flush()


def _noted(row: RuleChange, action: str) -> None:
    """Write into the log what was decided."""
    db.session.flush()
    detail: dict[str, object] = {"key": row.key, "value": row.value, "since": row.since}
    record(action, OBJECT, row.id, {**detail, "reason": row.refusal or row.reason})


def _tell(sentence: str) -> None:
    """Tell the office what became of it; who decided knows."""
    people = with_roles(OFFICE)
    notices.tell([one for one in people if one.id != viewer().account_id], None, sentence)


def _named(row: RuleChange) -> str:
    """Say what a decision is about."""
    return "适用地区" if row.key == PLACE else label_of(row.key)
