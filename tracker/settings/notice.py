"""Reading the yearly notice on days off as it is written: ranges and working weekends; pure.

Source of the form: 国务院办公厅关于部分节假日安排的通知, e.g.
10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.kernel.workdays import SATURDAY

MOST_DAYS = 20
WEEKDAYS = "一二三四五六日"
DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<told>（[^（）]*）)?"
)
NAMED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\d{1,2}[、.])?\s*(?P<name>[^\d：]{1,12})：")
COUNTED = re.compile(r"(?:共|放假)\s*(\d{1,2})\s*天")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
TO = re.compile(r"^\s*(?:至|到|—+|-|–|~)\s*$")
NOTE = "放假"


class NoticeError(ValueError):
    """A notice that cannot be read; the sentence says where."""


@dataclass(frozen=True)
class Exceptional:
    """One day that differs from the ordinary week."""

    day: date
    working: bool
    note: str


def read(text: str, year: int) -> list[Exceptional]:
    """Return the days that a notice makes different, each once, in order.

    :raises NoticeError: a day does not exist, its weekday or the number of days does not fit,
        days of another year's notice, or nothing was found.
    """
    found: dict[date, Exceptional] = {}
    name = NOTE
    for sentence in _sentences(text):
        heading = NAMED.match(sentence)
        name = heading["name"].strip() if heading else name
        for one in _of(sentence[heading.end() if heading else 0 :], year, name):
            found[one.day] = one
    if not found:
        raise NoticeError("没有读到放假或上班的日期。请按通知的写法填写，如“10月1日至7日放假”。")
    return [found[day] for day in sorted(found)]


def _sentences(text: str) -> Iterator[str]:
    """Give the sentences of a notice, with its brackets made even."""
    plain = text.replace("(", "（").replace(")", "）").replace(":", "：").replace(" ", "")
    for part in re.split(r"[。；;\n\r]+", plain):
        if part.strip():
            yield part.strip()


def _of(sentence: str, year: int, name: str) -> Iterator[Exceptional]:
    """Give the days of one sentence; one that says both off and at work is read by its parts."""
    if "放假" in sentence and "上班" in sentence and "，" in sentence:
        for part in sentence.split("，"):
            yield from _of(part, year, name)
        return
    spans = _spans(sentence, year)
    if spans:
        yield from _differing(sentence, spans, year, name)


def _differing(
    sentence: str, spans: list[tuple[date, date]], year: int, name: str
) -> Iterator[Exceptional]:
    """Give those of some days that the sentence makes different."""
    working = "上班" in sentence
    if working and "放假" in sentence:
        raise NoticeError(f"“{sentence}”既写了放假又写了上班，请分成两句。")
    if not working and "放假" not in sentence and "休息" not in sentence:
        raise NoticeError(f"“{sentence}”没有写明放假还是上班。")
    days = [day for first, last in spans for day in _between(first, last)]
    told = COUNTED.search(sentence)
    if told and not working and int(told[1]) != len(days):
        raise NoticeError(f"“{sentence}”写的是共 {told[1]} 天，数下来是 {len(days)} 天，请检查。")
    for day in days:
        _ask_year(day, year)
        if working != (day.weekday() < SATURDAY):
            yield Exceptional(day, working, f"{name}调休上班" if working else name)
        elif working:
            raise NoticeError(f"{_said(day)}本来就上班，请检查年份和日期。")


def _spans(sentence: str, year: int) -> list[tuple[date, date]]:
    """Return the days and ranges that a sentence names, each from its first day to its last."""
    spans: list[tuple[date, date]] = []
    month, end = 0, -1
    for match in DAY.finditer(sentence):
        month = int(match["month"] or month)
        start = spans[-1][1].year if spans and not match["year"] else year
        day = _day(int(match["year"] or start), month, int(match["day"]), match["told"] or "")
        if spans and TO.match(sentence[end : match.start()]):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
        end = match.end()
    return spans


def _day(year: int, month: int, number: int, told: str) -> date:
    """Return a day, after looking at the weekday that stands beside it.

    :raises NoticeError: there is no such day, or it has another weekday.
    """
    try:
        day = date(year, month, number)
    except ValueError:
        raise NoticeError(f"没有 {year}年{month}月{number}日这一天，请检查。") from None
    named = WEEKDAY.search(told)
    if named and WEEKDAYS.index(named[1].replace("天", "日")) != day.weekday():
        right = WEEKDAYS[day.weekday()]
        raise NoticeError(f"{year}年{month}月{number}日是周{right}，不是周{named[1]}，请检查年份。")
    return day


def _between(first: date, last: date) -> Iterator[date]:
    """Give the days of a range.

    :raises NoticeError: it runs backwards, or is longer than any holiday.
    """
    if not 0 <= (last - first).days < MOST_DAYS:
        raise NoticeError(f"{_said(first)}至{_said(last)}不像一个假期，请检查。")
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def _ask_year(day: date, year: int) -> None:
    """Refuse a day that no notice of this year names; its New Year may begin in the year before.

    :raises NoticeError: it lies in another year.
    """
    if day.year != year and day < date(year, 1, 1) - timedelta(days=MOST_DAYS):
        raise NoticeError(f"{_said(day)}不在 {year} 年里。请检查年份。")
    if day.year > year:
        raise NoticeError(f"{_said(day)}不在 {year} 年里。请检查年份。")


def _said(day: date) -> str:
    """Say a day."""
    return f"{day.year}年{day.month}月{day.day}日"
