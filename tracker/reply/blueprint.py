"""The blueprint that all pages of letters and promises hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reply", __name__, url_prefix="/cases/<int:case_id>")
ONE = "/assignments/<int:assignment_id>/reply"
