"""By which address the system may be opened: its own names, HTTPS unless set otherwise, no NUL.

And whose pages may send changes: its own.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

from config import Config
from tracker.kernel.errors import Misaddressed

_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]+")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
FOREIGN = (
    "不能用这个网址打开本系统，请使用管理员告知的网址。"
    "（管理员：请把本系统的域名写进设置 TRACKER_HOSTS，再重新启动。）"
)
ELSEWHERE = "这次提交不是从本系统的页面发出的，没有办理。请从本系统的页面重新提交。"
GARBLED = "网址里有不能识别的字符，请从左侧菜单进入。"
PLAIN = (
    "本系统只能用 https 开头的网址打开，否则不能登录。"
    "（管理员：前面有代理的，请设置 TRACKER_BEHIND_PROXY_HOPS；"
    "内网确实只用 http 的，请设置 TRACKER_INSECURE_HTTP=1。）"
)


def check_address() -> None:
    """Refuse a request for another host's name, and plain HTTP where cookies need HTTPS.

    :raises Misaddressed: see above.
    """
    if request.endpoint == "static":
        return
    config: Config = current_app.config["TRACKER"]
    name = host_name(request.host)
    if not is_ours(name, config.hosts):
        raise Misaddressed(FOREIGN)
    if config.insecure_http or request.is_secure or name in LOOPBACK:
        return
    raise Misaddressed(PLAIN)


def check_sender() -> None:
    """Refuse a change that a page of another host sent; who names no page is asked for the token.

    :raises Misaddressed: see above.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if sender is None:
        return
    config: Config = current_app.config["TRACKER"]
    if _host_of(sender) not in (host_name(request.host), *config.hosts):
        raise Misaddressed(ELSEWHERE)


def _host_of(address: str) -> str:
    """Return the name of the host that a page's address names; "null" names none."""
    try:
        return host_name(urlsplit(address).netloc)
    except ValueError:
        return ""


def check_text() -> None:
    """Refuse an address with the NUL character in it, which databases refuse."""
    texts = (request.path, *(text for asked in request.args.listvalues() for text in asked))
    if any("\0" in text for text in texts):
        raise Misaddressed(GARBLED)


def host_name(host: str) -> str:
    """Return the name in a Host header without its port, empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or "" if _HOST.fullmatch(host) else ""
    except ValueError:
        return ""


def is_ours(name: str, hosts: tuple[str, ...]) -> bool:
    """Whether a name is ours: loopback, a listed one, or any bare address where none is listed."""
    if name in LOOPBACK or name in hosts:
        return True
    return not hosts and _is_bare(name)


def _is_bare(name: str) -> bool:
    """Whether a name is an IP address."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
