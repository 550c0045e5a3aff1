"""What a file is by its first bytes, whatever its name says; and what is inside zip and old Office containers.

What enters is bytes; what leaves is a kind, or `Unreadable` with advice.
"""

import io
import re
import zipfile
import zlib
from typing import Any

from rag.load.reasons import (
    BINARY,
    BROKEN_ZIP,
    OLD_OFFICE,
    OLD_WORD,
    PROTECTED,
    Unreadable,
    wrong_suffix,
)

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "image?"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"RIFF", "media"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x7fELF", "program"),
    (b"MZ", "program?"),
    (b"SQLite format 3\0", "database"),
    (b"%!PS", "postscript"),
)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)

_SAYING = {
    "docx": ("tệp Word (.docx)", "Hãy đổi đuôi thành .docx rồi gửi lại."),
    "pdf": ("tệp PDF", "Hãy đổi đuôi thành .pdf rồi gửi lại."),
    "html": ("trang HTML", "Hãy đổi đuôi thành .html rồi gửi lại."),
    "text": ("văn bản thường", "Hãy đổi đuôi thành .txt rồi gửi lại, hoặc lưu lại đúng loại."),
    "xlsx": ("bảng tính Excel", "Hãy xuất ra PDF hoặc chép nội dung vào tệp .docx."),
    "pptx": ("tệp trình chiếu PowerPoint", "Hãy xuất ra PDF hoặc chép nội dung vào tệp .docx."),
    "odt": ("tệp OpenDocument", "Hãy lưu lại dạng .docx."),
    "zip": ("tệp nén", "Hãy giải nén rồi gửi từng tệp."),
    "archive": ("tệp nén", "Hãy giải nén rồi gửi từng tệp."),
    "rtf": ("tệp RTF", "Hãy mở bằng Word rồi lưu lại dạng .docx."),
    "image": ("ảnh", "Hãy chạy nhận dạng chữ (OCR) rồi gửi bản Word hoặc PDF có chữ."),
    "media": ("âm thanh hoặc phim", "Hãy gửi bản gỡ băng dạng .docx hoặc .txt."),
    "program": ("chương trình chạy", "Hãy gửi tệp .docx, .pdf, .txt, .md hoặc .html."),
    "database": ("tệp cơ sở dữ liệu", "Hãy gửi tệp .docx, .pdf, .txt, .md hoặc .html."),
    "postscript": ("tệp PostScript", "Hãy xuất ra PDF."),
}


def kind_of(data: bytes) -> str:
    """What `data` is: "zip", "ole", "pdf", "html", another key with a saying of its own, or "text" for all else."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            # Two letters may also begin a text: only with zero bytes after them they are a file of that kind.
            if not kind.endswith("?"):
                return kind
            if b"\0" in data[:64]:
                return kind.removesuffix("?")
    if data[4:8] == b"ftyp":
        return "media"
    return "html" if _MARKUP.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) else "text"


def mismatch(suffix: str, kind: str) -> Unreadable:
    """For a file whose `suffix` promises something else than the `kind` found."""
    found, advice = _SAYING.get(kind, ("dữ liệu không phải văn bản", "Hãy gửi tệp .docx, .pdf, .txt, .md hoặc .html."))
    return Unreadable(wrong_suffix(suffix, found, advice))


def kind_of_zip(data: bytes) -> str:
    """What an archive holds: "docx", "xlsx", "pptx", "odt" or "zip".

    Raises:
        Unreadable: Damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            small = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            if small and b"opendocument" in archive.read("mimetype"):
                return "odt"
    except (zlib.error, zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise Unreadable(BROKEN_ZIP) from None
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(name.startswith(folder) for name in names):
            return kind
    return "zip"


def refuse(data: bytes, hints: dict[str, Any]) -> tuple[str, str]:
    """Always raises `Unreadable`: names what a container holds that stands under another suffix.

    `hints["suffix"]` is the suffix, `hints["kind"]` is "zip" or "ole".
    """
    suffix = str(hints.get("suffix") or "")
    if hints.get("kind") == "zip":
        raise mismatch(suffix, kind_of_zip(data))
    # The names of an old Office file's streams are UTF-16; a protected .docx is such a file around its cipher text.
    for stream, reason in (
        ("EncryptedPackage", PROTECTED),
        ("WordDocument", OLD_WORD),
        ("Workbook", OLD_OFFICE),
        ("PowerPoint Document", OLD_OFFICE),
    ):
        if stream.encode("utf-16-le") in data:
            raise Unreadable(reason)
    raise Unreadable(BINARY)
