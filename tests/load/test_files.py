import hashlib
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import DocumentError
from rag.load import SUPPORTED_SUFFIXES, Loader, content_hash, reasons
from rag.load.titles import first_line, official_title, shortened
from rag.settings import LoadSettings
from tests.load.makers import MINUTES, docx, pdf


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    with Loader(LoadSettings()) as loader:
        yield loader


def test_text_is_kept_as_it_is(loader: Loader, tmp_path: Path) -> None:
    written = "  Biên bản\u00a0họp \n\n\n\tViệc  1\u00ad \r\n\u200bHết   "
    path = tmp_path / "Biên bản.TXT"
    path.write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", written).encode())
    loaded = loader.load(str(path))
    assert loaded.text == written.replace("\r\n", "\n")
    assert (loaded.title, loaded.name, loaded.format) == ("Biên bản họp", "Biên bản.TXT", "txt")
    assert loaded.source == str(path)
    assert loaded.size == path.stat().st_size


def test_content_hash_is_of_the_raw_bytes(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(MINUTES.encode("utf-16"))
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    assert loader.load(str(path)).content_hash == content_hash(path) == expected


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.txt", MINUTES.encode(), "txt"),
        ("a.md", f"# {MINUTES}".encode(), "md"),
        ("a.html", f"<p>{MINUTES}</p>".encode(), "html"),
        ("a.htm", f"Biên bản<p>{MINUTES}</p>".encode(), "html"),
        ("a.docx", docx(*MINUTES.split("\n")), "docx"),
        ("a.PDF", pdf(MINUTES.split("\n")), "pdf"),
    ],
    ids=["txt", "md", "html", "htm", "docx", "pdf"],  # a .docx holds the time at which it was made
)
def test_every_format_is_read(name: str, data: bytes, format: str, loader: Loader, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    loaded = loader.load(str(tmp_path / name))
    assert loaded.format == format
    assert loaded.title
    assert "Giao Phòng Kế hoạch hoàn thành hồ sơ trước ngày 15/6" in " ".join(loaded.text.split())
    assert unicodedata.is_normalized("NFC", loaded.text)
    assert Path(name).suffix.lower() in SUPPORTED_SUFFIXES


def test_relative_path_and_link_keep_their_own_name(
    loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "that.txt").write_text(MINUTES)
    (tmp_path / "lien-ket.txt").symlink_to(tmp_path / "that.txt")
    monkeypatch.chdir(tmp_path)
    assert loader.load("lien-ket.txt").source == str(tmp_path / "lien-ket.txt")


def test_decomposed_file_name_is_shown_composed(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / unicodedata.normalize("NFD", "Biên bản.txt")
    path.write_text(MINUTES)
    assert loader.load(str(path)).name == "Biên bản.txt"


@pytest.mark.parametrize("name", ["a\0b.txt", os.fsdecode(b"bi\xean.txt")])
def test_name_that_is_no_text_gets_a_reason(name: str, loader: Loader) -> None:
    with pytest.raises(DocumentError) as caught:
        loader.load(name)
    assert caught.value.reason == reasons.BAD_NAME
    str(caught.value).encode()


def test_markdown_that_begins_with_markup_is_markdown(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("<!-- ghi chú -->\n<html>\n\n# Họp tuần\n\nNội dung")
    assert loader.load(str(path)).title == "Họp tuần"


def test_importing_the_loader_imports_no_parser() -> None:
    script = (
        "import sys, rag.load\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'docx', 'lxml', 'pypdf', 'httpx', 'asyncio', 'numpy', 'chromadb', 'langchain_core', 'sqlalchemy'}))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert shown == "[]\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  Biên bản họp  \nNội dung", "Biên bản họp"),
        ("---\n***\nBiên bản", "Biên bản"),
        ("# **Họp** tuần 20 #\n", "# **Họp** tuần 20 #"),
        ("", ""),
    ],
)
def test_title_of_a_text_is_its_first_line(text: str, title: str) -> None:
    assert first_line(text) == title


def test_title_of_markdown_is_its_first_heading() -> None:
    assert first_line("---\nlang: vi\n---\n\nlời dẫn\n\n## **Họp** tuần 20 ##\n", markdown=True) == "Họp tuần 20"


def test_title_of_an_official_document_stands_under_its_letterhead() -> None:
    letterhead = [
        "UBND HUYỆN BÌNH LÂM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 58/TB-UBND",
        "Bình Lâm, ngày 5 tháng 6 năm 2024",
    ]
    assert official_title([*letterhead, "THÔNG BÁO", "Kết luận giao ban"]) == "THÔNG BÁO Kết luận giao ban"
    assert official_title([*letterhead[1:], "Kết luận giao ban"]) == "Kết luận giao ban"
    assert official_title(["Họp tuần 20", "Nội dung"], "I. Thành phần") == "Họp tuần 20"
    assert official_title(["UBND", "Nội dung"], "Kết luận giao ban") == "Kết luận giao ban"


def test_long_title_is_cut_at_a_word() -> None:
    title = shortened("dài quá, " * 60)
    assert len(title) <= 200
    assert title.endswith("dài…") or title.endswith("quá…")


def test_a_notice_is_named_by_its_subject_not_by_its_letterhead(tmp_path: Path) -> None:
    path = tmp_path / "tb.txt"
    path.write_text(
        "ỦY BAN NHÂN DÂN XÃ MAI LĨNH\nSố: 58/TB-UBND\nTHÔNG BÁO\nKết luận giao ban tháng 11/2025\n\nNgày 4/11/2025 họp.\n",
        encoding="utf-8",
    )
    with Loader(LoadSettings()) as loader:
        assert loader.load(str(path)).title == "THÔNG BÁO Kết luận giao ban tháng 11/2025"
