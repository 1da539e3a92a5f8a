"""Proposals at the stages before anybody handles them."""

from __future__ import annotations

from tests import scenes
from tests.browser.stage import Stage
from tests.reply.letters import DAY
from tracker.case_terms import FilingOutcome
from tracker.cases import filing
from tracker.cases.facts import SubmitterFacts


def submitted(stage: Stage) -> None:
    """A proposal that waits for the committee's decision."""
    people = (SubmitterFacts("孟繁星", "教育界"),)
    facts = {"session": "cppcc_session", "submitters": people, "waits_for_filing": True}
    stage.case_id = scenes.register(stage.district, stage.number, **facts)


def not_filed(stage: Stage) -> None:
    """A proposal that the committee did not file."""
    submitted(stage)
    with stage.by("clerk"):
        paper = {"document": "云政协提〔2026〕2号", "reason": "属于学术研讨。"}
        filing.decide(stage.case(), filing.Decision(FilingOutcome.NOT_FILED, DAY, **paper))


STAGES = {"submitted": submitted, "not filed": not_filed}
