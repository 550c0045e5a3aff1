"""What kind of fact a question asks for: one small table, tried from the top.

A question is told by its interrogative (who, which body, when, where, how many, what, whether, why) and by the verbs
around it. Patterns are matched against the folded question (no diacritics, lower case, abbreviations written out). Each
row has a question that it is for and one that it must leave to the others; both are tested.
"""

import re
from dataclasses import dataclass

from rag.language.text import clean, comparable, fold, has_diacritics
from rag.understand import Kind, Listing

# Interrogatives
_TITLE = r"(?:ong|ba|anh|chi|co|thay|bac|chu|sep|dong chi|bo|me|nguoi|vi|ban|bs|bac si|can bo|hoi vien|doan vien|dang vien|nhan vien)"
_WHO = rf"(?:(?<!\bngoai )\bai\b|thang nao|dua nao|(?:{_TITLE}|lanh dao|phu huynh|canh sat(?: khu vuc)?)(?: \w+){{0,2}} nao)"
_BODY = (
    r"(?:don vi|co quan|phong|ban|so|vu|cuc|khoa|to|doi|ben|nha|truong|cong ty|xa|phuong|huyen|tinh|thon|ap|khu pho|khu|huyen uy"
    r"|van phong|bo phan|bo|doan the|hoi|luc luong|team|nhom|lop|chi bo|chi nhanh|trung tam|tram|dang uy|uy ban|nganh|khoi|xi nghiep"
    r"|phan xuong|xuong|bv|benh vien|doi tac|nha thau)"
)
_WHICH_BODY = rf"(?:(?<!\bchu ){_BODY}(?: (?!(?:ngay|hom|khi|luc|tuan|thang|moc|thoi|the|viec|cho|noi|muc|nhu|hoi)\b)\w+){{0,4}} nao)"
_DAY = (
    r"(?:(?:ngay|hom|bua|khi|luc|tuan|thang|quy|moc|thoi gian|thoi diem|dip|buoi|ky|nam) nao|bao gio|bao h|chung nao|hoi nao"
    r"|(?:ngay|hom|(?<!thay )(?<!sua )thang|thu|tuan) may|(?:ngay|hom|thu) bao nhieu|ngay thang nao|khi mo)"
)
_WHAT = r"(?:gi|nhung gi|cai gi|viec gi|viec nao|chi rua|cai chi|viec chi|nhiem vu nao|nhung viec|vu gi|chuyen gi)"

