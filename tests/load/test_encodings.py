import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.load.encodings import decode, normalise, repair
from rag.load.reasons import Unreadable
from rag.load.syllables import is_syllable
from tests.load.makers import MINUTES, cp1258, tcvn3, vni

# TCVN3 has no capitals with a tone: the fonts for capitals show small letters' codes.
SMALL = MINUTES.replace("Á", "á")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (MINUTES.encode(), MINUTES),
        (codecs.BOM_UTF8 + MINUTES.encode(), MINUTES),
        (MINUTES.encode("utf-16"), MINUTES),
        (MINUTES.encode("utf-16-le"), MINUTES),
        (MINUTES.encode("utf-16-be"), MINUTES),
        (codecs.BOM_UTF16_BE + MINUTES.encode("utf-16-be"), MINUTES),
        (MINUTES.encode("utf-32"), MINUTES),
        (cp1258(MINUTES), MINUTES),
        (tcvn3(SMALL).encode("latin-1"), SMALL),
        (vni(MINUTES).encode("latin-1"), MINUTES),
        (unicodedata.normalize("NFD", MINUTES).encode(), MINUTES),
        (MINUTES.replace("\n", "\r\n").encode(), MINUTES),
        (MINUTES.replace("\n", "\r").encode(), MINUTES),
        (b"Plain minutes, no diacritics.", "Plain minutes, no diacritics."),
        (b"The \x93minutes\x94 \x96 page 2", "The “minutes” – page 2"),
    ],
    ids="utf8 utf8-bom utf16-bom utf16le utf16be utf16be-bom utf32 cp1258 tcvn3 vni nfd crlf cr ascii cp1252".split(),
)
def test_encoding_is_recognised(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize("sentence", ["Hà Nội", "Giao Sở Tài chính", "Họp giao ban"])
@pytest.mark.parametrize("written", [cp1258, lambda t: tcvn3(t).encode("latin-1"), lambda t: vni(t).encode("latin-1")])
def test_two_words_are_enough_to_tell_the_encoding(sentence: str, written: object) -> None:
    assert decode(written(sentence)) == sentence  # type: ignore[operator]


def test_curly_quotes_and_dashes_of_word_survive_in_legacy_text() -> None:
    data = tcvn3(SMALL).encode("latin-1") + b" \x93\xae\xb7 h\xe4p\x94 \x96 \x85"
    assert decode(data).endswith("“đã họp” – …")


@pytest.mark.parametrize("typed", [tcvn3(SMALL), vni(SMALL)], ids=["tcvn3", "vni"])
def test_legacy_text_that_claims_unicode_is_repaired(typed: str) -> None:
    assert repair(typed) == SMALL
    assert decode(typed.encode()) == SMALL


def test_only_legacy_lines_of_a_mixed_text_are_repaired() -> None:
    modern = "Đã sửa ngày 5/6: © 2024 — 3×4 m, 5 µm, «trích»\n"
    assert repair(modern + tcvn3(SMALL)) == modern + SMALL


@pytest.mark.parametrize(
    "text",
    [
        MINUTES,
        "Nhiệt độ 30 °C ± 2, diện tích 12×15 m², 5 µm; © 2024 ®",
        "Café Zürich, Müller, Ångström, Besançon, naïve",
        "Ca Đoàn Ê-đê, H’Hen Niê, Y Krông, Ðak Lak",
        "bảng cân đối ±½¾ §5 ¶2",
    ],
)
def test_unicode_text_is_left_alone(text: str) -> None:
    assert repair(text) == text
    assert decode(text.encode()) == text


def test_no_break_space_soft_hyphen_and_zero_width_characters_stay() -> None:
    text = "Số\u00a012/TB\u2011UBND, phát\u00adtriển\u200b, \u200dhạn\u202f5/6"
    assert decode(text.encode()) == text


def test_a_few_broken_characters_in_utf8_do_not_cost_the_document() -> None:
    assert decode(MINUTES.encode()[:-1] + b"\xe1\xba").startswith(MINUTES[:-1])


def test_a_declared_encoding_is_believed_only_if_it_reads_as_vietnamese() -> None:
    assert decode(cp1258(MINUTES), "windows-1258") == MINUTES
    assert decode(tcvn3(SMALL).encode("latin-1"), "iso-8859-1") == SMALL
    assert decode(MINUTES.encode(), "no-such-encoding") == MINUTES


def test_normalising_a_hostile_run_of_marks_is_refused_at_once() -> None:
    with pytest.raises(Unreadable):
        normalise("a" + "\u0301\u0323" * 100_000)


@given(st.text())
def test_normalised_text_is_nfc_with_plain_line_ends(text: str) -> None:
    try:
        result = normalise(text)
    except Unreadable:
        return
    assert unicodedata.is_normalized("NFC", result)
    assert "\r" not in result


@given(st.binary(max_size=300))
def test_decoding_any_bytes_gives_text_or_a_reason(data: bytes) -> None:
    try:
        decode(data).encode()
    except Unreadable as unreadable:
        assert unreadable.reason


WORDS = "họp giao ủy viên trưởng phòng được quý nguyễn khuỷu giếng gì kết luận nghị quyết đồng chí".split()


@given(st.lists(st.sampled_from(WORDS), min_size=8, unique=True))
def test_any_vietnamese_words_survive_the_legacy_encodings(words: list[str]) -> None:
    text = " ".join(words)
    assert decode(tcvn3(text).encode("latin-1")) == text
    assert decode(vni(text).encode("latin-1")) == text
    assert decode(cp1258(text)) == text


@pytest.mark.parametrize("word", "Nghiêng quyển giếng gì khuỷu oái ương Ủy quý hoà hòa thuở yến xoong quốc".split())
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", "Müller hoµ Céng thêt phâp ñoàng ngoạiá wâo được1".split())
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)
