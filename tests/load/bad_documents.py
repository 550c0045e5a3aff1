"""Documents that cannot be read, each with a phrase of the reason that its owner must see."""

import io
import os
import socket
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from pypdf import PdfReader, PdfWriter

from tests.load.makers import MINUTES, assembled, docx, entry_of, pdf, replaced, saved, stream, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@dataclass(frozen=True)
class Bad:
    """One kind: the file's name, what makes it, and what its reason says."""

    name: str
    make: bytes | Callable[[Path], None]
    says: str

    def build(self, folder: Path) -> Path:
        path = folder / self.name
        if isinstance(self.make, bytes):
            path.write_bytes(self.make)
        else:
            self.make(path)
        return path


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        # A socket's path is limited to about 100 characters: bind by a relative one.
        before = Path.cwd()
        os.chdir(path.parent)
        try:
            server.bind(path.name)
        finally:
            os.chdir(before)


def _database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (a)")
    connection.close()


def _document_xml(xml: bytes) -> bytes:
    return replaced(docx("Nội dung"), "word/document.xml", xml)


def _laughs() -> bytes:
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    xml = entry_of(docx("Nội dung"), "word/document.xml").replace(b"N\xe1\xbb\x99i dung", b"&a9;")
    return _document_xml(b"<?xml version='1.0'?><!DOCTYPE r [" + entities + b"]>" + xml.split(b"?>", 1)[1])


def _external() -> bytes:
    xml = entry_of(docx("Nội dung"), "word/document.xml").replace(b"N\xe1\xbb\x99i dung", b"&e;")
    return _document_xml(b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + xml[55:])


def _macros() -> bytes:
    types = entry_of(docx("Nội dung"), "[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert plain in types
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return replaced(docx("Nội dung"), "[Content_Types].xml", types.replace(plain, macro))


def _locked_entries() -> bytes:
    data = bytearray(docx("Nội dung"))
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        data[position + 8] |= 1
        position = data.find(b"PK\x01\x02", position + 4)
    return bytes(data)


def _many_entries() -> bytes:
    out = io.BytesIO(docx("Nội dung"))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(6000):
            archive.writestr(f"word/media/{number}", b"")
    return out.getvalue()


def _protected_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(MINUTES.split("\n")))))
    writer.encrypt("mat-khau", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf_objects(*objects: bytes) -> bytes:
    return assembled(objects)


def _no_pages() -> bytes:
    return _pdf_objects(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")


def _scanned() -> bytes:
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    return _pdf_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
        image + b"/Length 1 >>\nstream\n\x7f\nendstream",
    )


def _flate_bomb() -> bytes:
    squeezed = zlib.compress(b"BT " + b" " * 600_000_000, 9)
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(squeezed), squeezed)
    return _pdf_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << >> >> >>",
        content,
    )


def _endless_pages() -> bytes:
    return _pdf_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"
    )


def _empty_docx() -> bytes:
    return saved(Document())


NOISE = bytes((n * n * 31 + n * 7) % 256 for n in range(4096))
VISCII = "Đồng chí chủ trì".encode("latin-1", "replace") + bytes(
    b for n in range(40) for b in (0x68, 0xAF, 0x69, 0x20, 0x6E, 0x87, 0xFF, 0x74, 0x20)
)

