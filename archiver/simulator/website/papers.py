"""Makes the documents a site links to: small, whole, and the same bytes every time."""

import io
import zipfile
from html import escape

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_EPOCH = (2026, 1, 1, 0, 0, 0)
_PAPER = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PAPER}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PAPER}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_PAPER}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_PAPER}/spreadsheetml/2006/main" '
        f'xmlns:r="{_PAPER}/officeDocument/2006/relationships">'
        '<sheets><sheet name="Preise" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PAPER}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_PAPER}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}


def pdf(*lines: str) -> bytes:
    """Write one page of text as a PDF (ISO 32000-1): five objects, a table of where they begin, a trailer."""
    shown = b" ".join(b"(%b) Tj T*" % _literal(line) for line in lines)
    drawing = b"BT /F1 11 Tf 56 770 Td 16 TL %b ET" % shown
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    written, starts = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + table + trailer % (len(objects) + 1, len(written))


def sheet(*rows: tuple[str, ...]) -> bytes:
    """Write a spreadsheet of one table, as Office Open XML."""
    body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    table = f'<worksheet xmlns="{_PAPER}/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, part in (*_PARTS.items(), ("xl/worksheets/sheet1.xml", table)):
            head = zipfile.ZipInfo(name, _EPOCH)
            package.writestr(head, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part}')
    return sink.getvalue()


def _literal(line: str) -> bytes:
    """Write a line as a string of PDF, in the one encoding its fonts share."""
    letters = line.encode("cp1252", "replace")
    return letters.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _cell(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(words, quote=False)}</t></is></c>'
