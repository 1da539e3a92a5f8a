"""Bigrams: Chinese writes no blanks, so two neighbouring characters are what is indexed; pure.

A text is a few lines; a word stands in one line, and no pair reaches over the end of a line. The
last character of a line stands alone, so that every character begins one gram.
Decision 0018 tells why neither database's own word breaking does.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.kernel.texts import searchable

Gram = tuple[str, str]


def lines_of(pieces: Iterable[str]) -> str:
    """Return pieces of text as the index keeps them: searchable, one in a line."""
    return "\n".join(line for piece in pieces if (line := searchable(piece)))


def words_of(text: str) -> list[str]:
    """Return the words that are asked for, as the index knows them; each once."""
    found = [word for piece in text.split() if (word := searchable(piece))]
    return list(dict.fromkeys(found))


def without(text: str, names: Iterable[str]) -> str:
    """Return lines of the index with every name cut out of them.

    What stood before a name and what stood behind it do not become neighbours.
    """
    for name in sorted({searchable(name) for name in names} - {""}, key=len, reverse=True):
        text = text.replace(name, "\n")
    return text


def grams(text: str) -> list[Gram]:
    """Return the grams of a text in order."""
    lines = [line for line in text.split("\n") if line]
    return [pair for line in lines for pair in zip(line, [*line[1:], ""], strict=True)]


def asked(word: str) -> list[Gram]:
    """Return the grams that follow each other wherever a word stands; of one character, itself."""
    return grams(word)[: max(1, len(word) - 1)]


def token(gram: Gram) -> str:
    """Return a gram in plain letters and figures, which no tokenizer parts or changes."""
    first, second = gram
    return f"{ord(first):x}x{ord(second):x}" if second else f"{ord(first):x}x"