BAD = [
    # The file itself
    Bad("khong-co.txt", lambda path: None, "không tìm thấy tệp"),
    Bad("lien-ket-hong.txt", lambda path: path.symlink_to(path.with_name("da-xoa.txt")), "liên kết trỏ tới một tệp"),
    Bad("vong-lap.txt", lambda path: path.symlink_to(path), "liên kết trỏ tới một tệp"),
    Bad("thu-muc.txt", lambda path: path.mkdir(), "đây là thư mục"),
    Bad("ong-dan.txt", os.mkfifo, "không phải tệp thông thường"),
    Bad("thiet-bi.txt", lambda path: path.symlink_to("/dev/zero"), "không phải tệp thông thường"),
    Bad("socket.txt", _socket, "không phải tệp thông thường"),
    Bad("rong.txt", b"", "tệp rỗng"),
    Bad("rong.docx", b"", "tệp rỗng"),
    Bad("khoang-trang.txt", " \n\t\u00a0\n".encode(), "không có chữ nào"),
    Bad("gach-ngang.md", b"---\n***\n", "không có chữ nào"),
    Bad("qua-lon.txt", b"a" * 3_000_000, "lớn hơn mức cho phép (2 MB)"),
    Bad("qua-dai.txt", b"dai " * 150_000, "dài hơn mức cho phép (500.000 ký tự)"),
    Bad("qua-dai.docx", docx("dài " * 150_000), "dài hơn mức cho phép"),
    # A suffix that is not read
    Bad("khong-duoi", b"abc", "tệp không có đuôi"),
    Bad("la.xyz", b"abc", "chưa đọc được tệp .xyz"),
    Bad("cu.doc", OLE, "Word đời cũ"),
    Bad("macro.docm", _macros(), "macro"),
    Bad("bang.xlsx", zipped(xl__workbook=b"x"), "chưa đọc được tệp .xlsx"),
    Bad("anh.jpg", b"\xff\xd8\xff", "chưa đọc được tệp ảnh"),
    Bad("ghi-am.mp3", b"ID3", "âm thanh"),
    Bad("goi.zip", zipped(a=b"a"), "giải nén"),
    # A suffix that does not say what is inside
    Bad("goi.txt", zipped(a=b"a"), "bên trong là tệp nén"),
    Bad("word.txt", docx("Nội dung"), "bên trong là tệp Word (.docx). Hãy đổi đuôi thành .docx"),
    Bad("anh.txt", PNG, "bên trong là ảnh"),
    Bad("pdf.md", pdf(["Nội dung"]), "bên trong là tệp PDF. Hãy đổi đuôi thành .pdf"),
    Bad("trang.txt", b"\xef\xbb\xbf<!DOCTYPE html><html><p>abc", "bên trong là trang HTML"),
    Bad("rtf.md", b"{\\rtf1 abc}", "bên trong là tệp RTF"),
    Bad("pdf.html", pdf(["Nội dung"]), "bên trong là tệp PDF"),
    Bad("chu.docx", MINUTES.encode(), "bên trong là văn bản thường"),
    Bad("chu.pdf", MINUTES.encode(), "bên trong là văn bản thường"),
    Bad("excel.docx", zipped(xl__workbook=b"x"), "bên trong là bảng tính Excel"),
    Bad("trinh-chieu.docx", zipped(ppt__presentation=b"x"), "bên trong là tệp trình chiếu"),
    Bad("odt.docx", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "tệp OpenDocument"),
    Bad("nen.docx", zipped(a=b"a"), "bên trong là tệp nén"),
    Bad("chuong-trinh.txt", b"MZ\x90\0\3\0\0\0" + bytes(200), "bên trong là chương trình"),
    Bad("phim.txt", b"\0\0\0\x18ftypmp42" + bytes(200), "âm thanh hoặc phim"),
    Bad("gzip.txt", b"\x1f\x8b\x08" + NOISE, "bên trong là tệp nén"),
    Bad("du-lieu.txt", _database, "cơ sở dữ liệu"),
    Bad("ole.txt", OLE + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
    # Word
    Bad("cat-ngang.docx", docx("Nội dung " * 50)[:9000], "bị hỏng hoặc tải về chưa đủ"),
    Bad("thieu-phan.docx", zipped(word__styles=b"<x/>"), "bị hỏng hoặc tải về chưa đủ"),
    Bad("xml-hong.docx", _document_xml(b"<w:document"), "bị hỏng hoặc tải về chưa đủ"),
    Bad("mat-khau.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
    Bad("mat-khau-zip.docx", _locked_entries(), "đặt mật khẩu"),
    Bad("doc-doi-ten.docx", OLE + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
    Bad("xls-doi-ten.docx", OLE + "Workbook".encode("utf-16-le"), "Office đời cũ"),
    Bad("bom-nen.docx", _document_xml(b"<a>" + b" " * 30_000_000 + b"</a>"), "phình ra quá lớn"),
    Bad("nghin-muc.docx", _many_entries(), "phình ra quá lớn"),
    Bad("ty-tieng-cuoi.docx", _laughs(), "thực thể"),
    Bad("thuc-the-ngoai.docx", _external(), "thực thể"),
    Bad("macro-doi-ten.docx", _macros(), "macro"),
    Bad("khong-chu.docx", _empty_docx(), "không có chữ nào"),
    # PDF
    Bad("cat-ngang.pdf", pdf(MINUTES.split("\n"))[:300], "PDF bị hỏng"),
    Bad("ruot-rong.pdf", b"%PDF-1.7\n" + NOISE, "PDF bị hỏng"),
    Bad("mat-khau.pdf", _protected_pdf(), "đặt mật khẩu"),
    Bad("anh-quet.pdf", _scanned(), "chỉ có ảnh quét, không có chữ"),
    Bad("khong-trang.pdf", _no_pages(), "không có trang nào"),
    Bad("khong-bang-ma.pdf", pdf([chr(n) for n in range(0xE000, 0xE040)]), "phông chữ trong PDF"),
    Bad("bom.pdf", _flate_bomb(), "quá nhiều bộ nhớ"),
    Bad("trang-vong.pdf", _endless_pages(), "PDF"),
    # HTML
    Bad(
        "khong-chu.html", b"<html><body><script>var a = 1</script><nav><a href='/'>Trang</a></nav>", "không có chữ nào"
    ),
    Bad("nhieu.html", b"<html>" + NOISE, "không phải văn bản"),
    # Text
    Bad("nhieu.txt", NOISE, "không phải văn bản"),
    Bad("byte-khong.txt", b"chu" + bytes(200), "không phải văn bản"),
    Bad("bang-ma-la.txt", VISCII, "không nhận ra bảng mã"),
    Bad("utf-16-hong.txt", b"\xff\xfe" + b"a\0\x00\xd8b\0", "không nhận ra bảng mã"),
    Bad("chong-dau.txt", ("a" + "\u0301\u0323" * 60_000).encode(), "không phải văn bản"),
]
