"""From bytes to Vietnamese text: UTF-8, UTF-16, cp1258 and the legacy TCVN3 (ABC) and VNI.

What enters is the bytes of a document, or text that claims to be Unicode but was typed in a legacy font; what leaves
is NFC text with "\\n" line ends. The encoding is the one whose decoding reads as Vietnamese (see `syllables`).
"""

import codecs
import re
import unicodedata

from rag.load.reasons import BINARY, UNKNOWN_ENCODING, Unreadable
from rag.load.syllables import likeness

# TCVN 5712, the half above ASCII from A1 to FE: what the .Vn fonts show for those codes.
# Source: TCVN 5712:1993 (VN3); the codes for a bare tone mark (B0-B4) do not occur in running text.
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđẶ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {0xA1 + offset: letter for offset, letter in enumerate(_TCVN3_LETTERS)}

# VNI writes a letter as its base and one sign for tone and shape. Source: the VNI-Windows code table.
_VNI_PLAIN = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for sign, tone in _VNI_PLAIN.items():
        table |= {base + sign: base + tone for base in "aeouy"}
        table |= {"ô" + sign: "ơ" + tone, "ö" + sign: "ư" + tone}
    for sign, tone in _VNI_CIRCUMFLEX.items():
        table |= {base + sign: base + "\u0302" + tone for base in "aeo"}
    table |= {"a" + sign: "a\u0306" + tone for sign, tone in _VNI_BREVE.items()}
    # A sign may stand in either case after either case of its letter.
    cased: dict[str, str] = {}
    for code, letter in table.items():
        composed = unicodedata.normalize("NFC", letter)
        for first in (code[0], code[0].upper()):
            shown = composed if first.islower() else composed.upper()
            cased |= {first + rest: shown for rest in (code[1:], code[1:].upper())}
    return cased


_VNI = _vni()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# Letters and signs that TCVN3 and VNI use and that Unicode Vietnamese does not, seen as Latin-1.
_FOREIGN = re.compile("[¡-¬\xad®-¿Ä-ÇËÎÏÐÑÖ×ØÛ-ßä-çëîïðñö-øûüþÿ]")
# Letters of Vietnamese outside Latin-1: a line that has them was typed in Unicode.
_MODERN = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS_IN_A_ROW = 32  # normalising takes quadratic time in the length of such a run

LEGACY = ("tcvn3", "vni")


def decode_legacy(text: str, encoding: str) -> str:
    """Unicode for `text` that shows TCVN3 or VNI codes as Latin-1. `encoding` is one of `LEGACY`."""
    if encoding == "tcvn3":
        return text.translate(_TCVN3)
    return _VNI_CODE.sub(lambda match: _VNI[match.group()], text)


def repair(text: str) -> str:
    """Converts lines that claim Unicode but were typed in a .Vn (TCVN3) or VNI- font; leaves all others alone."""
    if len(_FOREIGN.findall(text, 0, 200_000)) < 2:
        return text
    lines = text.split("\n")
    suspects = {line for line in lines if not line.isascii() and not _MODERN.search(line)}
    if not suspects:
        return text
    before = likeness("\n".join(suspects))
    best, encoding = max((likeness(decode_legacy("\n".join(suspects), name)).share, name) for name in LEGACY)
    if best < 0.7 or best < before.share + 0.2:
        return text

    def repaired(line: str) -> str:
        if line not in suspects:
            return line
        converted = decode_legacy(line, encoding)
        return converted if likeness(converted).share >= likeness(line).share else line

    return "\n".join(map(repaired, lines))


def normalise(text: str) -> str:
    """NFC, "\\n" line ends, no byte order mark; everything else as it was.

    Raises:
        Unreadable: A run of combining marks that no script has, made to stall whoever normalises it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if unicodedata.is_normalized("NFC", text):
        return text
    if bytes(map(bool, map(unicodedata.combining, text))).find(b"\1" * _MARKS_IN_A_ROW) >= 0:
        raise Unreadable(BINARY)
    return unicodedata.normalize("NFC", text)


def _by_mark(data: bytes) -> str | None:
    """The encoding that a byte order mark names, or that the zero bytes of UTF-16 give away."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return encoding
    sample = data[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    # Vietnamese has its spaces and most consonants below 0x100: half of the high bytes are zero.
    if max(even, odd) > 0.3 and min(even, odd) < 0.05:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _legacy(data: bytes) -> str:
    """The best of the one-byte encodings and a UTF-8 with few broken characters."""
    # cp1252 shows A0-FF as Latin-1 does, and the curly quotes and dashes of Word below.
    western = data.decode("cp1252", errors="replace")
    candidates = [data.decode("cp1258", errors="replace"), *(decode_legacy(western, name) for name in LEGACY)]
    text = max(candidates, key=lambda candidate: likeness(candidate[:200_000]).share)
    found = likeness(text[:200_000])
    if found.share >= 0.6:
        return text
    broken = data.decode("utf-8", errors="replace")
    marked = sum(not character.isascii() for character in broken)
    # Of text in another encoding hardly anything would pass as UTF-8.
    if broken.count("\ufffd") <= max(1, marked // 10):
        return broken
    if not likeness(western).marked:  # English with curly quotes
        return western
    raise Unreadable(UNKNOWN_ENCODING)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, NFC with "\\n" line ends.

    Args:
        data: A whole document.
        declared: The encoding that the document or its server claims, tried before guessing.

    Raises:
        Unreadable: Not text, or in no encoding known here.
    """
    encoding = _by_mark(data)
    if not encoding and len(_CONTROL_BYTE.findall(data, 0, 200_000)) > max(1, min(len(data), 200_000) // 500):
        raise Unreadable(BINARY)
    text = None
    for name in filter(None, (encoding, "utf-8", declared)):
        try:
            text = data.decode(name)
            break
        except (UnicodeDecodeError, LookupError):
            if name == encoding:
                raise Unreadable(UNKNOWN_ENCODING) from None
    # Western pages declare an encoding that decodes anything: believe it only where it reads as Vietnamese.
    if text is None or (declared and not encoding and likeness(text[:200_000]).share < 0.6 and not _is_utf8(data)):
        text = _legacy(data)
    if len(_CONTROL.findall(text, 0, 200_000)) > max(1, min(len(text), 200_000) // 500):
        raise Unreadable(BINARY)
    return normalise(repair(text))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
