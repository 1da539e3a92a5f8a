"""A few cases of every kind that a search may meet, made by the real actions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from flask import Flask
from opencc import OpenCC
from sqlalchemy import select

from tests import scenes
from tests.oracles.search import Held, Party, Text
from tests.reports.walk import Walk
from tests.rows import every, the
from tracker.accounts.models import Account
from tracker.assign import reassigning
from tracker.cases import actions as cases
from tracker.cases.facts import SubmitterFacts
from tracker.cases.models import Case, Participant
from tracker.cases.queries import visible
from tracker.cases.search import matching
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.reply.models import Reply
from tracker.roles import Role
from tracker.terms import Period, ReplyState
from tracker.units.models import Unit

WRITTEN = {
    "021": ("关于停车难的建议", "老城区停車位不足，居民反映强烈。A·B 两区同时规划 3.5 公里步道。"),
    "022": ("关于整治占道停车的建议", "幼儿园门口停满了车，车位\n不足。公园 学位"),
    "023": ("關於發展臺江鄉村旅遊的建議", "％_\\'\"“”——（Ａ类）AbC１２３𠮷野家，刘桂兰的建议"),
}
_old = OpenCC("s2t")


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


class Town:
    """Cases that are read by some and not by others; one left 教育局 for 城市管理局."""

    def __init__(self, district: scenes.District) -> None:
        """Let them come about."""
        self.app: Flask | None = None
        self.district = district
        for number, (title, text) in WRITTEN.items():
            scenes.register(district, number, title=title, text=text, topic="城市管理")
        member = (SubmitterFacts("买买提·艾力", "民族界"),)
        scenes.register(
            district,
            "12",
            session="cppcc_session",
            period=Period.INTERSESSION,
            title="关于公园的提案",
            submitters=member,
            text="刘桂兰代表也曾提出。",
        )
        hosted = (("education", "host"), ("finance", "assisting"))
        self.joint = Walk(district).assign("031", *hosted)
        self.joint.sign(day(3, 19), "education", "finance").talk(day(3, 20))
        self.joint.opinion(day(3, 23)).answer(day(3, 26), "云教函〔2026〕1号")
        secret = {"confidential": True, "text": "我是刘 桂蘭，请城东代表团关注。"}
        self.secret = Walk(district).assign("032", **secret).sign(day(3, 19)).talk(day(3, 20))
        self.secret.answer(day(3, 26), "云教函〔2026〕2号")
        self._hand_over()
        with district.act("leader", day(4, 3)):
            cases.mark(self.joint.case, key_item=True, confidential=False)
            account = the(Account, district.person("district_leader").account_id)
            cases.name_leader(self.joint.case, account)

    def _hand_over(self) -> None:
        """教育局 reads the letter that 城市管理局 issued before, not the one of 财政局 after."""
        parts = (("education", "separate", "校内"), ("city", "separate", "校外"))
        self.moved = Walk(self.district).assign("033", *parts)
        self.moved.sign(day(3, 19), "education", "city").talk(day(3, 20), "city")
        self.moved.answer(day(3, 26), "云城函〔2026〕1号", "city")
        with self.district.act("clerk", day(3, 30)):
            finance = self.district.row(Unit, "finance")
            reassigning.reassign(self.moved.row(), finance, "职责不符", day(3, 30))
        self.moved.learn()
        self.moved.sign(day(3, 31), "finance").talk(day(4, 1), "finance")
        self.moved.answer(day(4, 3), "云财函〔2026〕9号", "finance")

    def found(self, who: str, typed: str) -> set[int]:
        """Return what the product finds for a person."""
        person = self.district.person(who)
        return set(
            db.session.scalars(select(Case.id).where(visible(person), matching(typed, person)))
        )

    def sees(self, who: str) -> set[int]:
        """Return the cases that a person sees."""
        return set(db.session.scalars(select(Case.id).where(visible(self.district.person(who)))))

    def unit_of(self, who: str) -> int | None:
        """Return the unit that a person reads for."""
        person: Viewer = self.district.person(who)
        return person.unit_id if person.is_one_of(Role.UH, Role.UL) else None


def held() -> list[Held]:
    """Return every case as plain facts, read from the tables."""
    return [_held(case) for case in every(Case)]


def queries(of: list[Held], seed: int) -> Iterator[str]:
    """Give queries made of pieces of the cases, as people may type them, without end."""
    chance = random.Random(seed)
    pieces = [text.piece for case in of for text in case.texts]
    pieces += [name for case in of for name in case.names] * 3
    pieces += [name for case in of for party in case.units for name in party.names] * 2

    def word() -> str:
        piece = chance.choice(pieces)
        begin = chance.randrange(len(piece))
        text = piece[begin : begin + chance.choice((1, 2, 2, 3, 4, 7, 15))]
        if chance.random() < 0.1:
            text += chance.choice(pieces)[:1]
        turn = chance.choice((str, str, _old.convert, str.upper, _wide))
        return turn(text)

    while True:
        yield " ".join(word() for _ in range(chance.choice((1, 1, 1, 2, 3))))


def _wide(text: str) -> str:
    """Return a text in full width where there is one."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _held(case: Case) -> Held:
    """Return a case as plain facts."""
    word = "建议" if case.kind == "suggestion" else "提案"
    between = {"suggestion": "（闭会）", "proposal": "（平时）"}[case.kind]
    between = between if case.period == "intersession" else ""
    labels = [f"{word}{between}第{number}号" for number in (case.number, case.number_key)]
    pieces = [*labels, case.number, case.title, case.topic, case.text]
    letters = every(Reply, Reply.case_id == case.id, Reply.state == ReplyState.ISSUED)
    texts = [Text(piece) for piece in pieces if piece]
    texts += [
        Text(piece, row.assignment.unit_id, row.issued_on)
        for row in letters
        for piece in (row.number, row.text)
        if piece
    ]
    parties = db.session.query(Participant).filter(
        Participant.case_id == case.id, Participant.unit_id.is_not(None)
    )
    names = [name for row in case.submitters for name in (row.name, row.group_name) if name]
    units = []
    for row in parties:
        unit = the(Unit, row.unit_id)
        aliases = tuple(alias.alias for alias in unit.aliases)
        units.append(Party(unit.id, (unit.name, unit.short_name, *aliases), row.until))
    return Held(case.id, case.number_key, texts, names, case.confidential, units)
