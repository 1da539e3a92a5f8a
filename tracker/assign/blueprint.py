"""The blueprint that the pages of one unit's assignment hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint(
    "handling", __name__, url_prefix="/cases/<int:case_id>/assignments/<int:assignment_id>"
)
