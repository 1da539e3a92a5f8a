"""Every setting of the installation, read once from TRACKER_* variables.

A wrong value stops the start with a sentence; units stand in the names.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
OTHERS = 0o077
PORTS = 65536


class ConfigError(Exception):
    """A setting that the program cannot start with."""


@dataclass(frozen=True)
class Config:
    """The settings of one installation."""

    data_dir: Path
    database_url: str
    secret_key: str
    audit_key_file: Path
    insecure_http: bool = False
    behind_proxy_hops: int = 0
    hosts: tuple[str, ...] = ()
    demo: bool = False
    office_name: str = "区人民政府办公室"
    office_phone: str = ""
    upload_max_mib: int = 20
    session_idle_minutes: int = 30
    session_admin_idle_minutes: int = 15
    session_absolute_hours: int = 12
    sessions_parallel: int = 3
    login_failures: int = 5
    login_window_minutes: int = 15
    activation_days: int = 14
    password_profile: str = "dengbao"  # noqa: S105
    password_days: int = 90
    password_warn_days: int = 15
    password_not_again: int = 5
    password_words: tuple[str, ...] = ()
    postgres_tools: Path | None = None
    backup_dir: Path | None = None
    backup_at: time | None = time(2, 30)
    backup_keep: int = 14
    syslog: str = ""

    @property
    def backups(self) -> Path:
        """The folder of the archives."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def syslog_address(self) -> str | tuple[str, int]:
        """Where the head of the audit log is sent: a socket of this machine, or host and port."""
        if self.syslog.startswith("/"):
            return self.syslog
        host, _, port = self.syslog.rpartition(":")
        return host, int(port)

    def masked(self) -> dict[str, str]:
        """Every setting as text, secrets hidden, for the log at start."""
        shown = {f.name: str(getattr(self, f.name)) for f in fields(self)}
        shown["secret_key"] = "***"  # noqa: S105
        if "@" in shown["database_url"]:
            scheme, rest = shown["database_url"].split("://", 1)
            shown["database_url"] = f"{scheme}://***@{rest.rsplit('@', 1)[1]}"
        return shown


