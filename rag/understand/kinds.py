"""What kind of fact a question asks for: one small table, tried from the top.

Patterns are matched against the folded question (no diacritics, lower case, abbreviations written out). Each row has
a question that it is for and one that it must leave to the others; both are tested.
"""

import re
from dataclasses import dataclass

from rag.language.text import comparable, fold
from rag.understand import Kind, Listing

_WHO = r"(?:ai|nguoi nao|dong chi nao|(?:ong|ba|anh|chi|co|thay) nao|nguoi)"
_BODY = r"(?:don vi|co quan|phong|ban|so|vu|cuc|khoa|to|ben|truong|cong ty|xa|huyen uy|van phong(?: huyen uy)?|doi|bo phan|bo|phuong)"
_MEETING = r"(?:hoi nghi|cuoc hop|phien|buoi|giao ban|hop|diem cau|dau cau|hn|dai hoi|weekly|toa dam|standup)"
_LEADS = r"(?:[ct]h?u (?:tr|ch)i|chu toa|dieu hanh|dieu khien|cam trich|dan dat|host|mc|chairs?)"
# What follows where a task is led rather than a meeting chaired.
_CHAIRED = (
    r"(?! (?:viec|phong|lam|so hoa|xay dung|ra soat|trien khai|thuc hien|kiem tra|tham muu|soan|lap|phoi hop|tong hop|huong dan|xu ly"
    r"|sua|mua|tham dinh|de an|du an|ke hoach|phuong an|cong tac|giai quyet|khao sat|van dong|tuyen truyen|quyet toan|thanh toan"
    r"|don doc|theo doi|danh gia|thanh tra|tiep nhan|ban giao|chuan bi|lo|nhiem vu|noi dung|hang muc|goi thau|cai tao|nang cap)\b)"
)
_ASKS_DAY = (
    r"(?:ngay nao|khi nao|bao gio|hom nao|luc nao|ngay may|ngay bao nhieu|thoi gian nao|thang may|moc nao|tuan nao)"
)


@dataclass(frozen=True, slots=True)
class KindRule:
    """If `pattern` is found, the question asks for `kind`."""

    kind: Kind
    pattern: re.Pattern[str]
    example: str
    counter_example: str


def _rule(kind: Kind, pattern: str, example: str, counter_example: str) -> KindRule:
    return KindRule(kind, re.compile(pattern), example, counter_example)


