"""Text of an HTML page. Runs in a sandbox child.

What enters is the bytes; what leaves is the title and the text without navigation, header, footer and teasers of
other articles (see `boilerplate`). Each sentence stands in the page as it is once tags are gone and white space is
folded: inline tags join, block tags break lines, a table row is one line with a tab between its cells.
"""

import re
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml import etree

from rag.load.boilerplate import Boilerplate
from rag.load.encodings import decode
from rag.load.reasons import BROKEN_HTML, NO_TEXT, Unreadable
from rag.load.titles import shortened

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")  # what HTML folds: the no-break space stays
_SITE = re.compile(r"\s+[|»]\s+[^|»]+$")

# Everything that is not here breaks the line.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp small"
    " span strike strong sub sup time tt u var wbr o:p st1:place".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol dl blockquote section article figure pre hr main body".split())
_HEADINGS = ("h1", "h2", "h3")
_LONGEST_CELL = 1500  # characters: a table with a longer cell is a page layout


class _Lines:
    """Collects text into lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._gap = False  # an empty line before the next one

    def add(self, text: str | None, *, folded: bool = True) -> None:
        if not text:
            return
        if folded:
            self._line.append(_SPACE.sub(" ", text))
            return
        first, *rest = text.split("\n")
        self._line.append(first)
        for line in rest:
            self.end()
            self._line.append(line)

    def end(self, *, paragraph: bool = False) -> None:
        """Ends the line, where there is one."""
        line = _SPACE.sub(_widest, "".join(self._line)).strip(" \n")
        self._line = []
        if line.strip():
            if self._gap and self._lines:
                self._lines.append("")
            self._lines.append(line.rstrip())
            self._gap = False
        self._gap = self._gap or paragraph

    def text(self) -> str:
        self.end()
        return "\n".join(self._lines)


def _widest(match: re.Match[str]) -> str:
    """One space for a run of white space, or its tabs: they separate cells, of which some are empty."""
    return "\t" * match.group().count("\t") or " "


def _is_layout(table: Any) -> bool:
    """Whether a table only places things on the page."""
    if table.find(".//table") is not None or any(table.find(f".//{tag}") is not None for tag in _HEADINGS):
        return True
    rows = table.findall(".//tr")
    cells = [row.findall("td") + row.findall("th") for row in rows]
    if len(rows) < 2 or max(map(len, cells), default=0) < 2:
        return True
    return any(len("".join(cell.itertext())) > _LONGEST_CELL for row in cells for cell in row)


def _text_of(body: Any, boilerplate: Boilerplate) -> str:
    lines = _Lines()
    in_table: Any = None  # the outermost data table that is open
    preformatted = 0
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if boilerplate.drops(element):
                walker.skip_subtree()
                continue
            if in_table is not None:
                if tag in ("td", "th") and element.getprevious() is not None:
                    lines.add("\t", folded=False)
                elif tag == "tr":
                    lines.end()
                elif tag not in _INLINE and tag not in ("td", "th"):
                    lines.add(" ")
            elif tag not in _INLINE:
                lines.end(paragraph=tag in _PARAGRAPHS)
                if tag == "table" and not _is_layout(element):
                    in_table = element
            preformatted += tag == "pre"
            lines.add(element.text, folded=not preformatted)
            continue
        dropped = boilerplate.drops(element)
        if not dropped:
            preformatted -= tag == "pre"
            if element is in_table:
                in_table = None
        if in_table is not None:
            lines.end() if tag == "tr" else lines.add(" " if tag not in _INLINE else None)
        elif tag not in _INLINE:
            lines.end(paragraph=tag in _PARAGRAPHS)
        if element is not body:
            lines.add(element.tail, folded=not preformatted)
    return lines.text()


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _title(tree: Any, boilerplate: Boilerplate) -> str:
    """The page's <h1>, else what it tells search engines, else its <title> without the site's name."""
    page = _flat(tree.findtext(".//title"))
    headings = [
        _flat("".join(heading.itertext())) for heading in tree.iter("h1") if not boilerplate.drops_around(heading)
    ]
    headings = [heading for heading in headings if heading]
    named = [heading for heading in headings if heading in page]
    if named or headings:
        return shortened((named or headings)[0])
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:title" and _flat(meta.get("content")):
            return shortened(_flat(meta.get("content")))
    return shortened(_SITE.sub("", page))


def parse_html(data: bytes, hints: dict[str, Any]) -> tuple[str, str]:
    """Returns title and text of a page; `hints["encoding"]` is what its server declared.

    Raises:
        Unreadable: No markup that can be made sense of, or no text.
    """
    declared = _DECLARED.search(data, 0, 4096)
    source = decode(data, hints.get("encoding") or (declared[1].decode("ascii") if declared else None))
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = lxml.html.document_fromstring(_XML_DECLARATION.sub("", source.replace("\0", ""), count=1), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable(NO_TEXT if not source.strip() else BROKEN_HTML) from None
    body = tree.find("body")
    if body is None:
        raise Unreadable(NO_TEXT)
    boilerplate = Boilerplate(body)
    text = _text_of(body, boilerplate)
    if not any(map(str.isalnum, text)):
        raise Unreadable(NO_TEXT)
    return _title(tree, boilerplate) or shortened(text.split("\n", 1)[0]), text
