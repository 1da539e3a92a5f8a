"""A live server, a Chromium, and the accessibility checker."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import factories
from tests.reply.letters import DAY
from tracker import create_app
from tracker.kernel import clock

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1.min.js"
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60  # seconds for an answer
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


class Handler(WSGIRequestHandler):
    """A request handler that writes no log; it is known how many are at work."""

    at_work, rest = 0, threading.Condition()

    def log(self, *_args):
        """Say nothing."""

    def run_wsgi(self):
        """Answer a request."""
        self._count(1)
        try:
            super().run_wsgi()
        finally:
            self._count(-1)

    @classmethod
    def _count(cls, change: int) -> None:
        with cls.rest:
            cls.at_work += change
            cls.rest.notify_all()

    @classmethod
    def wait(cls) -> None:
        """Wait until every request is answered."""
        with cls.rest:
            assert cls.rest.wait_for(lambda: not cls.at_work, PATIENCE), "it answers and answers"


class Server:
    """The one server of a test process; what it serves is another application in each test."""

    def __init__(self) -> None:
        """Serve at a port that is free, from threads in which it is always DAY, or some later."""
        self.app: Flask | None = None
        self.later = timedelta()
        self.server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=Handler
        )
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def _answer(self, environ, start_response):
        assert self.app, "a request after the end of its test"
        with clock.moved_to(clock.at(DAY) + self.later):
            return self.app(environ, start_response)

    def begin(self, app: Flask) -> None:
        """Serve an application."""
        self.app, self.later = app, timedelta()

    def end(self) -> None:
        """Serve nothing once the last answer is given: the next test has the application."""
        Handler.wait()
        self.app = None

    def restart(self) -> None:
        """Serve an application that is made anew of the same settings."""
        app = self.app
        assert app
        self.end()
        self.app = create_app(app.config["TRACKER"])

    def stop(self) -> None:
        """Serve no longer."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="session")
def server():
    """The server of all tests."""
    found = Server()
    yield found
    found.stop()


@pytest.fixture
def served(server, app):
    """The server, with the application of the test."""
    server.begin(app)
    yield server
    server.end()


@pytest.fixture
def live_server(served) -> str:
    """The address of the application."""
    return served.address


@pytest.fixture(scope="session")
def chromium():
    """The machine's Chromium."""
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    assert found, "no Chromium on this machine: `make machine` installs one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server) -> Callable[..., Page]:
    """Return a function that opens a page in a window of its own; scripts get past the policy."""
    contexts = []

    def open_one(viewport=DESKTOP, **changes) -> Page:
        told = {"base_url": live_server, "viewport": viewport, "bypass_csp": True, **changes}
        context = chromium.new_context(**told)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def glass(chromium, server) -> Page:
    """The one window for tests that only look: to open one costs more than to show four pages."""
    return chromium.new_context(base_url=server.address, bypass_csp=True).new_page()


@pytest.fixture
def look(glass, served) -> Callable[..., Page]:
    """Return a function that gives that window, as nobody's and empty."""

    def at(viewport=DESKTOP) -> Page:
        glass.set_viewport_size(viewport)
        return glass

    yield at
    glass.goto("about:blank")
    glass.context.clear_cookies()
    kept = {"origin": served.address, "storageTypes": "local_storage"}
    glass.context.new_cdp_session(glass).send("Storage.clearDataForOrigin", kept)


@pytest.fixture
def log_in() -> Callable[[Page, str], None]:
    """Return a function that logs in by the page, as a person does."""

    def fill_in(page: Page, login: str) -> None:
        page.goto("/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", factories.PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/")

    return fill_in


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[str]]:
    """Return a function that names what is not accessible on the page being shown."""
    script = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(script)
        return [
            f"{found['id']}: {node['html'][:120]}"
            for found in page.evaluate(RUN)
            for node in found["nodes"]
        ]

    return check
