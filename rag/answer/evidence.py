"""Whether a sentence holds the kind of fact that a question asks for.

One small table: what must stand in a sentence, by kind of question, with a sentence that has it and one that has not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rag.language.dates import dates
from rag.language.deadlines import deadlines
from rag.language.names import people
from rag.language.text import fold
from rag.understand import Kind

CHAIRING = re.compile(
    r"(?:đồng )?chủ trì|chủ to[aạ]|chủ tọa|điều hành|điều khiển|cầm trịch|cầm mic|cầm (?:buổi|cuộc)|ngồi ghế|giữ ghế|\bhost\b|\bMC\b"
    r"|dẫn (?:dắt |họp|buổi|chương trình)|triệu tập|chủ tịch đoàn",
    re.IGNORECASE,
)
# Leading a task is not chairing a meeting.
_LEADING = re.compile(
    r"(?:giao|yêu cầu|đề nghị|phân công)\b[^.;]{0,120}\bchủ trì|chủ trì\s*,?\s*(?:phối hợp|tham mưu|cùng với|xây dựng|rà soát|số hóa"
    r"|kiểm tra|làm sạch|hướng dẫn|thực hiện|triển khai|soạn)|(?:cơ quan|đơn vị) chủ trì",
    re.IGNORECASE,
)
DEADLINE = re.compile(
    r"\b(?:trước|chậm nh[ấứ]t|muộn nhất|trễ nhất|hạn(?: chót| cuối)?|đến hết|hết|xong trong|trong vòng|kể từ|deadline|lùi|đến ngày"
    r"|dời)\b[^;.\n]{0,30}?(?:\d|ngày|tháng|quý|tuần|thứ|cuối|kỳ họp|tết|mai|hai|ba|năm)"
    r"|\b(?:trong|cuối|hết|đầu|giữa) (?:ngày|tuần|tháng|quý|năm)\b|\bsau \S+ (?:ngày|tháng|tuần)\b|\bh[ằà]ng (?:ngày|tuần|tháng|quý|năm)\b"
    r"|\bcuối tháng\b|\b[Tt]ừ (?:ngày )?\d{1,2}[/-]\d{1,2}|\bmùng \d",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b\d{1,2}\s?(?:giờ|h|g|:)\s?\d{0,2}(?!\w)", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:địa điểm|nơi họp|tại|ở|họp ở)\s*:?\s+(?!(?:cuộc|hội nghị|phiên|buổi|mục|điểm cầu|kỳ|đây))(?:[A-ZĐ]|phòng|hội trường|trụ sở|nhà|tầng|quán|khách sạn|trung tâm|số)|· phòng|\| phòng",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:do|vì|bởi|nhằm|lý do|nghỉ|nên|để|bận|ốm|công tác|đi họp)\b", re.IGNORECASE)
_DECIDING = re.compile(
    r"thông qua|thống nhất|quyết (?:định|nghị)|chốt|đồng ý|tán thành|nhất trí|chọn|bỏ|nâng|không (?:làm|duyệt)|duyệt",
    re.IGNORECASE,
)
_ATTENDING = re.compile(
    r"dự|tham gia|vắng|có mặt|thành phần|thư ký|ghi chép|note|khách mời|cử|trưởng|giám đốc|người nói", re.IGNORECASE
)
_BODY = re.compile(
    r"\b(?:Ban|Sở|Phòng|Vụ|Cục|Ủy ban|UBND|Công an|Trung tâm|Văn phòng|Chi nhánh|Công ty|Khoa|Tổ|Hội|Đoàn|Hạt|Điện lực|Báo|Đài|Trường"
    r"|Chi cục|Bộ|BCH|MTTQ|Đội|Trạm|HTX|Chi bộ|Liên đoàn)\b"
)


_COUNTED = re.compile(r"\b(?:bao nhiêu|bao nhieu|mấy|may)\s+(\w+(?:\s\w+)?)", re.IGNORECASE)


_MONEY_ASKED = re.compile(
    r"\b(?:tiền|giá|hỗ trợ|nợ|kinh phí|phí|lương|thưởng|tien|gia|ho tro|no|kinh phi|phi)\b", re.IGNORECASE
)
_MONEY = re.compile(r"\d\s?(?:đồng|triệu|tỷ|nghìn|ngàn|tr\b|k\b|đ\b)", re.IGNORECASE)


def counted(question: str, text: str) -> bool:
    """Whether a number in `text` stands before the thing that `question` counts ("bao nhiêu phiếu": "198 phiếu")."""
    if _MONEY_ASKED.search(question):
        return bool(_MONEY.search(text))
    match = _COUNTED.search(question)
    if match is None:
        return bool(re.search(r"\d\s?%", text)) and bool(
            re.search(r"%|tỷ lệ|ty le|phần trăm|phan tram", question, re.IGNORECASE)
        )
    return bool(re.search(rf"\d[\d.,/]*\s+(?:\w+\s+)?{re.escape(fold(match.group(1).split()[0]))}\b", fold(text)))


def _chairs(text: str) -> bool:
    return bool(CHAIRING.search(text)) and not _LEADING.search(text) and _names_someone(text)


def _counts(text: str) -> bool:
    """Has a number that is no date, list number or time stamp."""
    text = re.sub(r"^\s*(?:\d+(?:\.\d+)*[.)]|\[[\d:]+\])", "", text)
    for mention in reversed(dates(text)):
        text = text[: mention.start] + text[mention.end :]
    return bool(re.search(r"\d|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s\w", text))


def _names_someone(text: str) -> bool:
    return bool(people(text)) or bool(re.search(r"@\w+|\*\s*\w+|^-?\s*\w+:", text))


_TELLS = re.compile(
    r"^(?:\W*)(?:dự\b|cùng dự|tham dự|thành phần|khách mời|chủ t[oọ]|thư ký|kết quả|trong \d|đến nay|toàn tỉnh|theo báo cáo|lãnh đạo [^,;]{0,40}\.$)"
    r"|chủ trì (?:hội nghị|tại|phiên|cuộc)|cho biết|phản ánh|đề xuất|kiến nghị|giải trình|báo cáo:|\bđã (?:có|nhận|hoàn thành|mở|bàn giao)|\bmới (?:có|xong)"
    r"|tham luận|xem thêm",
    re.IGNORECASE,
)


def _assigns(text: str) -> bool:
    """Gives someone something to do, rather than telling who was there or what was done."""
    return not _TELLS.search(text) and (
        bool(_BODY.search(text)) or _names_someone(text) or bool(re.search(r"[A-ZĐ]\w+", text))
    )


@lru_cache(maxsize=8192)
def _has_deadline(text: str) -> bool:
    """Has a date by which something is to be done, or another date or weekday."""
    return bool(DEADLINE.search(text)) or bool(deadlines(text, None))


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """`holds(sentence)` for questions of `kind`."""

    kind: Kind
    holds: Callable[[str], bool]
    example: str
    counter_example: str


RULES = (
    EvidenceRule("chair", _chairs, "Ông Lý Văn Bách chủ trì cuộc họp.", "Giao Sở Xây dựng chủ trì, phối hợp rà soát."),
    EvidenceRule("deadline", _has_deadline, "Nộp chậm nhất ngày 5/8.", "Nộp báo cáo đầy đủ."),
    EvidenceRule(
        "date",
        lambda s: any(m.day or m.month for m in dates(s)),
        "Họp ngày 5/8.",
        "Họp tại trụ sở.",
    ),
    EvidenceRule("time", lambda s: bool(_HOUR.search(s)), "Bắt đầu lúc 8 giờ 30.", "Bắt đầu buổi sáng."),
    EvidenceRule("place", lambda s: bool(_PLACE.search(s)), "Địa điểm: Hội trường lớn.", "Họp lúc 8 giờ."),
    EvidenceRule("number", _counts, "Có 15 phiếu đồng ý.", "Nhiều phiếu đồng ý."),
    EvidenceRule("reason", lambda s: bool(_REASON.search(s)), "Vắng vì nghỉ ốm.", "Vắng hai người."),
    EvidenceRule(
        "decision", lambda s: bool(_DECIDING.search(s)), "Không thông qua phương án.", "Ông Bách trình phương án."
    ),
    EvidenceRule("attendee", lambda s: bool(_ATTENDING.search(s)), "Dự họp có ông Bách.", "Trời mưa to."),
    EvidenceRule("owner", _assigns, "Phòng Nội vụ lập danh sách.", "Dự họp có lãnh đạo Phòng Nội vụ."),
    EvidenceRule("assignment", _assigns, "Giao Công an xã tuần tra.", "Đến nay Công an xã đã tuần tra 12 lượt."),
)
_BY_KIND = {rule.kind: rule for rule in RULES}


def holds(kind: Kind, text: str) -> bool:
    """Whether `text` holds a fact of this kind; kinds without a rule are held by any text."""
    rule = _BY_KIND.get(kind)
    return rule is None or rule.holds(text)
