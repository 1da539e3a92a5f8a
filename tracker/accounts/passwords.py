"""Passwords and one-time codes: what is accepted, how long it lasts, how it is kept.

Sources: GB/T 22239-2019 信息安全技术 网络安全等级保护基本要求 7.1.4.1 (身份鉴别): credentials
are complex and changed periodically — profile `dengbao`: ten characters, three of four
classes, 90 days, the last five not again. OWASP ASVS 5.0.0 6.2.5 and 6.2.10 forbid both
rules — profile `asvs`: fifteen characters of any kind, no end. Both refuse what is guessed.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.accounts import guessing

MAX_LENGTH = 128
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_GROUPS = 3
CODE_GROUP_LENGTH = 4
CLASSES_NEEDED = 3
_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))


@dataclass(frozen=True)
class Profile:
    """A set of rules for passwords; `days` 0 means that a password has no end."""

    min_length: int
    classes: int
    days: int
    warn_days: int
    not_again: int

    @property
    def hint(self) -> str:
        """What stands under the field of a new password."""
        kinds = "，含大写、小写、数字、符号中的三种" if self.classes else ""
        return f"至少 {self.min_length} 个字符{kinds}，不用姓名、单位、生日和键盘顺序"


def profile(name: str, days: int, warn_days: int, not_again: int) -> Profile:
    """Return the rules of a profile, `dengbao` or `asvs`; see the module's sources."""
    if name == "asvs":
        return Profile(15, 0, 0, 0, 1)
    return Profile(10, CLASSES_NEEDED, days, warn_days, not_again)


def complaint(password: str, login: str, rules: Profile, words: Iterable[str] = ()) -> str | None:
    """Return why a new password is refused, None if it is accepted."""
    if not rules.min_length <= len(password) <= MAX_LENGTH:
        return f"密码应为 {rules.min_length} 至 {MAX_LENGTH} 个字符。"
    classes = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    )
    if sum(classes) < rules.classes:
        return "密码应含大写字母、小写字母、数字、符号中的三种。"
    return guessing.complaint(password, login, words)


def days_left(set_at: datetime | None, now: datetime, rules: Profile) -> int | None:
    """Return for how many more days a password lasts; 0 when it has ended, None for no end."""
    if not rules.days or set_at is None:
        return None
    left = set_at + timedelta(days=rules.days) - now
    return max(0, -(-left // timedelta(days=1)))


def hash_password(password: str) -> str:
    """Return the argon2id hash."""
    return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes as long for an unknown account."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def new_code() -> str:
    """Return a one-time code to be handed over on paper, e.g. `7KQM-2XPA-9DRT`."""
    groups = (
        "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_GROUP_LENGTH))
        for _ in range(CODE_GROUPS)
    )
    return "-".join(groups)


def hash_code(code: str) -> str:
    """Return the digest under which a one-time code is stored.

    Case, blanks, hyphens and full-width spelling make no difference.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
    starts = range(0, len(plain), CODE_GROUP_LENGTH)
    tidy = "-".join(plain[start : start + CODE_GROUP_LENGTH] for start in starts)
    return hashlib.sha256(tidy.encode()).hexdigest()


def hash_session(token: str) -> str:
    """Return the digest under which a session id is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
