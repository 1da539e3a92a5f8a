"""Drawing one macro."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import render_template_string

TODAY = date(2026, 11, 23)


@pytest.fixture
def drawn(app):
    """Return a function that draws what a line of a template says."""

    def draw(source: str, **values: object) -> str:
        component, line = source.split("|", 1)
        name = re.search(r"(\w+)\(", line.split("call(line)")[-1])[1]
        line = line if line.startswith("{%") else f"{{{{ {line} }}}}"
        start = f'{{% from "components/{component}.html" import {name} %}}'
        with app.test_request_context():
            return render_template_string(start + line, today=TODAY, **values)

    return draw
