"""What a letter must have before it is signed; pure.

Source: domain §4.1 (classes), §5.1 (checks before issue), §8 (disclosure).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.cases.numbering import number_key
from tracker.kernel.days import order_fault, year_fault
from tracker.kernel.texts import tidy
from tracker.terms import Disclosure, Outcome, ReplyClass

MOBILE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
NUMBER = re.compile(r"^([^\s〔〕]{1,20})〔(\d{4})〕0*([1-9]\d{0,5})号$")
BRACKETS = str.maketrans(dict.fromkeys("([{【﹝［（", "〔") | dict.fromkeys(")]}】﹞］）", "〕"))


@dataclass(frozen=True)
class LetterFacts:
    """What is entered about a letter; a date is the day by which the promise is kept, if named."""

    text: str
    reply_class: ReplyClass | None = None
    outcome: Outcome | None = None
    disclosure: Disclosure | None = None
    withheld_ground: str = ""
    copies: str = ""
    promise: str = ""
    promise_due_on: date | None = None
    missing_opinions_reason: str = ""


@dataclass(frozen=True)
class IssueFacts:
    """What stands on the paper: number (文号), letter date (落款日期), signer.

    `not_stated`: what is left empty of a paper letter does not stand on it; only on behalf.
    `reason`: why a letter with a date before its limit comes in after it.
    """

    number: str
    on: date
    signer: str
    not_stated: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the form field and the sentence."""

    field: str
    sentence: str


ClassOf = Callable[[Outcome], ReplyClass]


def faults(letter: LetterFacts, class_of: ClassOf, from_day: date) -> list[Fault]:
    """Return what keeps a letter from being signed.

    :param class_of: the place's letter of a neutral outcome.
    :param from_day: a promise cannot fall due before this day.
    """
    found = [] if letter.text.strip() else [Fault("text", "请填写答复正文。")]
    found += personal_faults(letter.text)
    found += class_faults(letter, class_of) + promise_faults(letter, from_day)
    return found + disclosure_faults(letter)


def disclosure_faults(letter: LetterFacts) -> list[Fault]:
    """Return what is wrong with the disclosure attribute: chosen, with a ground to withhold."""
    if letter.disclosure is None:
        return [Fault("disclosure", "请选择公开属性。")]
    if letter.disclosure is Disclosure.WITHHELD and not letter.withheld_ground.strip():
        return [Fault("withheld_ground", "不予公开的，请写明依据的条款。")]
    return []


def class_faults(letter: LetterFacts, class_of: ClassOf) -> list[Fault]:
    """Return what is wrong with class and outcome: both chosen, fitting by the place's table."""
    if letter.outcome is None:
        return [Fault("outcome", "请选择办理结果。")]
    if letter.reply_class is None:
        return [Fault("reply_class", "请选择办理类别。")]
    right = class_of(letter.outcome)
    if right is letter.reply_class:
        return []
    outcome, marked = letter.outcome.label, letter.reply_class.label
    sentence = f"办理结果“{outcome}”应标{right.label}，现为{marked}。"
    return [Fault("reply_class", sentence)]


def promise_faults(letter: LetterFacts, from_day: date) -> list[Fault]:
    """Return what is wrong with the promise: class B needs one, others its day.

    One of class B may name no day: it is asked after at the end of each quarter.
    """
    found = []
    promised = bool(letter.promise.strip())
    if letter.reply_class is ReplyClass.B and not promised:
        found.append(Fault("promise", "B类答复要写明承诺事项：做什么、做到什么程度。"))
    if promised and letter.reply_class is not ReplyClass.B and letter.promise_due_on is None:
        found.append(Fault("promise_due_on", "请填写承诺完成日期，如 2026-12-31。"))
    days = promise_day_faults(letter, from_day)
    return found + [fault for fault in days if fault.field not in {one.field for one in found}]


def promise_day_faults(letter: LetterFacts, from_day: date) -> list[Fault]:
    """Return what is wrong with the day of a promise: without words, before the letter, too far."""
    found = []
    if letter.promise_due_on and not letter.promise.strip():
        found.append(Fault("promise", "填了完成日期，请写明承诺事项；没有承诺的，请清空日期。"))
    due = letter.promise_due_on
    early = order_fault(due, from_day, "", "承诺完成日期") if due else ""
    if due and (fault := early or year_fault(due, from_day)):
        found.append(Fault("promise_due_on", fault))
    return found


def personal_faults(text: str) -> list[Fault]:
    """Return mobile and identity numbers in the text, which a letter never has."""
    plain = unicodedata.normalize("NFKC", text)
    found = []
    if IDENTITY.search(plain):
        found.append(Fault("text", "正文里有身份证号码，请删去。"))
    if MOBILE.search(plain):
        found.append(Fault("text", "正文里有手机号码，请改用办公电话。"))
    return found


def tidy_number(text: str) -> str | None:
    """Return a document number (文号) as it is printed, None if it is none.

    Six-cornered brackets, no 第, no leading zeros: `×建函(2026)第012号` → `×建函〔2026〕12号`.
    """
    plain = tidy(text).translate(BRACKETS)
    found = NUMBER.match(plain.replace("〕第", "〕"))
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else None


def same_number(said: str, number: str) -> bool:
    """Whether two spellings mean one case number; zeros and words around it do not matter."""
    return number_key(said) == number_key(number)


def sentences(found: Sequence[Fault]) -> str:
    """Return faults as one text."""
    return "".join(fault.sentence for fault in found)