RULES = (
    _rule(
        "smalltalk",
        r"^(?:xin )?(?:chao|hello|hi|alo)\b(?!.*\b(?:ai|gi|nao|may|dau)\b)|^(?:cam on|thank|tks|tam biet|bye)\b"
        r"|\bban (?:lam duoc|giup duoc|biet|co the lam) (?:nhung )?gi\b|^huong dan\b",
        "chào bạn",
        "chào, ai chủ trì họp?",
    ),
    _rule(
        "content",
        r"^(?:the |vay )?neu\b|\bchuc (?:vu|danh)\b",
        "Nếu họ không đồng ý thì sao?",
        "Ai vắng mặt?",
    ),
    _rule(
        "form",
        r"\b(?:truc tiep hay(?: la)? (?:truc tuyen|online)|(?:truc tuyen|online) hay(?: la)? (?:truc tiep|offline))\b"
        r"|\bhop (?:online|truc tuyen|truc tiep) (?:khong|ko|k|a)\b|\bhinh thuc (?:hop|to chuc)\b",
        "Hội nghị họp trực tiếp hay trực tuyến?",
        "Hội nghị trực tuyến do ai chủ trì?",
    ),
    _rule(
        "content",
        r"^(?:the |vay )?ai (?:da |la nguoi )?(?:de nghi|yeu cau|chi dao|giao viec|ket luan|noi|phat bieu|neu|de xuat|kien nghi|bao cao"
        r"|phan anh|trinh bay|phan doi)\b",
        "Ai đề nghị như vậy?",
        "Ai được đề nghị khen thưởng?",
    ),
    _rule(
        "reason",
        r"\b(?:vi sao|tai sao|ly do|sao (?:lai|khong|hom)|nguyen nhan)\b|^(?:the )?sao\b",
        "Vì sao phiên tháng 8 bị hoãn?",
        "Điểm cầu xã thì sao?",
    ),
    _rule(
        "chair",
        rf"(?:{_WHO}|do ai).{{0,40}}{_LEADS}\b{_CHAIRED}"
        rf"|{_LEADS}\b{_CHAIRED}.{{0,90}}\b(?:ai|la ai|dong chi nao|nguoi nao|diem cau nao)\b",
        "Ai chủ trì phiên họp tháng 8?",
        "Ai chủ trì việc rà soát quy hoạch?",
    ),
    _rule(
        "date",
        rf"\b(?:dien ra|to chuc|khai mac|(?<!truong )hop|release|phat hanh|freeze)\b(?: \w+){{0,6}} (?:vao )?(?:nhung )?{_ASKS_DAY}"
        rf"|\bla ngay (?:bao nhieu|may)\b|\bden ngay bao nhieu\b",
        "Hội nghị diễn ra ngày nào?",
        "Báo cáo phải gửi trước ngày nào?",
    ),
    _rule(
        "owner",
        r"^ai (?:phai|duoc giao)\b",
        "Ai phải lấy báo giá thang máy?",
        "Ai dự họp?",
    ),
    _rule(
        "deadline",
        rf"\b(?:han|thoi han|deadline)\b.*\b(?:nao|gio|may|bao|khi|sao|gi)\b|\b(?:han|thoi han|deadline)\b\s*[?]?$"
        rf"|\b(?:truoc|cham nhat|muon nhat|tre nhat)\b.*(?:{_ASKS_DAY}|may gio|bao nhieu ngay|luc|khi nao)"
        rf"|\b(?:trong|thoi han|mat) bao lau\b|\bbao lau\b"
        rf"|{_ASKS_DAY}.*\b(?:phai|xong|nop|gui|trinh|bao cao|hoan thanh|ban giao)\b"
        rf"|\b(?:phai|xong|nop|gui|trinh|bao cao|hoan thanh|ban giao|lui den)\b.*{_ASKS_DAY}|\btoi han\b",
        "Hồ sơ mời thầu phải trình trước ngày nào?",
        "Hội nghị diễn ra ngày nào?",
    ),
    _rule(
        "time",
        r"\b(?:may gio|gio nao|luc may|gio may)\b",
        "Buổi họp bắt đầu lúc mấy giờ?",
        "Họp ngày nào?",
    ),
    _rule(
        "place",
        r"\bo dau\b(?! cau)|\bdia diem\b|\b(?:tai|o) (?:phong|hoi truong|noi|cho) nao\b|\bhop o phong nao\b|\bcho nao\b",
        "Hội nghị họp ở đâu?",
        "Phòng nào được giao việc này?",
    ),
    _rule(
        "number",
        r"\b(?:bao nhieu|may (?:nguoi|xa|phieu|ho|phan|diem|cuoc|tien|dong|ty|trieu|em|lan|don vi)|ty le|phan tram|tong so)\b",
        "Có bao nhiêu phiếu đồng ý?",
        "Có mấy giờ họp không?",
    ),
    _rule(
        "assignment",
        r"\b(?:duoc|bi|phai|can|nen)\b(?: \w+){0,6} (?:gi|nhung gi|viec gi|viec nao|nhiem vu nao|nhung viec|may viec)\b"
        r"|\b(?:giao|yeu cau|phan cong|de nghi|chi dao)\b(?: \S+){0,14} (?:gi|nhung gi|viec gi|nhung viec nao|nhung viec gi)\b"
        r"|^(?:\w+ ){1,9}phai (?:\w+ ){1,12}(?:gi|nao)$|\bnhiem vu (?:gi|nao)\b|\b(?:viec gi|nhung viec)\b|\bco viec\b",
        "Phòng Kế toán được giao việc gì?",
        "Ông An nói gì về quỹ lương?",
    ),
    _rule(
        "speech",
        r"\b(?:noi|phat bieu|phan anh|phan anh|neu|de xuat|tham luan|kien nghi|cho biet|bao cao|y kien|phat|lap luan|giai trinh|ke)\b"
        r"(?: (?:ve|ra|len|noi dung|y kien|dieu|nhung|chuyen))* gi\b|\by kien (?:gi|the nao|ra sao)\b",
        "Bà Nga phản ánh gì về bãi gửi xe?",
        "Phòng Kế toán phải nộp gì?",
    ),
    _rule(
        "attendee",
        rf"\b(?:ai|nhung ai)(?: \w+)? (?:du|tham du|tham gia|vang|co mat|vang mat)\b|\b(?:thanh phan|ho ten|ten gi|vang mat)\b"
        rf"|\bco ai\b|\bnao (?:vang|du|tham du)\b|\b(?:thu ky|ghi bien ban|ghi chep)\b.*\bai\b|\bai\b.*\b(?:thu ky|bien ban)\b"
        rf"|{_WHO} .*\b(?:du|vang)\b|\bcho nguoi\b.*\bhop\b",
        "Những ai dự họp?",
        "Ai được giao dự toán?",
    ),
    _rule(
        "attendee",
        r"^(?:pho )?(?:bi thu|chu tich|chu nhiem|truong|giam doc|chanh|hieu truong|ke toan|to truong)\b.*\b(?:la ai|ten gi|ten la gi)\b",
        "Phó Bí thư Đảng ủy xã Mai Lĩnh là ai?",
        "Trưởng phòng Nội vụ được giao việc gì?",
    ),
    _rule(
        "owner",
        rf"\b{_BODY} nao\b|\bai\b.{{0,30}}\b(?:lo|lam|phu trach|chiu trach nhiem|phai|nhan|giam sat|duoc giao|tham muu|thuc hien"
        rf"|sua|gui|ve|goi|dieu hanh phong|hoan thien|theo doi|dam nhan|chu tri)\b|\bgiao (?:cho )?ai\b|\b(?:ai|thi ai)(?: \w+)?$",
        "Đơn vị nào lo hậu cần?",
        "Thư ký là ai?",
    ),
    _rule(
        "decision",
        r"\b(?:thong qua|duyet|quyet dinh|thong nhat|chot|dong y|tan thanh|khong chiu)\b"
        r"|\bco (?:duoc|lam|to chuc|thay|tang|giam|bo|mua|lap|cho|giu|doi|dung|sua|trien khai)\b.*\b(?:khong|chua|ko|k)\b",
        "Phương án có được thông qua không?",
        "Bao nhiêu phiếu?",
    ),
    _rule(
        "date",
        rf"{_ASKS_DAY}|\b(?:ngay|thang|hom|nhung ngay) nao\b|\bngay lao\b",
        "Cuộc họp diễn ra ngày nào?",
        "Ai dự cuộc họp?",
    ),
    _rule(
        "owner",
        r"\b(?:ben|nha|dong chi|nguoi|to|doi|nhom|chi|anh|ong|ba|co|thay|ban|cong ty|thon|khu|lop) nao\b|\bgiao (?:lai )?cho ai\b",
        "Bên nào dựng rạp?",
        "Buổi nào dựng rạp?",
    ),
    _rule(
        "owner",
        r"^ai \w+",
        "ai soạn đề cương tập huấn",
        "Đề cương tập huấn có mấy phần?",
    ),
)


