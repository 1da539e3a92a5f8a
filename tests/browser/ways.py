"""Ways to lose what was typed: what happens, and how somebody comes back to the text.

Each way gets a writer whose form is filled in, and leaves the writer on the page where a person
would look for the text next.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from tests import factories
from tests.browser.conftest import Server
from tests.browser.long_texts import Form
from tests.browser.world import World
from tests.reply.letters import DAY
from tests.rows import the
from tracker.accounts import actions as accounts
from tracker.accounts.models import Account
from tracker.assign.models import Assignment
from tracker.assign.reassigning import reassign
from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.roles import Role
from tracker.timeline.events import Event
from tracker.units.models import Unit

IDLE = timedelta(minutes=31)
TOO_LARGE = 23 * 1024 * 1024
ADD_FILE = """area => {
  const form = document.querySelector(`main [name="${area}"]`).form;
  const file = form.querySelector('[type=file]') || document.createElement('input');
  Object.assign(file, {type: 'file', name: file.name || 'scan', id: 'too-large'});
  delete file.dataset.maxMib;
  form.enctype = 'multipart/form-data';
  form.append(file);
}"""
SEND = """area => {
  const form = document.querySelector(`main [name="${area}"]`).form;
  const own = [...form.elements].filter(one => one.type === 'submit');
  form.noValidate = true;
  form.requestSubmit(own[0]);
}"""


@dataclass
class Writer:
    """Somebody at a form, with the page it stands on."""

    world: World
    served: Server
    open_page: Callable[..., Page]
    log_in: Callable[[Page, str], None]
    form: Form
    folder: Path
    page: Page | None = None
    script: bool = True

    @property
    def path(self) -> str:
        """Return where the form stands."""
        return self.form.path(self.world)

    @property
    def login(self) -> str:
        """Return the log-in name."""
        return self.world.district.logins[self.form.who]

    def begin(self) -> None:
        """Log in with a new window, open the page."""
        self.page = self.open_page(java_script_enabled=self.script)
        self.page.set_default_timeout(8_000)
        self.log_in(self.page, self.login)
        self.look()

    def look(self) -> None:
        """Open the page of the form; what is offered arrives by a request of its own."""
        self.page.goto(self.path)
        self.page.wait_for_load_state("networkidle")

    def saved(self) -> None:
        """Wait until the page says that the text is kept."""
        said = self.page.get_by_role("status").get_by_text(re.compile(r"已存 \d\d:\d\d"))
        said.first.wait_for()

    def send(self) -> None:
        """Press the button, whatever the answer is."""
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.evaluate(SEND, self.form.area)

    def log_in_where_asked(self) -> None:
        """Log in on the page that asks for it, and be led back."""
        assert "/login" in self.page.url
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", factories.PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/login" not in url)
        self.page.wait_for_load_state("networkidle")


def idle(writer: Writer) -> None:
    """The idle limit passes before the button is pressed."""
    writer.served.later = IDLE
    writer.send()
    writer.log_in_where_asked()


def logged_out(writer: Writer) -> None:
    """Another window of the browser logs out; the token went with the log-in."""
    writer.saved()
    other = writer.page.context.new_page()
    other.goto("/me/sessions")
    with other.expect_navigation():
        other.evaluate("document.querySelector('form[action$=logout]').submit()")
    other.close()
    writer.send()
    writer.page.get_by_role("link", name="返回填写页面").click()
    writer.log_in_where_asked()


def reassigned(writer: Writer) -> None:
    """The part goes to another unit; whoever has no part loses the role, and with it the log-in."""
    form, world = writer.form, writer.world
    if form.unit:
        made = world.stage(form.stage)
        with world.district.act("clerk", DAY):
            row, unit = the(Assignment, made.rows[form.unit]), world.district.row(Unit, "city")
            reassign(row, unit, "按职责分工调整。", DAY)
        writer.send()
        return
    account_id = world.account_id(writer.login)
    with clock.moved_to(clock.at(DAY)), transaction():
        account = the(Account, account_id)
        accounts.grant(account, frozenset({Role.OL}), None)
    writer.send()
    writer.log_in_where_asked()


def changed(writer: Writer) -> None:
    """Somebody does something to the same case."""
    stage = writer.form.stage
    if stage:
        case_id = writer.world.stage(stage).case_id
        with clock.moved_to(clock.at(DAY)), transaction():
            record(Event.CASE_REOPENED, "case_record", case_id, {"case": case_id})
    writer.send()


def token(writer: Writer) -> None:
    """The token of the page is void."""
    writer.page.evaluate(
        "document.querySelectorAll('[name=csrf_token]').forEach(e => e.value = 'void')"
    )
    writer.send()


def too_large(writer: Writer) -> None:
    """A file beyond the limit is sent; a form that takes none is given a field for one."""
    large = writer.folder / "扫描件.pdf"
    with large.open("wb") as file:
        file.truncate(TOO_LARGE)
    writer.page.evaluate(ADD_FILE, writer.form.area)
    writer.page.set_input_files("#too-large", str(large))
    writer.send()


def restarted(writer: Writer) -> None:
    """The server is started anew between page and button, for which the log-in still holds."""
    writer.served.restart()
    writer.send()


def closed(writer: Writer) -> None:
    """The browser is closed without a word; the next day's is another one."""
    writer.saved()
    writer.page.context.close()
    writer.begin()


def script_off(writer: Writer) -> None:
    """No script runs, and the idle limit passes; the text is on the page that every page names."""
    writer.served.later = IDLE
    writer.send()
    writer.log_in_where_asked()
    writer.page.goto("/typed")


def offline(writer: Writer) -> None:
    """The line is gone while the button is pressed, and comes back a minute later."""
    writer.page.context.set_offline(True)
    writer.page.evaluate(SEND, writer.form.area)
    writer.page.wait_for_timeout(700)
    writer.page.context.set_offline(False)
    if writer.page.url.startswith("chrome-error"):
        writer.page.go_back()
    writer.page.wait_for_load_state("networkidle")


WAYS = {
    "idle": idle,
    "logged out": logged_out,
    "reassigned": reassigned,
    "changed": changed,
    "token": token,
    "too large": too_large,
    "restarted": restarted,
    "closed": closed,
    "script off": script_off,
    "offline": offline,
}