def _number(
    env: Mapping[str, str], name: str, default: int, least: int = 0, most: int = 10**6
) -> int:
    """Read a whole number within its bounds."""
    text = env.get(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ConfigError(f"{name} 应为 {least} 至 {most} 的整数，现为“{text}”。")
    return int(text)


def _profile(env: Mapping[str, str]) -> str:
    """Read the set of rules for passwords."""
    name = env.get("TRACKER_PASSWORD_PROFILE", "dengbao")
    if name not in ("dengbao", "asvs"):
        raise ConfigError(f"TRACKER_PASSWORD_PROFILE 只能是 dengbao 或 asvs，现为“{name}”。")
    return name


def _words(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Read words divided by commas, e.g. the district's name in characters and in letters."""
    parts = env.get(name, "").replace("，", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _flag(env: Mapping[str, str], name: str) -> bool:
    """Read 1 or 0."""
    text = env.get(name, "0")
    if text not in ("0", "1"):
        raise ConfigError(f"{name} 只能是 0 或 1，现为“{text}”。")
    return text == "1"


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    """Read a folder that must exist, None where nothing is said."""
    if not env.get(name):
        return None
    path = Path(env[name])
    if not path.is_dir():
        raise ConfigError(f"{name} 应为一个存在的文件夹，现为“{path}”。")
    return path


def _moment(env: Mapping[str, str], name: str, default: str) -> time | None:
    """Read a time of day, None where the word is `off`."""
    text = env.get(name) or default
    if text == "off":
        return None
    try:
        if len(text) != len("hh:mm"):
            raise ValueError(text)
        return time.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"{name} 应为 02:30 这样的时刻，不要时写 off，现为“{text}”。") from error


def _syslog(env: Mapping[str, str], name: str) -> str:
    """Read where the head of the audit log is sent besides: host:port, or a socket's path."""
    text = env.get(name, "").strip()
    if not text or text.startswith("/"):
        return text
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and 0 < int(port) < PORTS):
        raise ConfigError(f"{name} 应为 主机:端口 或套接字的绝对路径，现为“{text}”。")
    return text


def _of_backups(env: Mapping[str, str]) -> dict[str, Any]:
    """Read where and when archives are made, and where the head of the audit log goes besides."""
    return {
        "backup_dir": _folder(env, "TRACKER_BACKUP_DIR"),
        "backup_at": _moment(env, "TRACKER_BACKUP_AT", "02:30"),
        "backup_keep": _number(env, "TRACKER_BACKUP_KEEP", 14, 2, 60),
        "syslog": _syslog(env, "TRACKER_SYSLOG"),
    }


def _secret(env: Mapping[str, str], data_dir: Path) -> str:
    """The signing secret: from the environment, or made once and kept in the data folder."""
    if "TRACKER_SECRET_KEY" in env:
        return env["TRACKER_SECRET_KEY"]
    path = data_dir / "secret.key"
    if not path.exists():
        write_private(path, secrets.token_hex(32))
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, all of it; never over an existing one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def keep_private(folder: Path) -> str | None:
    """Let nobody else read what the program writes; return what to do where that is not so.

    A folder of somebody else, or one that all may write to such as /tmp, stays as it is.
    """
    os.umask(OTHERS)
    found = folder.stat()
    own = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
    if own and found.st_mode & OTHERS:
        with suppress(OSError):  # whether it helped is looked at below
            folder.chmod(0o700)
    if not folder.stat().st_mode & OTHERS:
        return None
    return (
        f"数据目录 {folder} 别的用户也能进入，程序改不了它的权限。请换一个只归运行本程序的用户"
        f"所有的目录，或由系统管理员把它交给该用户后运行 chmod 700 {folder}。"
    )


def from_environment(env: Mapping[str, str] | None = None) -> Config:
    """Read the settings.

    :raises ConfigError: a variable has a value that cannot be used.
    """
    env = os.environ if env is None else env
    data_dir = Path(env.get("TRACKER_DATA_DIR", str(ROOT / "var"))).resolve()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    url = env.get("TRACKER_DATABASE_URL", f"sqlite:///{data_dir / 'tracker.db'}")
    if not url.startswith(("sqlite:", "postgresql+psycopg:")):
        raise ConfigError("TRACKER_DATABASE_URL 应以 sqlite: 或 postgresql+psycopg: 开头。")
    return Config(
        data_dir=data_dir,
        database_url=url,
        secret_key=_secret(env, data_dir),
        audit_key_file=Path(env.get("TRACKER_AUDIT_KEY_FILE", str(data_dir / "audit.key"))),
        insecure_http=_flag(env, "TRACKER_INSECURE_HTTP"),
        behind_proxy_hops=_number(env, "TRACKER_BEHIND_PROXY_HOPS", 0),
        hosts=tuple(name.lower() for name in _words(env, "TRACKER_HOSTS")),
        demo=_flag(env, "TRACKER_DEMO"),
        office_name=env.get("TRACKER_OFFICE_NAME", "区人民政府办公室"),
        office_phone=env.get("TRACKER_OFFICE_PHONE", ""),
        upload_max_mib=_number(env, "TRACKER_UPLOAD_MAX_MIB", 20),
        session_idle_minutes=_number(env, "TRACKER_SESSION_IDLE_MINUTES", 30, 1, 60),
        session_admin_idle_minutes=_number(env, "TRACKER_SESSION_ADMIN_IDLE_MINUTES", 15, 1, 30),
        session_absolute_hours=_number(env, "TRACKER_SESSION_ABSOLUTE_HOURS", 12, 1, 24),
        sessions_parallel=_number(env, "TRACKER_SESSIONS_PARALLEL", 3, 1, 10),
        login_failures=_number(env, "TRACKER_LOGIN_FAILURES", 5, 3, 10),
        login_window_minutes=_number(env, "TRACKER_LOGIN_WINDOW_MINUTES", 15, 15, 60),
        activation_days=_number(env, "TRACKER_ACTIVATION_DAYS", 14, 1, 60),
        password_profile=_profile(env),
        password_days=_number(env, "TRACKER_PASSWORD_DAYS", 90, 30, 180),
        password_warn_days=_number(env, "TRACKER_PASSWORD_WARN_DAYS", 15, 0, 29),
        password_not_again=_number(env, "TRACKER_PASSWORD_NOT_AGAIN", 5, 1, 24),
        password_words=_words(env, "TRACKER_PASSWORD_WORDS"),
        postgres_tools=_folder(env, "TRACKER_POSTGRES_TOOLS"),
        **_of_backups(env),
    )
