"""Papers as PDF: Typst sets them from a template of ours, what is printed goes in as data.

The font lies beside this file and is embedded, so that a paper looks the same on every machine and
the rare characters of names print.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from tracker.kernel import clock

FONTS = Path(__file__).with_name("vendor")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "papers"
MEDIA_TYPE = "application/pdf"
_one_at_a_time = Lock()


def pdf_of(template: str, **parts: Any) -> bytes:
    """Return a paper as PDF/A-2b, in which every text can be searched and copied.

    :param parts: frozen dataclasses by the name under which the template reads them; their texts
        are printed as they are, nothing in them is markup.
    """
    data = json.dumps({name: asdict(part) for name, part in parts.items()}, ensure_ascii=False)
    with _one_at_a_time:
        return cast(  # one format and no output file: the bytes
            bytes,
            _compiler().compile(
                str(TEMPLATES / template),
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards=["a-2b"],
                timestamp=int(clock.now().timestamp()),
            ),
        )


@cache
def _compiler() -> typst.Compiler:
    """Return the compiler of this process, with our font and no other."""
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True)
