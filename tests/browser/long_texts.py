"""Forms in which people write at length: whose they are, where they stand, and what is written."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.examples import EXAMPLES
from tests.browser.world import World

PARTS = (
    "收到建议后，我局主要负责同志主持召开专题会议，会同区发展改革、自然资源、财政和住房建设部门",
    "到现场踏勘，并在城东社区居民活动室与领衔代表当面沟通，逐条核对了建议中提到的情况。",
    "经查，该片区近三年新建住宅小区七个，户籍和常住适龄儿童合计一千二百余人，现有公办园两所，",
    "学位缺口约三百六十个，早晚高峰接送车辆占用一条车道，居民反映集中在报名难和路程远两个方面。",
    "下一步拟分三步推进：一是挖潜，在现有园所改建活动用房，当年秋季增加两个班；二是新建，",
    "将配套幼儿园用地纳入年度供地计划，力争明年上半年开工；三是统筹，与相邻街道联合划片招生。",
)
FULL = "\n".join(
    f"{number}、{''.join(PARTS)}（第{number}部分，经费从年度预算中列支。）"
    for number in ("一", "二", "三", "四")
)
SHORTEST = 800  # characters
FILL = """([area, text]) => {
  const form = document.querySelector(`main [name="${area}"]`).form;
  const groups = new Set();
  for (const one of form.elements) {
    if (!one.name || ['hidden', 'file', 'submit', 'checkbox'].includes(one.type)) continue;
    if (one.type === 'radio') {
      const own = [...form.querySelectorAll(`[name="${one.name}"]`)];
      if (!groups.has(one.name))
        (own.find(e => e.value === 'unsatisfied') || own[0]).checked = true;
      groups.add(one.name);
    } else if (one.tagName === 'SELECT') {
      const given = [...one.options].find(e => e.value && e.value !== '0');
      if (!one.value || one.value === '0') one.value = given ? given.value : '';
    } else if (one.tagName === 'TEXTAREA') one.value = one.name === area ? text : one.value;
    else if (!one.value && one.name === 'due_on') one.value = '2026-07-10';
    else if (!one.value && /(^|_)on$/.test(one.name)) one.value = '2026-04-03';
  }
  form.querySelector(`[name="${area}"]`).dispatchEvent(new Event('input', {bubbles: true}));
}"""


@dataclass(frozen=True)
class Form:
    """A form: who writes, the stage of the case and the page, the area; whose part it is."""

    who: str
    stage: str
    endpoint: str
    area: str
    unit: str = ""

    def path(self, world: World) -> str:
        """Return where it stands."""
        if self.endpoint == "urging.check":
            return f"/urging/?case={world.stage(self.stage).case_id}"
        example = EXAMPLES.get(self.endpoint)
        (values, *_) = example(world, 0) if example else [{}]
        with world.app.test_request_context():
            return world.app.url_for(self.endpoint, **values)

    def write(self, page: Page) -> None:
        """Answer every field as somebody would, the area at length."""
        page.evaluate(FILL, [self.area, FULL])


FORMS = {
    "reply draft": Form("handler", "draft", "reply.edit", "text", "education"),
    "contact record": Form("handler", "opinion given", "contact.add", "said", "education"),
    "registration": Form("clerk", "", "cases.new", "text"),
    "correction": Form("clerk", "registered", "cases.correct", "text"),
    "reason for extension": Form(
        "handler", "signed", "handling.request_extension", "reason", "education"
    ),
    "assisting opinion": Form(
        "handler", "assisting", "handling.submit_opinion", "text", "education"
    ),
    "urging text": Form("clerk", "assigned", "urging.check", "remark"),
    "supervision note": Form("clerk", "urged", "supervise.record", "requirement"),
    "rating by a deputy": Form("deputy", "delivered", "rating.rate", "reason"),
    "rating on behalf": Form("clerk", "delivered", "rating.enter_on_behalf", "reason"),
    "promise progress": Form("handler", "promised", "reply.progress", "text"),
}
