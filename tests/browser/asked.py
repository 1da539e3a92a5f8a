"""Stages at which a unit asks for something: to return its case, or for a later date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests import scenes
from tests.browser.stage import Stage
from tests.reply.letters import DAY
from tests.scenes import START
from tracker.assign import extensions, returns
from tracker.assign.extensions import Asked
from tracker.units.models import Unit

OFFLINE = ("post", "independent")


def _just_assigned(stage: Stage) -> None:
    """A case of today, which its unit may still want to return."""
    stage.register()
    (number,) = scenes.assign_to(
        stage.district, stage.case_id, ("education", "independent"), on=DAY
    )
    stage.rows = {"education": number}


def _return_asked(stage: Stage) -> None:
    """A case that the unit wants to return."""
    stage.assign()
    with stage.district.act("head", START, 12):
        unit = stage.district.row(Unit, "finance")
        returns.request(stage.row(), "学位建设资金由区财政局主管。", unit, START)


def _paper_return(stage: Stage) -> None:
    """A case that a unit without log-in wants to return, by a sealed paper."""
    stage.assign(OFFLINE)
    with stage.by("clerk"):
        unit = stage.district.row(Unit, "finance")
        row, reason = stage.row("post"), "邮路由市邮政管理局主管。"
        returns.enter_on_behalf(row, reason, unit, START, stage.scan())


def _extension_asked(stage: Stage) -> None:
    """A case whose unit asks for a later date; the office's leader has to decide."""
    stage.assign()
    stage.sign()
    with stage.district.act("head", DAY, 14):
        asked = Asked(date(2026, 7, 10), "学位方案需要专家论证。", "已踏勘三处地块。")
        extensions.request(stage.row(), asked, DAY)


def _paper_extension(stage: Stage) -> None:
    """A case of a unit without log-in that asks for a later date by a sealed paper."""
    stage.assign(OFFLINE)
    stage.sign_for_offline()
    with stage.by("clerk"):
        asked = Asked(date(2026, 7, 10), "网点迁建需要报批。")
        extensions.enter_on_behalf(stage.row("post"), asked, DAY, stage.scan())


ASKED: dict[str, Callable[[Stage], None]] = {
    "just assigned": _just_assigned,
    "return asked": _return_asked,
    "paper return": _paper_return,
    "extension asked": _extension_asked,
    "paper extension": _paper_extension,
}