# Verbs
_LEADS = (
    r"(?:(?:dong )?[ct]h?u (?:tr|ch)i|chu toa|chu tich doan|dieu hanh|dieu khien|cam trich|cam cang|dan dat|(?<!huong )(?<!nguoi )(?<!nhan )(?<!tuong )(?<!chi )dan(?! (?:van|cu|quan|so|toc|sinh|vung|to|pho|chu)\b)|host|mc|chairs?|cam mic"
    r"|ngoi ghe)"
)
# What follows where a task is led rather than a meeting chaired.
_CHAIRED = (
    r"(?! (?:viec|phong|lam|so hoa|xay dung|ra soat|trien khai|thuc hien|kiem tra|tham muu|soan|lap|phoi hop|tong hop|huong dan|xu ly"
    r"|sua|mua|tham dinh|de an|du an|ke hoach|phuong an|cong tac|giai quyet|khao sat|van dong|tuyen truyen|quyet toan|thanh toan"
    r"|don doc|theo doi|danh gia|thanh tra|tiep nhan|ban giao|chuan bi|lo|nhiem vu|noi dung|hang muc|goi thau|cai tao|nang cap|truong"
    r"|ho so|co so|nguoi|dau tu)\b)"
)
_MEETING = (
    r"(?:hoi nghi|cuoc hop|phien|buoi|giao ban|(?<!\bphong )(?<!\btruong )hop|diem cau|dau cau|dai hoi|weekly|toa dam|standup|hoi thao"
    r"|sinh hoat|ky (?:nay|do|truoc|sau|toi)|su kien|le)"
)
_ATTENDS = (
    r"(?:du(?! (?:an|toan|bao|kien|thao|phong|tru|lieu|dinh|bi|no))|tham du|tham gia|vang(?: mat)?|co mat|di (?:hop )?thay|hop thay"
    r"|du thay|thay mat|xin nghi|xin vang|nghi hop|ngoi hop|den hop|di hop|xuong hop|len hop|ghi bien ban|ghi chep|thu ky|ghi note|chung kien)"
)
_SAYS = (
    r"(?:noi|phat bieu|phan anh|neu|de xuat|tham luan|kien nghi|cho biet|bao cao|y kien|phat|lap luan|giai trinh|ke|than|nhac|bao|hoi"
    r"|phan nan|thac mac|gop y|cho rang|chia se|trinh bay|nhan manh)"
)
_MUST = (
    r"(?:phai|xong|nop|gui|trinh|hoan thanh|hoan tat|ban giao|lui|doi|hoan|chot|hen|tra loi|sua|thay|lap|gop y|bao (?:lai|ket qua)|thoi han"
    r"|han|deadline|lam xong|don|mua|cam|dang ky|chuyen|giai quyet|can|truoc|cham nhat|muon nhat|tre nhat|toi da|dut diem|quyet toan|day|dap)"
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
        rf"^(?:the |vay )?ai (?:da |la nguoi )?(?:de nghi|yeu cau|chi dao|giao viec|ket luan|phan doi|{_SAYS})\b",
        "Ai đề nghị như vậy?",
        "Ai được đề nghị khen thưởng?",
    ),
    _rule(
        "reason",
        r"\b(?:vi sao|tai sao|ly do|nguyen nhan|lam sao ma)\b|\bsao (?:lai|khong|ko|k|hom|chua|phai|bi|toi gio|den gio|den nay)\b"
        r"|^(?:the |vay )?sao\b(?! roi)|\bdo dau ma\b|\b(?:vi|do) (?:cai )?gi\b",
        "Vì sao phiên tháng 8 bị hoãn?",
        "Điểm cầu xã thì sao?",
    ),
    _rule(
        "chair",
        rf"(?:{_WHO}|\bnguoi|do ai)\b.{{0,40}}\b{_LEADS}\b{_CHAIRED}"
        rf"|\b{_LEADS}\b{_CHAIRED}.{{0,90}}\b(?:{_WHO}|la ai|diem cau nao|ai)\b"
        rf"|\bco (?:phai (?:la nguoi )?)?{_LEADS}\b{_CHAIRED}.*\b(?:khong|ko|k|hay)\b",
        "Ai chủ trì phiên họp tháng 8?",
        "Ai chủ trì việc rà soát quy hoạch?",
    ),
    _rule(
        "chair",
        r"\b(?:diem|dau) cau\b.*\b(?:thi|la) ai\b|\bai (?:ngoi )?(?:o|tai) (?:diem|dau) cau\b",
        "Điểm cầu xã Mai Lĩnh thì ai?",
        "Ai phụ trách đường truyền điểm cầu?",
    ),
    _rule(
        "attendee",
        rf"(?:{_WHO}|\bnguoi\b(?! dan\b)|{_WHICH_BODY}|\bco nhung ai|\bgom ai)\b.{{0,60}}\b{_ATTENDS}\b"
        rf"|\b{_ATTENDS}\b.{{0,60}}\b(?:{_WHO}|la ai|ai|ten gi)\b(?! (?:lo|lam|phu trach|phai)\b)"
        r"|\b(?:thanh phan|ho (?:va )?ten|ten gi|ten la gi|vang mat)\b|\bco (?:nhung )?ai\b|\bnao vang\b"
        r"|\bco (?:cho|cu|phai) (?:nguoi|can bo|ai|dai dien)?\b.*\b(?:hop|du)\b.*\b(?:khong|ko|k)\b|\bai (?:xin )?nghi\b(?! thai san)",
        "Những ai dự họp?",
        "Cơ quan nào được giao tổ chức lấy ý kiến người dân vùng dự án?",
    ),
    _rule(
        "attendee",
        r"^(?:pho )?(?:bi thu|chu tich|chu nhiem|truong|giam doc|chanh|hieu truong|ke toan|to truong|doi truong)\b.*\b(?:la ai|ten gi|ten la gi)\b",
        "Phó Bí thư Đảng ủy xã Mai Lĩnh là ai?",
        "Trưởng phòng Nội vụ được giao việc gì?",
    ),
    _rule(
        "place",
        r"\bo (?:dau|mo)\b(?! cau)|\bdia diem\b|\b(?:tai|o|trong) (?:phong|hoi truong|noi|cho|toa|tang|dia chi) nao\b|\b(?:hop|ngoi|gap|dien ra|to chuc) (?:o )?(?:phong|cho|hoi truong) nao\b"
        r"|\bcho nao\b|\bhop dau\b(?! (?:nam|tuan|thang|quy|ky|mua))",
        "Hội nghị họp ở đâu?",
        "Phòng nào được giao việc này?",
    ),
    _rule(
        "deadline",
        rf"\b(?:han|thoi han|deadline)\b.*\b(?:nao|gio|may|bao|khi|sao|gi)\b|\b(?:han|thoi han|deadline)(?: (?:chot|nop|cuoi|cu|moi|xong|gui|la|thi|sao|do|day))*\s*[?]*$"
        rf"|\b(?:truoc|cham nhat|muon nhat|tre nhat|toi da)\b.*(?:{_DAY}|may gio|bao nhieu ngay|may ngay|luc|khi nao)"
        r"|\b(?:trong|thoi han|mat|them|vong) (?:bao lau|may (?:ngay|tuan|thang)|bao nhieu (?:ngay|tuan|thang))\b|\bbao lau\b|\btoi han\b"
        r"|\b(?:phai|cho|gia han|them|keo dai)\b.*\b(?:den|toi|truoc) may gio\b",
        "Hồ sơ mời thầu phải trình trước ngày nào?",
        "Hội nghị diễn ra ngày nào?",
    ),
    _rule(
        "time",
        r"\b(?:may gio|gio nao|luc may|gio may|may h)\b",
        "Buổi họp bắt đầu lúc mấy giờ?",
        "Họp ngày nào?",
    ),
    _rule(
        "date",
        rf"\b(?:dien ra|khai mac|release|phat hanh|freeze|ap dung|co hieu luc|bat dau|khoi cong|dai hoi|bau)\b(?: \S+){{0,8}} {_DAY}|\bto chuc (?:vao |luc |trong )?{_DAY}"
        rf"|\b{_MEETING}\b(?:(?!\b(?:phai|xong|nop|gui|trinh|hoan thanh|cham|truoc|lui|(?<!chuyen )doi|hen|sua|chot)\b).){{0,80}}\b{_DAY}"
        r"|\bla ngay (?:bao nhieu|may)\b|\bden ngay bao nhieu\b|\bhop (?:hom|ngay|khi|luc|bao) (?:nao|may|gio)\b"
        rf"|^{_DAY}(?:(?!\b(?:phai|xong|nop|gui|trinh|hoan thanh)\b).)*\b(?:hop|dien ra|to chuc)\b",
        "Hội nghị diễn ra ngày nào?",
        "Báo cáo phải gửi trước ngày nào?",
    ),
    _rule(
        "owner",
        r"^ai (?:phai|duoc giao|can)\b",
        "Ai phải lấy báo giá thang máy?",
        "Ai dự họp?",
    ),
    _rule(
        "deadline",
        rf"{_DAY}.*\b{_MUST}\b|\b{_MUST}\b.*{_DAY}",
        "Bảng giá hẹn ngày nào thay xong?",
        "Hội nghị diễn ra ngày nào?",
    ),
    _rule(
        "owner",
        rf"(?:{_WHO}|{_WHICH_BODY}|\bnguoi)\b.{{0,40}}\b(?:lo|lam|phu trach|chiu trach nhiem|phai|nhan|giam sat|duoc giao|duoc cu|duoc phan cong|duoc yeu cau|bi giao|tham muu|thuc hien"
        r"|sua|gui|ve|goi|dieu hanh phong|hoan thien|theo doi|dam nhan|chu tri|dung ra|lay|mua|fix|om|cam|don|nhan lenh|day|soan|lap)\b(?!.*\b(?:bao nhieu|may) (?:nguoi|xa|phieu|ho|tien|dong|ty|trieu)\b)",
        "Đơn vị nào lo hậu cần?",
        "Có bao nhiêu phiếu?",
    ),
    _rule(
        "number",
        r"\b(?:bao nhieu|bao nhiu|nhieu (?:tien|nguoi|cai)|may (?:nguoi|xa|phieu|ho|phan|diem|cuoc|tien|dong|ty|trieu|em|lan|don vi|nha|chiec|cai|can|xe|ca|thung|nam|tan)|ty le|phan tram|tong so|muc (?:dong|phi|gia|ho tro))\b",
        "Có bao nhiêu phiếu đồng ý?",
        "Có mấy giờ họp không?",
    ),
    _rule(
        "assignment",
        rf"\b(?:duoc|bi|phai|can|nen|nhan)\b(?: \S+){{0,6}} {_WHAT}\b"
        rf"|\b(?:giao(?! ban\b)|yeu cau|phan cong|de nghi|chi dao)\b(?: \S+){{0,14}} {_WHAT}\b"
        r"|^(?:\w+ ){1,9}phai (?:\w+ ){1,12}(?:gi|nao)$|\bnhiem vu (?:gi|nao)\b|\b(?:viec gi|nhung viec|viec chi)\b|\bco viec\b|\b(?:lo|lam|phu trach) (?:nhung )?(?:gi|viec gi|vu gi|mang nao|phan nao)\b",
        "Phòng Kế toán được giao việc gì?",
        "Ông An nói gì về quỹ lương?",
    ),
    _rule(
        "speech",
        rf"\b{_SAYS}\b(?: (?:ve|ra|len|noi dung|y kien|dieu|nhung|chuyen))* gi\b|\by kien (?:gi|the nao|ra sao)\b|\b{_SAYS} (?:the nao|ra sao|sao)\b",
        "Bà Nga phản ánh gì về bãi gửi xe?",
        "Phòng Kế toán phải nộp gì?",
    ),
    _rule(
        "owner",
        rf"\b{_WHICH_BODY}\b|\bgiao (?:lai )?(?:cho )?ai\b|\bai(?: \w+){{0,3}}\s*[?]*$|^ai \w+|\b(?:{_TITLE}) nao\b"
        r"|\bhay (?:la )?\w+.{0,40}\b(?:phai|lo|lam|chiu)\b",
        "ai soạn đề cương tập huấn",
        "Đề cương tập huấn có mấy phần?",
    ),
    _rule(
        "decision",
        r"\b(?:thong qua|duyet|quyet dinh|thong nhat|chot|dong y|tan thanh|khong chiu|chu truong (?:the nao|gi|ra sao)|quyet|bo phieu|ket luan)\b"
        r"|\bco (?:duoc|lam|to chuc|thay|tang|giam|bo|mua|lap|cho|giu|doi|dung|sua|trien khai|bi|phai|chuyen|thong|nang|ha)\b.*\b(?:khong|chua|ko|k)\b"
        r"|\b(?:chua|khong|ko)(?: (?:vay|the|nhi|a|ha|nhe|ta|v|z|ad|moi nguoi))*\s*[?]*$",
        "Phương án có được thông qua không?",
        "Bao nhiêu phiếu?",
    ),
    _rule(
        "date",
        rf"{_DAY}|\bngay lao\b",
        "Cuộc họp diễn ra ngày nào?",
        "Ai dự cuộc họp?",
    ),
)


