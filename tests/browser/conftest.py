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
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


class _Quiet(WSGIRequestHandler):
    """A request handler that writes no log."""

    def log(self, *_args):
        """Say nothing."""


class Served:
    """The application, served from threads in which it is always DAY, or some time later."""

    def __init__(self, app: Flask) -> None:
        """Serve at a port that is free."""
        self.app, self.later = app, timedelta()
        self._start(0)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def _start(self, port: int) -> None:
        def held(environ, start_response):
            with clock.moved_to(clock.at(DAY) + self.later):
                return self.app(environ, start_response)

        self.server = make_server("127.0.0.1", port, held, threaded=True, request_handler=_Quiet)
        self.server.daemon_threads = False  # the end waits: the next test has the application
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        """Serve no longer."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def restart(self) -> None:
        """Stop, and serve an application made anew of the same settings at the same port."""
        port = self.server.server_port
        self.stop()
        self.app = create_app(self.app.config["TRACKER"])
        self._start(port)


@pytest.fixture
def served(app):
    """The server of the test."""
    found = Served(app)
    yield found
    found.stop()


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
