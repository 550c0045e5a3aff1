"""Text of a .docx file. Runs in a sandbox child.

What enters is the bytes; what leaves is the title and the text in reading order: the first page's header, paragraphs
and tables as they stand, footers, footnotes. A table row is one line with a tab between its cells.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from rag.load.containers import kind_of_zip, mismatch
from rag.load.encodings import normalise, repair
from rag.load.fonts import Fonts
from rag.load.reasons import BROKEN_ZIP, MACROS, NO_TEXT, PROTECTED, UNSAFE_XML, ZIP_BOMB, Unreadable
from rag.load.titles import official_title, shortened

MAX_ENTRIES = 5_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all entries together
MAX_XML = 60 * 1024 * 1024  # bytes of one XML entry: parsed it takes about ten times that
MAX_RATIO = 200  # unpacked to packed, for entries of more than 1 MB: real XML stays under 40

# python-docx trusts the package's structure and fails in many ways where it is damaged.
_DAMAGED = (
    *(PackageNotFoundError, zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError),
)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
_INLINE = _WRAPPERS | {qn("w:hyperlink"), qn("w:fldSimple"), qn("w:dir"), qn("w:bdo")}
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
}
_MEANINGLESS_TITLES = re.compile(r"(?:microsoft word|document|tài liệu|untitled|word document|normal)\b.*|.{0,3}", re.I)


def check_archive(data: bytes) -> None:
    """Looks at the archive's table of contents, and at each XML part for entities, before anything parses it.

    Raises:
        Unreadable: A bomb, an unsafe part, damaged, protected, or no Word document.
    """
    kind = kind_of_zip(data)
    if kind != "docx":
        raise mismatch(".docx", kind)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Unreadable(ZIP_BOMB)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Unreadable(PROTECTED)
                if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
                    raise Unreadable(ZIP_BOMB)
                if entry.filename.endswith((".xml", ".rels")):
                    if entry.file_size > MAX_XML:
                        raise Unreadable(ZIP_BOMB)
                    with archive.open(entry) as part:
                        # The size above is what the archive claims; reading stops there, whatever follows.
                        beginning = part.read(65_536).replace(b"\0", b"")
                    if _DOCTYPE.search(beginning):
                        raise Unreadable(UNSAFE_XML)
                    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in beginning:
                        raise Unreadable(MACROS)
    except (zlib.error, zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise Unreadable(BROKEN_ZIP) from None


class _Reader:
    """Walks the XML of one document."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts

    def paragraph(self, element: Any) -> str:
        """The text of one paragraph, its text boxes on lines of their own below."""
        pieces: list[str] = []
        boxes: list[str] = []
        style = self._fonts.paragraph_style(element)
        for run in self._runs(element):
            written: list[str] = []
            for node in run:
                if node.tag == qn("w:t"):
                    written.append(node.text or "")
                elif node.tag in _MARKS:
                    written.append(_MARKS[node.tag])
                else:
                    boxes.extend(self._boxes(node))
            pieces.append(self._fonts.decoded("".join(written), run, style))
        return "\n".join(["".join(pieces), *boxes])

    def _runs(self, element: Any) -> Iterator[Any]:
        for node in element:
            if node.tag == _RUN:
                yield node
            elif node.tag in _INLINE:
                yield from self._runs(node)

    def _boxes(self, node: Any) -> Iterator[str]:
        # A text box stands twice, in its new form and as a fallback for old readers: only the first counts.
        for box in node.iter(_BOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self.blocks(box)

    def blocks(self, parent: Any) -> Iterator[str]:
        """Paragraphs and tables below `parent` in reading order, each as its text."""
        for node in parent:
            if node.tag == _PARAGRAPH:
                yield self.paragraph(node)
            elif node.tag == _TABLE:
                yield self.table(node)
            elif node.tag in _WRAPPERS:
                yield from self.blocks(node)

    def table(self, element: Any) -> str:
        """A row a line, cells apart by tabs; a table of one row is layout, and gives its cells one after the other."""
        rows = [[self._cell(cell) for cell in self._children(row, _CELL)] for row in self._children(element, _ROW)]
        if len(rows) == 1:
            return "\n".join("\n".join(cell) for cell in rows[0])
        lines = ["\t".join(" ".join(cell) for cell in row) for row in rows]
        return "\n" + "\n".join(line for line in lines if line.strip()) + "\n"

    def _children(self, parent: Any, tag: str) -> Iterator[Any]:
        for node in parent:
            if node.tag == tag:
                yield node
            elif node.tag in _WRAPPERS:
                yield from self._children(node, tag)

    def _cell(self, cell: Any) -> list[str]:
        lines = "\n".join(self.blocks(cell)).split("\n")
        return [" ".join(line.split("\t")).strip() for line in lines if line.strip()]


def _first_in_style(body: Any, reader: _Reader, fonts: Fonts, *names: str) -> str:
    """The first paragraph in a style of one of these names, "" where there is none."""
    for paragraph in body.iter(_PARAGRAPH):
        if fonts.style_name(paragraph) in names and (text := reader.paragraph(paragraph).strip()):
            return normalise(repair(text))
    return ""


def _joined(blocks: list[str]) -> str:
    text = "\n".join(line.rstrip(" \t") for line in "\n".join(blocks).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def parse_docx(data: bytes, hints: dict[str, Any]) -> tuple[str, str]:
    """Returns title and text of a Word document.

    Raises:
        Unreadable: See `check_archive`; or no text in it.
    """
    check_archive(data)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
    except _DAMAGED:
        raise Unreadable(BROKEN_ZIP) from None
    fonts = Fonts(document)
    reader = _Reader(fonts)
    heads, feet = _edges(document, reader)
    text = repair(normalise(_joined([*heads, *reader.blocks(body), *feet])))
    if not any(map(str.isalnum, text)):
        raise Unreadable(NO_TEXT)
    lines = text.removeprefix("\n".join(heads)).split("\n")
    title = _first_in_style(body, reader, fonts, "title", "tiêu đề") or _property_title(document)
    heading = _first_in_style(body, reader, fonts, "heading 1", "đầu đề 1")
    return shortened(title) or official_title(lines, heading), text


def _property_title(document: Any) -> str:
    """The title in the file's properties, where someone wrote it and no program did."""
    title = normalise(document.core_properties.title or "").strip()
    meaningless = _MEANINGLESS_TITLES.fullmatch(title) or title.endswith((".doc", ".docx"))
    return "" if meaningless else title


def _edges(document: Any, reader: _Reader) -> tuple[list[str], list[str]]:
    """Headers and footers of the sections, each once; page numbers, which are fields, give no text."""
    heads: list[str] = []
    feet: list[str] = []
    for section in document.sections:
        for found, parts in (
            (heads, (section.first_page_header, section.header)),
            (feet, (section.first_page_footer, section.footer)),
        ):
            for part in parts:
                if part.is_linked_to_previous:
                    continue
                text = _joined(list(reader.blocks(part._element)))
                if any(map(str.isalpha, text)) and text not in found:
                    found.append(text)
    return heads, feet
