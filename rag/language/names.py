"""Names of people in Vietnamese text, with the titles before them and the roles around them.

What enters is text; what leaves are spans and the words of a name or role as written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.language.text import CAPITALS, LETTERS, SMALLS

# Family names by which a name is told from a body or a place written in capitals. Kinh and other peoples of Vietnam.
_FAMILY = """
Âu An Âng Bàn Bạch Bành Bế Biện Bình Bồ Bùi Ca Cà Cái Cam Cao Cấn Cầm Chu Châu Chế Chử Chung Chương Cổ Công Cồ Cù Cung
Cư Cự Danh Diệp Diêm Doãn Dư Dương Đái Đàm Đàng Đào Đặng Đầu Đậu Điền Điểu Đinh Đoàn Đoạn Đồ Đỗ Đồng Đổng Đới Đường
Đương Giả Giang Giàng Giáp Hà Hạ Hạng Hàn Hầu Hoa Hoà Hoàng Hoắc Hồ Hồng Hù Hứa Huỳnh Kha Khà Khâu Khổng Khúc Khuất
Khương Kiên Kiềm Kiều Kim Ksor La Lã Lạc Lại Lam Lâm Lang Lãnh Lê Lều Liên Liêu Liễu Lò Long Lô Lộ Lôi Lục Lữ Lương
Lường Lưu Lý Ma Mã Mạc Mai Man Mạnh Mẫn Mâu Mầu Mè Miêu Mông Mùa Nghê Nghiêm Ngô Ngũ Ngụy Ngọ Nguyễn Nhan Nhâm Nhữ
Ninh Nông Ôn Ông Phạm Phan Phàn Phí Phó Phù Phú Phùng Phương Quách Quản Quan Quàng Rơ Sái Sầm Sẩm Siu Sòng Sùng Sử Tạ
Tào Tăng Tân Tần Thạch Thái Thang Thân Thào Thẩm Thập Thi Thiều Thịnh Thiệu Tiết Tiêu Tô Tôn Tòng Tống Trà Trang Tráng
Trần Trắng Triệu Trình Trịnh Trưng Trương Từ Ung Uông Ứng Vàng Văn Vi Viên Võ Vũ Vừ Vương Xa Xồng Y Yên
Tẩn Chảo Lù Chẻo Đèo Điêu Hờ Lầu Sồng Khoàng Pờ Lỳ Cháng Hảng Ly Vì Bạc Niê Ayun Kpă Rmah Rcom Puih Bríu Alăng Hoàng Thền
"""
FAMILY_NAMES = frozenset(_FAMILY.split())

# What stands before a name. Longest first where one begins another.
TITLES = (
    "đồng chí", "đ/c", "đ/ c", "ông", "bà", "anh", "chị", "cô", "chú", "bác", "thầy", "em", "bạn", "sếp", "mẹ", "bố", "dì", "cậu", "mợ", "BSCKII",
    "BSCKI", "BSCK2", "BSCK1", "GS.TS", "PGS.TS", "ThS.BS", "TS.BS", "BS.CKII", "BS.CKI", "CNĐD", "KTS", "PGS",
    "ThS", "TS", "GS", "BS", "KS", "CN", "LS", "DS", "bác sĩ", "tiến sĩ", "thạc sĩ", "kỹ sư", "luật sư", "đại tá",
    "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "trung úy", "thiếu tướng", "trung tướng",
)  # fmt: skip

_SYLLABLE = rf"(?:[{CAPITALS}]['’][{CAPITALS}]?[{SMALLS}]+|[{CAPITALS}][{SMALLS}]*)"
_NAME = rf"{_SYLLABLE}(?:[^\S\n]{_SYLLABLE}){{0,4}}"
_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_EACH_SYLLABLE = re.compile(_SYLLABLE)
_INITIALS = "".join(sorted({letter for title in TITLES for letter in (title[0].lower(), title[0].upper())}))
# The initials come first: a set of letters is looked at faster than each title.
_TITLED = re.compile(
    rf"(?<![{LETTERS}])(?=[{_INITIALS}])(?P<title>(?i:{_TITLE}))\.?\s+(?P<name>{_NAME})(?![{LETTERS}])"
)
_PLAIN = re.compile(rf"(?<![{LETTERS}0-9/-])(?P<name>{_NAME})(?![{LETTERS}])")
# A capital syllable that begins a body, a place or a role, not a name.
_NO_FAMILY = """
Ban Bí Bộ Cấp Chánh Chi Chính Chủ Công Cục Dự Đài Đại Đảng Điện Đoàn Đội Giám Giáo Hạt Học Hội Huyện Kế Khoa Khu Kho
Kiểm Lãnh Liên Mặt Ngân Nhà Nghị Ngày Nông Phòng Phó Phường Quân Quốc Sở Tài Tập Thành Thanh Thị Thông Thủ Thường Tỉnh
Tổ Tổng Trung Trưởng Trường Trạm Ủy Uỷ Văn Viện Việt Vụ Xã Xí Y
"""
_NOT_NAMES = frozenset(_NO_FAMILY.split())

# "Tân An, ngày 5 tháng 8": where a letter was signed.
_DATELINE = re.compile(r",\s*ngày\s+\d")
# Two capital syllables after one of these are a place or a body.
_PLACE_BEFORE = re.compile(
    r"(?:tỉnh|huyện|xã|phường|phố|ủy|uỷ|thôn|bản|cầu|hồ|sông|trường|khu|ấp|trấn|lực|báo|đường|viện|quận|chợ|cảng"
    r"|công ty|sát|vấn|thầu|hãng|ở|tại|vô|lên|xuống|nước|tp\.?|tx\.?|thị xã|q\.|h\.|p\.|x\.|ubnd|hđnd)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name as written, with where it stands (the title left out of the span)."""

    name: str
    start: int
    end: int
    title: str = ""