# Words of other meaning that look like words of asking once their diacritics are gone ("dân" like "dẫn").
_OTHER_WORDS = {
    "ai": "ái ải", "dan": "dân đàn dàn đan dán", "du": "dù đủ du", "may": "máy may", "han": "hàn hán", "mua": "mùa mưa",
    "nhan": "nhân nhãn", "can": "cán căn cân cạn", "lo": "lô lò lỗ lộ", "ke": "kế kê kẽ kè kề", "le": "lê lệ lẻ",
    "chi": "chị chỉ chí chi", "dau": "đầu dầu đậu đấu", "day": "dây dạy đầy dày đáy", "cam": "cam cấm", "hoi": "hội hồi hơi",
    "don": "đơn đòn", "to": "to tờ", "than": "thân thần than", "hen": "hen", "thay": "thầy thấy", "cu": "cụ củ cũ",
    "ban": "bán bàn bạn bận", "vang": "vàng vâng", "lap": "lắp",
}  # fmt: skip
_OTHERS = {word: frozenset(others.split()) for word, others in _OTHER_WORDS.items()}
_SYLLABLE = re.compile(r"[^\W\d_]+")


def _asking_form(text: str) -> str:
    """`text` folded; where it has diacritics, words that only look like words of asking end in "_"."""
    if not has_diacritics(text):
        return fold(text)

    def folded(match: re.Match[str]) -> str:
        word = fold(match.group())
        return f"{word}_" if comparable(match.group()) in _OTHERS.get(word, ()) else word

    return _SYLLABLE.sub(folded, clean(text)).lower()


