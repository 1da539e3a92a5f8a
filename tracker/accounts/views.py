"""Log-in and one's own account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from tracker.accounts import actions, cookies, queries, sessions
from tracker.accounts.forms import ActForm, ActivateForm, LoginForm, PasswordForm
from tracker.accounts.models import Account
from tracker.kernel.access import current, public, requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission

bp = Blueprint("accounts", __name__)
ELSEWHERE = "您在别处的登录已退出：一个账号最多同时登录 {} 处。"


def safe_target(target: str | None) -> str:
    """Return the page to go to after the log-in: only one of our own."""
    parts = urlsplit(target or "")
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not target or not ours or target.startswith(("//", "/\\")) or "\\" in target:
        return url_for("desk.home")
    return target


@bp.get("/login")
@public(Permission.AUTH_LOGIN)
def log_in() -> Answer:
    """Show the log-in page."""
    if current():
        return redirect(url_for("desk.home"))
    return log_in_page(request.args.get("next"))


def log_in_page(target: str | None, **shown: Any) -> str:
    """Render the log-in page, with the page to go to then; `shown`: what was typed, and why."""
    return render_template("accounts/log_in.html", form=LoginForm(next=target), **shown)


@bp.post("/login")
@public(Permission.AUTH_LOGIN)
def log_in_post() -> Answer:
    """Open a session."""
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/log_in.html", form=form), 422
    config = current_app.config["TRACKER"]
    tried = sessions.judged(form.login.data, form.password.data)
    with transaction():
        opened = sessions.log_in(tried, request.remote_addr or "", config)
        account = opened.session.account if opened else None
    if opened is None or account is None:
        put_error(form.password, sessions.WRONG)
        return render_template("accounts/log_in.html", form=form), 422
    session.clear()
    target = safe_target(form.next.data)
    _warn_of_end(account, target)
    if opened.ended:
        flash(ELSEWHERE.format(config.sessions_parallel))
    return cookies.set_session(redirect(target), opened.token)


def _warn_of_end(account: Account, target: str) -> None:
    """Say when the password soon ends or has ended; then the page to go to waits for the change."""
    config = current_app.config["TRACKER"]
    left = queries.password_days_left(account, config)
    if left == 0:
        flash("密码已到期，请先修改密码，再办其他事项。", "error")
        if target != url_for("desk.home"):
            session["next"] = target
    elif left is not None and left <= queries.password_rules(config).warn_days:
        flash(f"密码还有 {left} 天到期，请到“修改密码”更换。")


@bp.post("/logout")
@requires(Permission.AUTH_LOGOUT)
def log_out() -> Response:
    """End the session on the server and in the browser."""
    with transaction():
        sessions.log_out(viewer().session_id or 0)
    session.clear()
    return cookies.clear_session(redirect(url_for("accounts.log_in")))


@bp.get("/activate")
@public(Permission.AUTH_ACTIVATE)
def activate() -> Answer:
    """Show the page where the activation slip is used."""
    return _activate_page(ActivateForm())


@bp.post("/activate")
@public(Permission.AUTH_ACTIVATE)
def activate_post() -> Answer:
    """Set the first password."""
    form = ActivateForm()
    if form.validate_on_submit():
        login = form.login.data
        try:
            with _guesses_counted(login, "code", "auth.activated"):
                actions.activate(login, form.code.data, form.new.data)
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("账号已激活，请用新密码登录。")
            return redirect(url_for("accounts.log_in"))
    return _activate_page(form), 422


@contextmanager
def _guesses_counted(login: str, field: str, action: str) -> Iterator[None]:
    """Do what a secret is asked for; a wrong one at the field counts as a failed try.

    :raises Invalid: what the block raises, or too many tries were made.
    """
    config, ip = current_app.config["TRACKER"], request.remote_addr or ""
    try:
        with transaction():
            sessions.ask_whether_held(login, ip, config, field)
            yield
    except Invalid as error:
        if error.field == field:
            with transaction():
                sessions.note_failure(login, ip, config, action)
        raise


def _activate_page(form: ActivateForm) -> str:
    """Render the page where the activation slip is used."""
    rules = queries.password_rules(current_app.config["TRACKER"])
    return render_template("accounts/activate.html", form=form, rules=rules)


@bp.get("/me/password")
@requires(Permission.AUTH_CHANGE_OWN_PASSWORD)
def change_password() -> Answer:
    """Show the form for one's own password."""
    return _password_page(PasswordForm())


@bp.post("/me/password")
@requires(Permission.AUTH_CHANGE_OWN_PASSWORD)
def change_password_post() -> Answer:
    """Change one's own password; other log-ins end."""
    form, person = PasswordForm(), viewer()
    if form.validate_on_submit():
        try:
            with _guesses_counted(person.login, "old", "auth.password_changed"):
                account = queries.by_id(person.account_id)
                actions.change_password(
                    account, form.old.data, form.new.data, keep_session=person.session_id
                )
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("密码已修改，其他地方的登录已全部退出。")
            waits = session.pop("next", None)
            return redirect(safe_target(waits) if waits else url_for("accounts.own_sessions"))
    return _password_page(form), 422


def _password_page(form: PasswordForm) -> str:
    """Render the form for one's own password."""
    rules = queries.password_rules(current_app.config["TRACKER"])
    return render_template("accounts/password.html", form=form, rules=rules)


@bp.get("/me/sessions")
@requires(Permission.AUTH_OWN_SESSIONS)
def own_sessions() -> Answer:
    """List where one is logged in."""
    person = viewer()
    rows = queries.open_sessions(person.account_id, current_app.config["TRACKER"])
    return render_template("accounts/sessions.html", rows=rows, person=person, form=ActForm())


@bp.post("/me/sessions/<int:session_id>/end")
@requires(Permission.AUTH_OWN_SESSIONS)
def end_own_session(session_id: int) -> Answer:
    """End one of one's own log-ins."""
    with transaction():
        sessions.end_own_session(viewer().account_id, session_id)
    flash("该登录已退出。")
    return redirect(url_for("accounts.own_sessions"))
