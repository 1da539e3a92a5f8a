"""Which passwords are guessed first: known lists, the person's own words, runs; pure.

Source: OWASP ASVS 5.0.0 6.2.4 and 6.2.11 (a list of common passwords and words of the
place); GB/T 22239-2019 7.1.4.1 (credentials are complex). The list is local
(data/NOTICE): the program needs no internet.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tracker.kernel.texts import tidy

COMMON = Path(__file__).parent / "data" / "common_passwords.txt"
OFFICE_WORDS = (
    "administrator",
    "bangongshi",
    "daibiao",
    "guanliyuan",
    "jianyi",
    "renda",
    "weiyuan",
    "woaini",
    "xitong",
    "zhengfu",
    "zhengxie",
)
RUNS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "!@#$%^&*()",
)
RUN_LENGTH = 4
NAME_RUN = 3
WORD_LENGTH = 2
CORE_LENGTH = 4
_LOOKALIKES = str.maketrans("01345@$!", "oleasasi")
_GUESSED = "密码含有容易被猜到的部分（{}），请换一个。"


def complaint(password: str, login: str, words: Iterable[str] = ()) -> str | None:
    """Return why a password is easily guessed, None if it is not.

    :param login: the log-in name; no three characters of it in a row may occur.
    :param words: name, unit and district of the person, in any script.
    """
    lowered = _tidy(password)
    name = _tidy(login)
    if any(name[i : i + NAME_RUN] in lowered for i in range(len(name) - NAME_RUN + 1)):
        return "密码不得含登录名中的连续三个字符。"
    if any(word in lowered for word in map(_tidy, words) if len(word) >= WORD_LENGTH):
        return _GUESSED.format("姓名、单位或地名")
    if _run_in(lowered):
        return _GUESSED.format("键盘顺序、连续或重复的字符")
    if _is_common(lowered):
        return _GUESSED.format("常见密码")
    return None


@cache
def common_passwords() -> frozenset[str]:
    """Return the list of common passwords, in lower case."""
    return frozenset(COMMON.read_text(encoding="utf-8").split()).union(OFFICE_WORDS)


def _tidy(text: str) -> str:
    """Return a text for comparing: NFKC, lower case, no blanks."""
    return tidy(text).casefold()


def _run_in(lowered: str) -> bool:
    """Whether four characters stand in a row of the keyboard, the alphabet or digits, or repeat."""
    for start in range(len(lowered) - RUN_LENGTH + 1):
        part = lowered[start : start + RUN_LENGTH]
        if len(set(part)) == 1 or any(part in run or part[::-1] in run for run in RUNS):
            return True
    return False


def _is_common(lowered: str) -> bool:
    """Whether it is a listed password, as it is or with digits and signs hung on or put in."""
    for text in (lowered, lowered.translate(_LOOKALIKES)):
        core = text.strip("0123456789!@#$%^&*()-_=+[]{};:'\",.<>/?\\|`~")
        if text in common_passwords():
            return True
        if len(core) >= CORE_LENGTH and core in common_passwords():
            return True
    return False