def people(text: str) -> list[Person]:
    """The people named in `text`, in order: names after a title, and names that begin with a family name."""
    return list(_remembered(text) if len(text) <= _SHORT else _people(text))


@lru_cache(maxsize=4096)  # the same sentence is read for several facts
def _remembered(text: str) -> tuple[Person, ...]:
    return tuple(_people(text))


_SHORT = 1500  # characters of a text worth remembering


def _people(text: str) -> list[Person]:
    found = [
        Person(m.group("name"), m.start("name"), m.end("name"), m.group("title"))
        for m in _TITLED.finditer(text)
        if m.group("name").split()[0] not in _BODIES
        and not _OFFICE.match(text, m.start("name"))
        and not _within_name(text, m.start())
    ]
    taken = bytearray(len(text))  # 1 where a name stands: looked through at once, however many there are
    for person in found:
        taken[person.start : person.end] = b"\1" * (person.end - person.start)
    found += [person for person in _untitled(text) if taken.find(1, person.start, person.end) < 0]
    return sorted(found, key=lambda p: p.start)


def _within_name(text: str, start: int) -> bool:
    """Whether a capital "Anh", "Em", "Cô" is a syllable of a name: "Lò Anh Bền"."""
    before = text[max(0, start - 12) : start]
    return text[start].isupper() and before.endswith(" ") and (before.split() or [""])[-1] in FAMILY_NAMES


_BODIES = _NOT_NAMES - FAMILY_NAMES
# "Phó Bí thư", "Trưởng Công an": an office that begins like a name.
_OFFICE = re.compile(
    r"(?:Phó|Trưởng|Quyền|Nguyên)\s+(?:Bí|Chủ|Giám|Tổng|Trưởng|Chánh|Hiệu|Viện|Cục|Chi|Ban|Phòng|Văn phòng|Công an|Khoa|Thủ|Tư|Đoàn đại|Vụ|Tỉnh|Hội|Đội|Tổ|Trạm|Ủy)(?!\w)"
)

_HOLDER = re.compile(
    r"(?:(?:Phó|Quyền)\s+)?(?:Bí thư|Chủ tịch|Chủ nhiệm|Giám đốc|Tổng giám|Trưởng (?:[Bb]an|[Pp]hòng|[Cc]ông an|[Tt]hôn)|Chánh [Vv]ăn|Hiệu trưởng)(?!\w)"
)


