"""What a list of proposals says of their filing; pure.

What comes in with the committee's list is filed unless the list says otherwise (domain §2.0).
"""

from __future__ import annotations

from tracker.intake.reading.headers import Field
from tracker.intake.reading.line import Line
from tracker.intake.reading.preview import Entry

FILED = frozenset({"", "是", "立案", "已立案", "同意立案", "准予立案", "予以立案"})
WAITS = frozenset({"待立案", "待审查", "审查中", "未审查", "待定"})
WAITING = "等待立案，登记立案决定后才能交办；写着的拟办单位没有读入。"
NOT_FILED = "写着“{}”，没有立案的不随清单登记。要留底的请个别登记为“等待立案决定”，再登记立案决定。"


def read(entry: Entry, line: Line) -> None:
    """Read whether a proposal is filed; one that is not is the clerk's to enter by itself."""
    said, column = "".join(line.text(Field.FILING).split()), line.column(Field.FILING)
    if said in FILED:
        return
    if said in WAITS:
        entry.waits_for_filing = True
        entry.doubt(column, WAITING)
    else:
        entry.ask(column, NOT_FILED.format(said))
