"""The page that stands for every scan of the demonstration."""

from __future__ import annotations

_DRAWN = (
    b"0.8 0.1 0.1 RG 3 w 360 150 120 120 re S BT /F1 18 Tf 72 760 Td (Demonstration scan) Tj ET"
)
_PARTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_DRAWN), _DRAWN),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)


def _page() -> bytes:
    """Return a PDF of one A4 page with a line of text and the outline of a seal."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(_PARTS, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(_PARTS) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (
        size,
        table,
        size,
    )
    return bytes(out + end + b"startxref\n%d\n%%%%EOF\n" % len(out))


SCAN = _page()
