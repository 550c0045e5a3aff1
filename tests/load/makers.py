"""Documents built for the tests: about bodies and people that do not exist."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence

from docx import Document

from rag.load.encodings import _TCVN3, _VNI

MINUTES = """Biên bản họp giao ban tháng 6 của UBND huyện Bình Lâm

Đồng chí Nguyễn Thị Ngọc Ánh, Phó Chủ tịch UBND huyện, chủ trì cuộc họp ngày 4/6/2024.
Giao Phòng Kế hoạch hoàn thành hồ sơ trước ngày 15/6; Trung tâm Quỹ đất phối hợp.
Yêu cầu các xã, thị trấn báo cáo kết quả phòng cháy, chữa cháy rừng và tưới tiêu vụ hè thu.
"""


def tcvn3(text: str) -> str:
    """`text` as a .Vn font needs it, shown as Latin-1. Capitals with a tone have no code: use small letters."""
    back = {letter: chr(code) for code, letter in _TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in text)


def vni(text: str) -> str:
    """`text` as a VNI- font needs it, shown as Latin-1."""
    back: dict[str, str] = {}
    for code, letter in _VNI.items():
        back.setdefault(letter, code)
    return "".join(back.get(letter, letter) for letter in text)


def cp1258(text: str) -> bytes:
    """`text` in Windows-1258: five tone marks are characters of their own there."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            decomposed = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
            out.append((base + tone).encode("cp1258"))
    return b"".join(out)


def docx(*paragraphs: str, table: Sequence[Sequence[str]] = (), font: str | None = None) -> bytes:
    """A Word document of `paragraphs` and, after them, one table."""
    document = Document()
    for paragraph in paragraphs:
        run = document.add_paragraph().add_run(paragraph)
        if font:
            run.font.name = font
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def replaced(archive: bytes, name: str, content: bytes) -> bytes:
    """`archive` with the entry `name` replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def entry_of(archive: bytes, name: str) -> bytes:
    """The content of one entry."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return file.read(name)


def zipped(**entries: bytes) -> bytes:
    """An archive; "__" in a name stands for "/"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def pdf(*pages: Sequence[str], unicode_map: bool = True) -> bytes:
    """A PDF with one line of text under the other, its font mapped to Unicode by a ToUnicode table.

    Written by hand, so that no font file is needed: the codes of the text are the characters' own.
    """
    letters = sorted({letter for page in pages for line in page for letter in line})
    table = "\n".join(f"<{ord(letter):04X}> <{ord(letter):04X}>" for letter in letters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{table}\nendbfchar endcmap end end"
    )
    objects: list[bytes] = [b""] * 5
    objects[2] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Made /Encoding /Identity-H /DescendantFonts [4 0 R] "
        + (b"/ToUnicode 5 0 R " if unicode_map else b"")
        + b">>"
    )
    objects[3] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Made /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>"
    )
    objects[4] = stream(to_unicode.encode())
    kids = []
    for page in pages:
        drawn = "\n".join(
            f"BT /F1 12 Tf 1 0 0 1 72 {760 - 16 * number} Tm <{line.encode('utf-16-be').hex()}> Tj ET"
            for number, line in enumerate(page)
            if line
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
        objects.append(stream(drawn.encode()))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return assembled(objects)


def stream(content: bytes) -> bytes:
    """A stream object of a PDF."""
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects, the first of which is its catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)