def kind_of(text: str) -> Kind | None:
    """The kind of fact that a question asks for; None where its words do not say."""
    folded = fold(text)
    kind = next((rule.kind for rule in RULES if rule.pattern.search(folded)), None)
    # "mấy" counts, "máy" is a machine: only a question with diacritics tells them apart.
    return (
        "number"
        if kind in {None, "owner"} and not folded.startswith("ai ") and _HOW_MANY.search(comparable(text))
        else kind
    )


_HOW_MANY = re.compile(r"\bmấy (?!giờ|ngày|tháng|hôm|việc|cuộc|phiên|buổi)")


@dataclass(frozen=True, slots=True)
class ListingRule:
    """If `pattern` is found, the question wants `listing` over all documents."""

    listing: Listing
    pattern: re.Pattern[str]
    example: str
    counter_example: str


def _listing(listing: Listing, pattern: str, example: str, counter_example: str) -> ListingRule:
    return ListingRule(listing, re.compile(pattern), example, counter_example)


LISTINGS = (
    _listing(
        "roles",
        r"\b(?:hai|ba|may|cac|nhieu) (?:tai lieu|nguoi|ong|ba|dong chi)\b.*\bten\b.*\bchuc\b|\bmoi (?:ong|ba|nguoi) (?:la|giu|lam)\b",
        "Hai tài liệu nhắc tên Lý Văn Bách, mỗi ông giữ chức vụ gì?",
        "Ông Bách giữ chức vụ gì?",
    ),
    _listing(
        "history",
        r"\bnhung moc (?:han )?nao\b|\blui (?:hoai|may lan|bao nhieu lan|nhung lan)\b|\bhan (?:ban dau|cu)\b.*\bhan moi\b"
        r"|\b(?:lich su|qua trinh)\b.*\b(?:han|viec)\b|\bda (?:may|bao nhieu) lan lui\b",
        "Hạn bàn giao kho đã qua những mốc nào?",
        "Hạn mới nhất là ngày nào?",
    ),
    _listing(
        "overdue",
        r"\b(?:qua|tre|cham) han\b",
        "Bao nhiêu việc quá hạn?",
        "Việc nào đến hạn tuần này?",
    ),
    _listing(
        "due",
        r"\b(?:viec|nhiem vu)\b.*\b(?:den|toi|sap|dao) han\b|\b(?:den|toi|sap) (?:den )?han\b.*\b(?:viec|nhiem vu|gi)\b",
        "Tuần này có việc gì đến hạn?",
        "Việc này hạn ngày nào?",
    ),
    _listing(
        "tasks",
        r"\blan luot\b.*\bgiao\b|\bgiao viec (?:trong|o|tai) nhung\b|\b(?:nhung|cac|tat ca|bao nhieu|liet ke)(?: \w+)? (?:viec|nhiem vu)\b"
        r"(?=.*\b(?:tat ca|bao nhieu|liet ke|tung|thang|tuan)\b)|\bgiao (?:viec )?gi\b.*\b(?:thang|tuan) \d+ va (?:thang |tuan )?\d+",
        "Bà Nga lần lượt được giao việc gì ở giao ban tháng 8 và tháng 9?",
        "Bà Nga được giao việc gì?",
    ),
    _listing(
        "meetings",
        r"\b(?:nhung|cac|may|bao nhieu) (?:cuoc hop|hoi nghi|phien|buoi|diem cau|cuoc giao ban)\b(?!.*\bgiao viec\b).*|\bphien nao\b.*\bchu tri\b",
        "Ông Bách đã chủ trì những cuộc họp nào?",
        "Cuộc họp nào giao việc này?",
    ),
)


def listing_of(text: str) -> Listing | None:
    """What a question wants listed; None where it asks for one fact."""
    folded = fold(text)
    return next((rule.listing for rule in LISTINGS if rule.pattern.search(folded)), None)
