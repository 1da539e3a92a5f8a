"""What to look at twice in a letter before it is signed; pure.

Source: domain §5.1 (checks before issue): right body, person, word, number, session and title;
no plan without a day in class B; the opinions used; nothing that the system prints itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.kernel.texts import tidy
from tracker.reply.letter import Subject, opens_itself, paragraphs
from tracker.reply.letter_check import LetterFacts, same_number
from tracker.terms import Kind, ReplyClass

NAMED = re.compile(r"第\s*([0-9A-Za-z()]+)\s*号(建议|提案|议案)")
NUMBERED = re.compile(r"》\s*\(第\s*([0-9A-Za-z()]+?)\s*号\)")
TITLED = re.compile(r"提出的《([^》]+)》")
MET = re.compile(
    r"([一二三四五六七八九十百]+)届[^。，；第全省市]{0,12}?第?([一二三四五六七八九十]+)次"
)
SALUTATION = re.compile(r"(代表|委员)(同志)?[：:]\s*$")
CLOSING_DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
VAGUE = re.compile(r"进一步研究|研究考虑|研究论证|研究解决|适时|视情况|视财力|条件成熟")
WORDS = {Kind.SUGGESTION: ("代表", "建议"), Kind.PROPOSAL: ("委员", "提案")}


@dataclass(frozen=True)
class Beside:
    """What the letter is laid beside: units whose opinion came, how an earlier round answered.

    `earlier` is that letter's number, else its day in words; empty in the first round.
    """

    consulted: Sequence[str] = ()
    earlier: str = ""


def warnings(letter: LetterFacts, subject: Subject, beside: Beside = Beside()) -> list[str]:
    """Return the sentences, each saying where text and register differ or what is missing."""
    plain = unicodedata.normalize("NFKC", letter.text)
    return [
        *_of_frame(letter.text, subject.kind),
        *_of_number(plain, subject),
        *_of_name(letter.text, subject),
        *_of_plan(letter),
        *_of_opening(letter.text, beside),
        *([] if letter.copies.strip() else ["没有填写抄送。一般抄送人大或政协机关和政府办。"]),
    ]


def _of_frame(text: str, kind: Kind) -> Iterable[str]:
    """Yield what stands in the text although the system prints it, or with the wrong person."""
    lines = paragraphs(text)
    right = WORDS[kind][0]
    wrong = "委员" if right == "代表" else "代表"
    if lines and SALUTATION.search(lines[0]):
        yield "称呼由系统按登记打印，正文不必再写称呼。"
    if any(re.search(f"{wrong}(同志)?[：:]$", line) for line in lines):
        yield f"本件是{kind.label}，称呼应为“{right}”，正文里写成了“{wrong}”。"
    if len(lines) > 1 and CLOSING_DAY.fullmatch(lines[-1]):
        yield "落款由系统打印，正文末尾不必再写单位和日期。"


def _of_number(plain: str, subject: Subject) -> Iterable[str]:
    """Yield numbers in the text that are not the case's, and the wrong word for it."""
    right = WORDS[subject.kind][1]
    for said, word in NAMED.findall(plain):
        if word != right:
            yield f"正文写“第{said}号{word}”，本件是{right}。"
        elif not same_number(said, subject.number):
            yield f"正文写“第{said}号”，本件编号是“{subject.number}”。"
    for said in NUMBERED.findall(plain):
        if not same_number(said, subject.number):
            yield f"正文写“第{said}号”，本件编号是“{subject.number}”。"


def _of_name(text: str, subject: Subject) -> Iterable[str]:
    """Yield a title or session in the text that is not the case's."""
    for said in TITLED.findall(text):
        if tidy(said) != tidy(subject.title):
            yield f"正文写“提出的《{said}》”，本件标题是《{subject.title}》。"
    held = MET.search(subject.session)
    for found in MET.finditer(text):
        if held and found.groups() != held.groups():
            yield f"正文写“{found[0]}”，本件是{subject.session}的，请核对届次。"


def _of_plan(letter: LetterFacts) -> Iterable[str]:
    """Yield words of class B that promise nothing, and a promise without a day."""
    if letter.reply_class is ReplyClass.B and (found := VAGUE.search(letter.text)):
        yield f"B类答复写了“{found[0]}”，请写明做什么、由谁做、何时完成。"
    if letter.promise.strip() and letter.promise_due_on is None:
        yield "承诺事项没有写明完成日期，印发后政府办每季度末催问。能定日期的，请写明。"


def _of_opening(text: str, beside: Beside) -> Iterable[str]:
    """Yield what an opening of the unit's own leaves out, which the system's would say."""
    if not opens_itself(text):
        return
    missing = [name for name in beside.consulted if name not in text]
    if missing:
        yield f"正文没有提到{'、'.join(missing)}的会办意见，请写明采纳情况。"
    if beside.earlier and beside.earlier not in text:
        yield f"正文没有提到上一轮答复（{beside.earlier}），再次答复应当说明。"
