"""A request whose body is too large is read to its end, so that its sender reads the answer."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import IO, Any, cast

from flask import Request, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from config import Config

MIB = 1024 * 1024
TEXT = 2 * MIB  # of one form
TIMES = 10  # as large as allowed: up to there a body is read


class _Nowhere(BytesIO):
    """Where files go that nobody reads."""

    def write(self, data: Any, /) -> int:
        """Drop what comes."""
        return len(data)


class BodyRequest(Request):
    """A request that can be read once more without its files."""

    without_files = False

    def _get_file_stream(self, *args: Any, **options: Any) -> IO[bytes]:
        """Return where an uploaded file goes."""
        return _Nowhere() if self.without_files else super()._get_file_stream(*args, **options)

    def read_again(self) -> MultiDict[str, str]:
        """Read a body that was refused as too large; return its fields where they can be told."""
        if "stream" in vars(self):  # the limit was found on the way: what is left has no beginning
            _read_to_the_end(self.stream)
            return MultiDict()
        config: Config = current_app.config["TRACKER"]
        self.without_files = True
        self.max_content_length = TIMES * config.upload_max_mib * MIB
        self.max_form_memory_size = TIMES * TEXT
        try:
            return self.form
        except HTTPException:
            return MultiDict()


def sent_form() -> MultiDict[str, str]:
    """Return the fields of this request, also of a body that is too large; none where it cannot.

    What is left of such a body is read in any case, else its sender would see no answer.
    """
    try:
        return request.form
    except HTTPException:
        return cast("BodyRequest", request).read_again()


def _read_to_the_end(stream: IO[bytes]) -> None:
    """Drop what is left of a body, as far as it comes."""
    with suppress(HTTPException):
        while stream.read(MIB):
            pass