def kind_of(text: str) -> Kind | None:
    """The kind of fact that a question asks for; None where its words do not say."""
    folded = _asking_form(text)
    kind = next((rule.kind for rule in RULES if rule.pattern.search(folded)), None)
    # "mấy" counts, "máy" is a machine: only a question with diacritics tells them apart.
    return (
        "number"
        if kind in {None, "owner"} and not folded.startswith("ai ") and _HOW_MANY.search(comparable(text))
        else kind
    )


# "Còn tháng 12 ai?", "X thì ai?": who, and nothing of what they do.
_WHO_ALONE = re.compile(r"(?:^|\s)(?:thi |la |do |den )?ai(?: (?:vay|the|a|nhi|ha|thay|z|day))*\s*[?]*$")


def asks_who_alone(text: str) -> bool:
    """Whether a question asks who without saying what for: what the one before asked about goes on."""
    return bool(_WHO_ALONE.search(_asking_form(text))) and len(text.split()) <= _SHORT


_SHORT = 9  # words

# Words of asking: a slip in one of them hides what is asked.
ASKING_WORDS = frozenset(
    """nào ngày khi giờ bao nhiêu phải được giao ban họp chủ trì hội nghị cuộc phiên buổi hạn trước việc làm trách nhiệm phụ
    đơn vị phòng cơ quan người đồng chí tham dự vắng thông báo cáo biên bản thư địa điểm không tháng tuần quý năm nộp trình
    xong hoàn thành thời chốt chậm nhất muộn kết luận quyết định thống những gì điều hành chịu nhận phân công yêu cầu đề bàn
    phối hợp kiểm tra hướng dẫn xây dựng thường xuyên khoảng diễn chiều sáng trong chuyển nghỉ thay chung trưởng phó giám đốc
    tịch chức đường trường thuyết phương phường thôn tỉnh huyện thành phố công trình chương
    team host sale test fix load deadline weekly online zoom update report check meeting group email file case admin lead""".split()
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
        r"\blan luot\b.*\bgiao\b(?! ban\b)"
        r"|\b(?:qua|trong|o|tai)(?: ca)? (?:2|hai|ba|3|may|cac|nhung)(?: lan| cuoc| ky| phien| buoi| tuan| thang)?"
        r" (?:hop|giao ban|phien|buoi|cuoc|ky|hoi nghi|tuan|thang)\b.*\b(?:duoc giao|bi giao|phai|giao)\b.*\b(?:gi|viec|nhiem vu)\b"
        r"|\bgiao viec (?:trong|o|tai) nhung\b|\b(?:nhung|cac|tat ca|bao nhieu|liet ke)(?: \w+)? (?:viec|nhiem vu)\b"
        r"(?=.*\b(?:tat ca|bao nhieu|liet ke|tung|thang|tuan)\b)|\bgiao (?:viec )?gi\b.*\b(?:thang|tuan) \d+ va (?:thang |tuan )?\d+",
        "Bà Nga lần lượt được giao việc gì ở giao ban tháng 8 và tháng 9?",
        "Bà Nga được giao việc gì?",
    ),
    _listing(
        "meetings",
        r"\b(?:du|tham du|vang|co mat|chu tri|co ten)\b.{0,24}\b(?:cuoc hop|hoi nghi|phien|buoi|cuoc|ky)(?: hop| giao ban)? nao\b"
        r"|\b(?:nhung|cac|may|bao nhieu) (?:cuoc hop|hoi nghi|phien|buoi|diem cau|cuoc giao ban)\b(?!.*\bgiao viec\b).*|\bphien nao\b.*\bchu tri\b",
        "Ông Bách đã chủ trì những cuộc họp nào?",
        "Cuộc họp nào giao việc này?",
    ),
)


def listing_of(text: str) -> Listing | None:
    """What a question wants listed; None where it asks for one fact."""
    folded = fold(text)
    return next((rule.listing for rule in LISTINGS if rule.pattern.search(folded)), None)
