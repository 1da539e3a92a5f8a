"""The page of the import names the formats that it takes; what they give: `ugly/formats.py`."""

from __future__ import annotations

import re
from io import BytesIO

from tests.intake.ugly import formats


def test_the_page_names_the_formats_and_takes_a_csv(clerk):
    page = clerk.get("/intake/").text
    assert "清单（Excel、WPS 表格、CSV）" in page
    assert {".csv", ".et", ".ods", ".xls", ".xlsx"} <= set(re.findall(r"\.\w+", _accepted(page)))
    content = BytesIO(formats.separated(",", "gb18030"))
    sent = clerk.post("/intake/", data={"file": (content, "清单.csv")})
    assert "关于整治河道环境的建议" in clerk.get(sent.location).text


def _accepted(page: str) -> str:
    """Return what the file field offers to choose."""
    (found,) = re.findall(r'accept="([^"]*)"', page)
    return found
