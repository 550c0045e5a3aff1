"""Text of a PDF. Runs in a sandbox child.

What enters is the bytes; what leaves is the title and the text as paragraphs: lines that the layout broke are joined
where that is safe, repeated page headers and page numbers are gone.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from rag.load.encodings import normalise, repair
from rag.load.reasons import BROKEN_PDF, LOCKED_PDF, NO_LETTERS, NO_PAGES, PROTECTED, SCANNED, TOO_HUNGRY, Unreadable
from rag.load.syllables import is_syllable
from rag.load.titles import official_title

_EDGE = 3  # lines at the top and at the bottom of a page that may be its header or footer
_PAGE_NUMBER = re.compile(r"[\W_]*(?:trang|page)?\s*\d{1,4}(?:\s*(?:/|trên|of)\s*\d{1,4})?[\W_]*", re.IGNORECASE)
_SPACES = re.compile(r"[ \t]+")
# What begins a paragraph of its own however full the line above is.
_ITEM = re.compile(
    r"(?:[-–—•·+*▪●○✓]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|[IVX]{1,5}\.\s|(?:Điều|Chương|Mục|Phần)\s+[\dIVX]+)"
)
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_FULL = 0.75  # of the usual length of a line: a shorter one ends its paragraph
_GLYPH = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]|\\(cid:\\d+\\)|/(?:g|G|uni|cid)[0-9A-F]{2,5}")


def _unnumbered(line: str, number: int) -> str:
    return re.sub(rf"\b{number}\b", "#", line)


def _edges(pages: list[list[str]]) -> set[str]:
    """The lines, the page's number aside, that stand at the edge of most pages."""
    seen: Counter[str] = Counter()
    for number, lines in enumerate(pages, 1):
        seen.update({_unnumbered(line, number) for line in lines[:_EDGE] + lines[-_EDGE:]})
    enough = max(3, round(len(pages) * 0.6))
    return {line for line, count in seen.items() if count >= enough}


def _bodies(pages: list[list[str]]) -> Iterator[list[str]]:
    """The pages without footers and numbers; a repeated header stays on the first page that has it."""
    repeated = _edges(pages)
    shown: set[str] = set()
    for number, lines in enumerate(pages, 1):
        keys = [_unnumbered(line, number) for line in lines]
        numbers = [len(pages) > 1 and bool(_PAGE_NUMBER.fullmatch(line)) for line in lines]
        end = len(lines)
        while end > max(0, len(lines) - _EDGE) and (numbers[end - 1] or keys[end - 1] in repeated):
            end -= 1
        start, heads = 0, []
        while start < min(_EDGE, end) and (numbers[start] or keys[start] in repeated):
            if not numbers[start] and keys[start] not in shown:
                heads.append(lines[start])
                shown.add(keys[start])
            start += 1
        yield heads + lines[start:end]


def _joins(line: str, below: str, usual: int) -> bool:
    """Whether the layout broke a sentence between two lines."""
    if not below or _ITEM.match(below) or _SENTENCE_END.search(line):
        return False
    full = len(line) >= usual * _FULL
    if line.isupper() or below.isupper():  # headlines
        return False
    return full or (below[0].islower() and len(line) >= usual * 0.4)


def _glued(line: str, below: str) -> str:
    """Two lines of one sentence as one, a word that was hyphenated at the end of the line made whole."""
    if line.endswith("\u00ad"):
        return line[:-1] + below
    if line.endswith("-") and len(line) > 1 and line[-2].isalpha():
        before, after = re.split(r"[\s-]", line[:-1])[-1], re.split(r"\W", below)[0]
        # Vietnamese does not break its syllables: a hyphen after one belongs to the text (Vật tư-Thiết bị).
        return (line if is_syllable(before) or not after.islower() else line[:-1]) + below
    return f"{line} {below}"


def paragraphs(pages: list[list[str]]) -> str:
    """The text of pages given as lines.

    Example: [["Phòng Kế hoạch gửi báo", "cáo trước ngày 5/6.", "1"], ["..."]] gives "Phòng Kế hoạch gửi báo cáo ...".
    """
    lines = [line for page in _bodies(pages) for line in page]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    out: list[str] = []
    above = ""  # the last line as the page had it
    for line in lines:
        if out and above and usual >= 30 and _joins(above, line, usual):
            out[-1] = _glued(out[-1], line)
        elif line or (out and out[-1]):
            out.append(line)
        above = line
    return "\n".join(out).strip("\n")


def _lines(page: Any) -> list[str]:
    text = page.extract_text() or ""
    # A broken font table may give halves of surrogate pairs, which no encoding writes.
    text = text.encode("utf-8", errors="replace").decode("utf-8").replace("\0", "")
    lines = [_SPACES.sub(" ", line).strip() for line in normalise(text).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def parse_pdf(data: bytes, hints: dict[str, Any]) -> tuple[str, str]:
    """Returns title and text of a PDF.

    Raises:
        Unreadable: Protected by a password, damaged, without pages, without text.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(PROTECTED)
        pages = [_lines(page) for page in reader.pages]
    except DependencyError:  # AES, for which pypdf needs a library of its own
        raise Unreadable(LOCKED_PDF) from None
    except FileNotDecryptedError:
        raise Unreadable(PROTECTED) from None
    except LimitReachedError as limit:
        # Also raised for tables that refer to themselves: those are damaged, not large.
        raise Unreadable(TOO_HUNGRY if "decompress" in str(limit) else BROKEN_PDF) from None
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError):
        # pypdf trusts the file's structure and fails in many ways where it is damaged.
        raise Unreadable(BROKEN_PDF) from None
    if not pages:
        raise Unreadable(NO_PAGES)
    raw = "\n".join("\n".join(page) for page in pages)
    letters = sum(map(str.isalpha, raw))
    glyphs = len(_GLYPH.findall(raw))
    if glyphs > 20 and glyphs > letters * 0.3:
        raise Unreadable(NO_LETTERS)
    if letters < 3:
        raise Unreadable(SCANNED)
    text = repair(paragraphs(pages))
    return official_title(text.split("\n")), text
