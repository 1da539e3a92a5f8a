"""What an OLE2 file is, the container of .xls, .et, .doc and of what has a password."""

from __future__ import annotations

import io

from xlrd.compdoc import CompDoc, CompDocError

from tracker.kernel.sheet_reading.cells import RefusalError

WORKBOOKS = ("workbook", "book")
OTHERS = {
    "encryptedpackage": "password",
    "worddocument": "document",
    "powerpoint document": "slides",
}
LOCKED = "EncryptedPackage".encode("utf-16-le")


def workbook_of(data: bytes) -> None:
    """Return if the file holds a workbook.

    :raises RefusalError: it holds something else, or is broken.
    """
    try:
        holder = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
    except CompDocError as error:
        raise RefusalError("password" if LOCKED in data else "broken") from error
    root = holder.dirlist[0].children
    names = {holder.dirlist[at].name.lower() for at in root}
    if not names.isdisjoint(WORKBOOKS):
        return
    raise RefusalError(next((OTHERS[name] for name in OTHERS if name in names), "other_office"))
