"""The papers of a letter to take along: PDF and Word, the opinion form with them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from tracker.kernel.access import requires, viewer
from tracker.papers import typesetting, word
from tracker.papers.opinion_form import form_of
from tracker.papers.printed import Letter, OpinionForm, file_name, letter_of
from tracker.permissions import Permission
from tracker.reply import document
from tracker.reply.opening import open_printable

bp = Blueprint("papers", __name__, url_prefix="/cases/<int:case_id>/replies/<int:reply_id>")
Made = Callable[[Letter, OpinionForm], bytes]


@bp.get("/letter.pdf")
@requires(Permission.REPLY_PRINT)
def letter_pdf(case_id: int, reply_id: int) -> Response:
    """Send letter and opinion form as they are printed and sealed."""

    def make(letter: Letter, form: OpinionForm) -> bytes:
        return typesetting.pdf_of("reply.typ", letter=letter, form=form)

    return _send(case_id, reply_id, make, ".pdf", typesetting.MEDIA_TYPE)


@bp.get("/letter.docx")
@requires(Permission.REPLY_PRINT)
def letter_word(case_id: int, reply_id: int) -> Response:
    """Send letter and opinion form for Word or WPS, where a unit has its own layout."""

    def make(letter: Letter, form: OpinionForm) -> bytes:
        return word.word_of("reply.docx", letter.heading, letter=letter, form=form)

    return _send(case_id, reply_id, make, ".docx", word.MEDIA_TYPE)


def _send(case_id: int, reply_id: int, make: Made, suffix: str, media_type: str) -> Response:
    """Send what is made of a letter that this viewer may print, else answer 404."""
    reply = open_printable(case_id, reply_id)
    paper = document.paper_of(reply, viewer())
    made = make(letter_of(paper), form_of(reply, paper, viewer()))
    name = file_name((paper.unit, paper.heading), suffix)
    return send_file(BytesIO(made), mimetype=media_type, as_attachment=True, download_name=name)
