"""The application: extensions, blueprints bottom-up, what runs around the views, commands."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config, from_environment, keep_private
from tracker import commands, refusals
from tracker.accounts import administration, cookies, work
from tracker.accounts import views as accounts
from tracker.assign import handling, leaving
from tracker.assign import handover_views as handover
from tracker.assign import views as assign
from tracker.audit import keys
from tracker.audit import views as audit
from tracker.backup import upgrading
from tracker.backup import views as backup
from tracker.bodies import views as bodies
from tracker.cases import views as cases
from tracker.contact import views as contact
from tracker.deputies import views as deputies
from tracker.desk import deputy_views as own
from tracker.desk import leader_views as leader
from tracker.desk import supervision_views as supervision
from tracker.desk import urging_views as urging
from tracker.desk import views as desk
from tracker.desk.menu import FOOT, OWN, Entry, is_here, menu_for, open_to
from tracker.directory import views as directory
from tracker.intake import lists
from tracker.intake import views as intake
from tracker.intake import waiting_views as waiting
from tracker.intake.matching import views as matching
from tracker.kernel import assets, pages, sqlite_file
from tracker.kernel.access import Viewer, current
from tracker.kernel.db import (
    Mark,
    at_opening,
    before_commit,
    db,
    migrate,
)
from tracker.kernel.origin import check_address, check_sender, check_text
from tracker.kernel.request import MIB, TEXT, BodyRequest, receive
from tracker.notices.queries import unread_in_words
from tracker.papers import views as papers
from tracker.permissions import Permission
from tracker.plan import calendar_views as settings
from tracker.plan import views as plan
from tracker.plan.keeping import adopt
from tracker.plan.keeping import refresh as refresh_duties
from tracker.rating import large_type
from tracker.rating import views as rating
from tracker.reply import views as reply
from tracker.reports import views as reports
from tracker.rules import views as rules
from tracker.sending import guard
from tracker.standing import keeping as standing
from tracker.supervise import views as supervise
from tracker.typed import around
from tracker.typed import views as typed
from tracker.typed.place import sent_place
from tracker.units import views as units

csrf = CSRFProtect()
# What an upgrade does after its migrations, in their transaction, in this order.
AFTER_UPGRADE: tuple[upgrading.Step, ...] = (adopt, standing.rebuild)
# Seconds to connect, milliseconds for what was sent and nobody acknowledged.
ON_POSTGRESQL = {"connect_timeout": 5, "tcp_user_timeout": 15000, "keepalives_idle": 30}
MODULES = (
    rules,
    settings,
    units,
    bodies,
    deputies,
    accounts,
    typed,
    administration,
    directory,
    audit,
    backup,
    cases,
    assign,
    handling,
    handover,
    contact,
    reply,
    rating,
    papers,
    supervise,
    plan,
    reports,
    intake,
    waiting,
    lists,
    matching,
    own,
    desk,
    leader,
    supervision,
    urging,
)


def create_app(config: Config | None = None) -> Flask:
    """Make the application.

    :raises ConfigError: a setting cannot be used.
    """
    config = config or from_environment()
    open_to_others = keep_private(config.data_dir)
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.request_class = BodyRequest
    if open_to_others:
        app.logger.warning(open_to_others)
    app.config.update(
        TRACKER=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        MAX_CONTENT_LENGTH=config.upload_max_mib * MIB + TEXT,
        MAX_FORM_MEMORY_SIZE=TEXT,
        MAX_FORM_PARTS=5000,
        SESSION_COOKIE_NAME="session" if config.insecure_http else "__Host-session",
        SESSION_COOKIE_SECURE=not config.insecure_http,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SQLALCHEMY_ENGINE_OPTIONS=_of_engine(config),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    if config.behind_proxy_hops:
        hops = config.behind_proxy_hops
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    upgrading.compose(app, AFTER_UPGRADE)
    app.extensions[work.KEY] = leaving
    _hang_on(app)
    commands.register(app)
    keys.ensure(app)
    return app


def _of_engine(config: Config) -> dict[str, Any]:
    """Return what notices that a PostgreSQL went away, and that it is back."""
    if config.database_url.startswith("sqlite:"):
        return {}
    return {"pool_pre_ping": True, "connect_args": ON_POSTGRESQL}


def _settle(touched: frozenset[Mark]) -> None:
    """Bring what is kept beside the facts into line, before the commit of an act."""
    refresh_duties(touched)
    standing.refresh(touched)


def _hang_on(app: Flask) -> None:
    """Register what runs before, around and after the views."""
    sqlite_file.watch(app)
    before_commit(app, _settle)
    at_opening(app, guard.judge)
    app.before_request(_number_request)
    app.before_request(check_address)
    app.before_request(check_sender)
    app.before_request(check_text)
    app.before_request(receive)
    app.before_request(cookies.load_viewer)
    app.before_request(pages.check_numbers)
    csrf.init_app(app)
    app.before_request(around.catch_late)
    app.before_request(guard.begin)
    for module in MODULES:
        app.register_blueprint(module.bp)
    app.after_request(guard.finish)
    app.after_request(pages.set_headers)
    app.after_request(assets.keep)
    app.after_request(large_type.remember)
    app.after_request(around.forget_sent)
    app.url_defaults(assets.mark)
    app.context_processor(_page_context)
    app.add_template_filter(pages.moment, "moment")
    app.add_template_global(guard.form_fields, "form_fields")
    refusals.register(app)


def _number_request() -> None:
    """Give the request the number that stands in the log and on an error page."""
    g.request_id = secrets.token_hex(8)


def _page_context() -> dict[str, Any]:
    """Give every page the viewer, the menu and the settings it shows."""
    person = current()
    config: Config = current_app.config["TRACKER"]
    groups = menu_for(person) if person else []
    return {
        "viewer": person,
        "viewer_line": _viewer_line() if person else "",
        "menu": [(heading, [_menu_line(entry) for entry in group]) for heading, group in groups],
        "own_menu": [_menu_line(entry) for entry in open_to(OWN, person)] if person else [],
        "foot_menu": [_menu_line(entry) for entry in open_to(FOOT, person)] if person else [],
        "insecure_http": config.insecure_http,
        **_page_search(person),
        "office_name": config.office_name,
        "office_phone": config.office_phone,
        "request_id": g.get("request_id", ""),
        "session_left": g.get("session_left"),
        "typed_at": sent_place() if request.method == "POST" else "",
    }


def _page_search(person: Viewer | None) -> dict[str, Any]:
    """Give pages the search box and the count of unread messages of who may have them."""
    if person is None or not person.may(Permission.REMINDER_OWN):
        return {}
    return {
        "search_url": pages.address("reports.ledger"),
        "search_text": request.args.get("q", ""),
        "notices_url": pages.address("desk.messages"),
        "notices_count": unread_in_words(person.account_id),
    }


def _menu_line(entry: Entry) -> tuple[str, str, bool, None]:
    """Return label, address and whether it is the page being shown."""
    return entry.label, pages.address(entry.endpoint), is_here(entry, request.endpoint or ""), None


def _viewer_line() -> str:
    """Return name and place of the viewer."""
    person = current()
    if person is None:
        return ""
    return f"{person.name} · {person.place}"
