"""A request whose body is too large is read to its end, so that its sender reads the answer."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from flask import Request, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import ClientDisconnected, HTTPException

from config import Config

MIB = 1024 * 1024
SPOOLED = 500 * 1024  # of a file stay in memory
TEXT = 2 * MIB  # of one form
TIMES = 10  # as large as allowed: up to there a body is read


class _Nowhere(BytesIO):
    """Where files go that nobody reads."""

    def write(self, data: Any, /) -> int:
        """Drop what comes."""
        return len(data)


class _Spool(SpooledTemporaryFile[bytes]):
    """Where a file goes until it is read; what finds no room on the disk is dropped."""

    no_room: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write, as long as there is room: the fields behind the file are read all the same."""
        if self.no_room is None:
            try:
                return super().write(data)
            except OSError as error:
                self.no_room = error
        return len(data)


class BodyRequest(Request):
    """A request that can be read once more without its files."""

    without_files = False
    _spools: tuple[_Spool, ...] = ()

    def _get_file_stream(self, *_args: Any, **_options: Any) -> IO[bytes]:
        """Return where an uploaded file goes."""
        if self.without_files:
            return _Nowhere()
        spool = _Spool(SPOOLED)
        self._spools += (spool,)
        return cast("IO[bytes]", spool)

    def _load_form_data(self) -> None:
        """Read the body; what it says is known also where its files found no room.

        :raises OSError: they did not; once.
        """
        super()._load_form_data()
        lost = next((spool.no_room for spool in self._spools if spool.no_room), None)
        self._spools = ()
        if lost:
            raise lost

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


def receive() -> None:
    """Read a form before the database is asked for anything.

    A sender that is slow would else hold a reader's lock meanwhile, and with it every writer. What
    is wrong with the form is said where it is needed.

    :raises ClientDisconnected: the rest did not come.
    """
    if request.method != "POST":
        return
    try:
        request.form  # noqa: B018 (reading it is the point)
    except ClientDisconnected:
        raise
    except HTTPException:
        pass


def sent_form() -> MultiDict[str, str]:
    """Return the fields of this request, also of a body that is too large; none where it cannot.

    What is left of such a body is read in any case, else its sender would see no answer.
    """
    try:
        return request.form
    except HTTPException:
        return cast("BodyRequest", request).read_again()
    except OSError:  # no room for a file: once, the fields are known
        return request.form


def _read_to_the_end(stream: IO[bytes]) -> None:
    """Drop what is left of a body, as far as it comes."""
    with suppress(HTTPException):
        while stream.read(MIB):
            pass
