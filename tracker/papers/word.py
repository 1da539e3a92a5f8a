"""Papers as Word documents: templates that an office opens in Word or WPS, filled in by docxtpl."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "papers"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_of(template: str, title: str, **parts: Any) -> bytes:
    """Return a paper as .docx.

    :param title: of the document's properties.
    :param parts: what the template names; texts are printed as they are, nothing in them is markup.
    """
    document, out = DocxTemplate(str(TEMPLATES / template)), BytesIO()
    document.render(parts, SandboxedEnvironment(autoescape=True), autoescape=True)
    document.docx.core_properties.title = title
    document.save(out)
    return out.getvalue()