def _untitled(text: str) -> Iterator[Person]:
    for match in _PLAIN.finditer(text):
        if _DATELINE.match(text, match.end()):
            continue
        if FAMILY_NAMES.isdisjoint(match.group().split()):
            continue
        syllables = list(_EACH_SYLLABLE.finditer(match.group()))
        for index, syllable in enumerate(syllables):
            rest = syllables[index:]
            if _OFFICE.match(text, match.start() + syllable.start()):
                break
            if not 2 <= len(rest) <= 4 or syllable.group() not in FAMILY_NAMES:
                continue
            if syllable.group() in _NOT_NAMES and rest[1].group() not in {"Văn", "Thị"} and len(rest) < 3:
                continue
            if index and len(rest) == 4 and rest[1].group() in FAMILY_NAMES and rest[1].group() not in {"Văn", "Thị"}:
                continue  # "tỉnh Sơn La Lê Hồng Minh": the place ends on what could be a family name
            start = match.start() + syllable.start()
            if _HOLDER.match(text, match.start() + rest[1].start()):
                continue  # "Vì Chủ tịch bận ..."
            if len(rest) == 2 and _PLACE_BEFORE.search(text[max(0, start - 20) : start]):
                continue
            yield Person(text[start : match.end()], start, match.end())
            break


# A role before a name runs back from it over these to a role word.
ROLE_HEAD = (
    r"(?:Phó |Nguyên |Quyền )?(?:Tổng )?"
    r"(?:Chủ tịch|Bí thư|Chánh|Trưởng|Giám đốc|Chủ nhiệm|Hiệu trưởng|Thủ tướng|Bộ trưởng|Thứ trưởng|Cục trưởng"
    r"|Vụ trưởng|Chi cục trưởng|Đội trưởng|Tổ trưởng|Ủy viên|Uỷ viên|Thư ký|Kế toán trưởng|Kiểm soát viên|Viện trưởng"
    r"|Khoa trưởng|Chỉ huy trưởng|Thành viên|Chuyên viên|Điều dưỡng trưởng|Trạm trưởng|Trợ lý|Chính trị viên|Tham mưu trưởng"
    r"|Phó (?:Giám đốc|Chủ nhiệm|Hiệu trưởng|Tham mưu trưởng|Trưởng)|PGĐ|GĐ|PCT|CVP|PHT|TGĐ|Quản đốc|Trợ lí|Tổng phụ trách)"
)
_ROLE_BEFORE = re.compile(rf"(?<!\w)(?P<role>(?i:{ROLE_HEAD})[^,;:.()\n]{{0,80}}?)\s*,?\s*$")
_ROLE_AFTER = re.compile(
    rf"\s*(?:[-–—,]\s*|\()(?P<role>(?i:{ROLE_HEAD})[^;:.()\n]{{0,120}}?)"
    rf"(?=\s*(?:[;:.()\n]|\s[-–—]\s|(?:,|\s+và|\s+cùng(?: với)?)\s+(?:{_TITLE})\.?\s+[{CAPITALS}]|,?\s*(?:chủ trì|đồng chủ trì|điều hành"
    rf"|được (?:ủy quyền|uỷ quyền|phân công|giao|cử|mời|chỉ định)|thay mặt|làm chủ t|cho biết|báo cáo|phát biểu|kết luận|yêu cầu|giao|đề nghị"
    rf"|(?<!danh )dự|tham dự|thông tin(?=,|:|\s(?:về|thêm|rằng|nhanh|tại|với|tới)\s)|nhấn mạnh|khẳng định)|$))"
)


_ROLE_START = re.compile(ROLE_HEAD, re.IGNORECASE)
_ADVERB = re.compile(r"\s+(?:đã|vừa|trực tiếp|sẽ|đang|cùng|và)$")


def role_of(text: str, person: Person) -> str:
    """The role written next to a person ("Phó Chủ tịch UBND huyện"), or an empty string."""
    if after := _ROLE_AFTER.match(text, person.end):
        return _ADVERB.sub("", after.group("role").strip(" ,-–—"))
    before = text[: person.start].rstrip()
    if person.title:
        before = before[: len(before) - len(person.title)].rstrip(" .")
    before = before[-120:]
    last = max(before.rfind(mark, 0, len(before) - 1) for mark in ",;:.()\n")  # no role goes on across one of these
    if match := _ROLE_BEFORE.search(before, last + 1):
        role: str = match.group("role").strip(" ,-–—")
        own = role.rsplit(" và ", 1)[-1]
        return own if own != role and _ROLE_START.match(own) and people(role) else role
    return ""
