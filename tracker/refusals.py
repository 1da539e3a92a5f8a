"""What is answered where a request cannot be done: a page with a sentence and what was typed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.audit.actions import record
from tracker.kernel import trouble
from tracker.kernel.access import current
from tracker.kernel.db import SAVED, db, is_overtaken, transaction
from tracker.kernel.errors import Refused, Stale
from tracker.roles import AuditResult
from tracker.sending import guard
from tracker.sending.guard import SentBeforeError
from tracker.typed.place import page_of_form
from tracker.typed.words import typed as typed_texts

EXPIRED = (
    "页面已过期（可能在别的窗口重新登录过），或不是从本系统打开的。请打开填写页面，重新填写提交。"
)
SENTENCES = {
    400: "请求不完整，请返回上一页重新提交。",
    403: "您没有办理此事的权限。如需办理，请联系本单位管理员。",
    404: "地址可能写错了，或者这一件不归您看。请从菜单进入。",
    405: "这个地址不能这样打开，请从页面上的按钮进入。",
    413: "上传的文件太大。请压缩或拆分后，回到填写页面再传。",
    503: "系统现在连不上数据库。请过几分钟再打开；一直这样，请告诉系统管理员。",
    500: "系统出了问题，这次没有办。请先复制您填写的内容，再把下面的编号告诉管理员。",
}


NOT_SAVED = (
    "服务器的磁盘已满或不能写入，这次什么也没有保存。请先复制您填写的内容，"
    "再告诉系统管理员清理磁盘，之后重新提交。"
)
PARTLY_SAVED = (
    "服务器的磁盘已满或不能写入。这次提交的只保存了前面一部分，其余没有保存。"
    "请告诉系统管理员清理磁盘，再打开原来的页面核对，把没有办的重新提交。"
)
NOT_GIVEN = (
    "服务器的磁盘已满或不能写入。取出这些内容要先记入审计日志、做成文件，现在写不下来，"
    "所以没有给出。请告诉系统管理员清理磁盘，之后再试。"
)
UNKNOWN = (
    "系统现在连不上数据库，这次提交多半没有保存。请先复制您填写的内容；恢复以后先打开原来的页面核对，"
    "没有办的再提交。一直这样，请告诉系统管理员。"
)
AGAIN_IN = "30"  # seconds


def register(app: Flask) -> None:
    """Let the application answer so."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(SentBeforeError, _sent_before)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(DBAPIError, _database_failed)
    app.register_error_handler(PoolTimeoutError, _database_failed)
    app.register_error_handler(Exception, _failed)


def _error_page(status: int, sentence: str) -> tuple[str, int]:
    """Render the error page; what was typed stands on it, with the way back to its page."""
    sent = request.method == "POST"
    given = {"texts": typed_texts(), "form_page": page_of_form()} if sent else {}
    page = render_template("errors/error.html", status=status, sentence=sentence, **given)
    return page, status


def _note_refusal(status: int) -> None:
    """Put a refusal into the audit log, in a transaction of its own."""
    detail: dict[str, object] = {"method": request.method, "path": request.path, "status": status}
    guard.give_up()
    try:
        with transaction():
            record("access.denied", "route", None, detail, AuditResult.DENIED)
    except DBAPIError as error:  # refused is refused
        if not trouble.passes(error):
            raise
        current_app.logger.error("a refusal is not in the audit log: %s: %s", detail, error.orig)


def _http_error(error: HTTPException) -> Any:
    """Answer an HTTP error with a sentence; redirects pass."""
    status = error.code or 500
    if status < 400:
        return error
    if status in (403, 404) and current():
        db.session.rollback()
        if late := guard.overtaken():
            return _refused(late)
        _note_refusal(status)
    return _error_page(status, SENTENCES.get(status, SENTENCES[400]))


def _csrf_error(_error: CSRFError) -> tuple[str, int]:
    """Answer a missing or foreign token."""
    if current():
        _note_refusal(400)
    return _error_page(400, EXPIRED)


def _refused(error: Refused) -> Any:
    """Show why an act was refused."""
    db.session.rollback()
    told = guard.happened() if type(error) is Refused else ""
    if current():
        _note_refusal(error.status)
    return _error_page(error.status, f"{error}{told}")


def _sent_before(error: SentBeforeError) -> Any:
    """Answer a form that was sent twice at once like the first time."""
    db.session.rollback()
    return guard.like_the_first(error.row)


def _database_failed(error: SQLAlchemyError) -> Any:
    """Answer what the database refuses: overtaken, full, away, else a fault of the program."""
    if isinstance(error, DBAPIError) and is_overtaken(error):
        return _overtaken(error)
    return _away(error) if trouble.is_away(error) else _failed(error)


def _without_room(error: Exception) -> Any:
    """Answer 507 where nothing more can be written, and what follows of it for this request."""
    db.session.rollback()
    trouble.note_no_room()
    current_app.logger.error(
        "request %s found no room: %s", g.get("request_id"), trouble.cause(error)
    )
    if request.method in ("GET", "HEAD"):
        return _error_page(507, NOT_GIVEN)
    return _error_page(507, PARTLY_SAVED if SAVED in request.environ else NOT_SAVED)


def _away(error: Exception) -> Any:
    """Answer 503 where the database is away; the page is drawn without it."""
    g.viewer = None
    with suppress(SQLAlchemyError):
        db.session.rollback()
    number, why = g.get("request_id"), trouble.cause(error)
    current_app.logger.error("request %s found no database: %s", number, why)
    sentence = SENTENCES[503] if request.method in ("GET", "HEAD") else UNKNOWN
    return *_error_page(503, sentence), {"Retry-After": AGAIN_IN}


def _overtaken(error: Exception) -> Any:
    """Answer 409 where two people acted at the same moment; the first one counts."""
    db.session.rollback()
    current_app.logger.info("request %s overtaken: %s", g.get("request_id"), error)
    return _refused(Stale())


def _failed(error: Exception) -> Any:
    """Answer what nobody expected: a full disk, else a fault of the program."""
    return _without_room(error) if trouble.has_no_room(error) else _crashed(error)


def _crashed(error: Exception) -> tuple[str, int]:
    """Log a crash under the request's number; the page shows only the number."""
    app = current_app
    if app.testing:
        raise error
    db.session.rollback()
    app.logger.exception("request %s failed", g.get("request_id"))
    return _error_page(500, SENTENCES[500])
