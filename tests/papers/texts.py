"""What can be read in a printed paper."""

from __future__ import annotations

import re
from io import BytesIO

from docx import Document
from pypdf import PdfReader


def plain(text: str) -> str:
    """Return a text without white space."""
    return re.sub(r"\s+", "", text)


def pdf_text(data: bytes) -> list[str]:
    """Return the text of each page without white space."""
    return [plain(page.extract_text()) for page in PdfReader(BytesIO(data)).pages]


def word_text(data: bytes) -> str:
    """Return all the text of a document without white space."""
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return plain("".join([one.text for one in document.paragraphs] + cells))
