"""Abbreviations and chat spellings, written out so that both spellings of the same words meet.

What enters is text; what leaves is text for matching, never for showing. Expansion is case-sensitive where the lower
case form is another word, so it must come before lower-casing.
"""

import re
from collections.abc import Iterable

from rag.language.text import LETTERS, fold, has_diacritics

# Read the same way in every document. Both questions and documents are written out with these.
_PLAIN = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "MTTQ": "mặt trận tổ quốc",
    "BCH": "ban chấp hành",
    "TW": "trung ương",
    "TƯ": "trung ương",
    "BTV": "ban thường vụ",
    "BCĐ": "ban chỉ đạo",
    "HĐQT": "hội đồng quản trị",
    "ĐHĐCĐ": "đại hội đồng cổ đông",
    "BKS": "ban kiểm soát",
    "BQT": "ban quản trị",
    "BQL": "ban quản lý",
    "QLDA": "quản lý dự án",
    "GPMB": "giải phóng mặt bằng",
    "CVP": "chánh văn phòng",
    "PCT": "phó chủ tịch",
    "TGĐ": "tổng giám đốc",
    "PGĐ": "phó giám đốc",
    "GĐ": "giám đốc",
    "PTNT": "phát triển nông thôn",
    "GTVT": "giao thông vận tải",
    "GDĐT": "giáo dục và đào tạo",
    "GD-ĐT": "giáo dục và đào tạo",
    "GD&ĐT": "giáo dục và đào tạo",
    "KT-XH": "kinh tế xã hội",
    "TT&TT": "thông tin và truyền thông",
    "VH&TT": "văn hóa và thông tin",
    "VHTT": "văn hóa thông tin",
    "TN&MT": "tài nguyên và môi trường",
    "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "NN&MT": "nông nghiệp và môi trường",
    "KH&CN": "khoa học và công nghệ",
    "KH&ĐT": "kế hoạch và đầu tư",
    "LĐ-TB&XH": "lao động thương binh và xã hội",
    "LĐTBXH": "lao động thương binh và xã hội",
    "PCTT": "phòng chống thiên tai",
    "TKCN": "tìm kiếm cứu nạn",
    "PCCC": "phòng cháy chữa cháy",
    "ANTT": "an ninh trật tự",
    "CĐS": "chuyển đổi số",
    "CNTT": "công nghệ thông tin",
    "BCV": "báo cáo viên",
    "CBCC": "cán bộ công chức",
    "CBCCVC": "cán bộ công chức viên chức",
    "BV": "bệnh viện",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "CCHC": "cải cách hành chính",
    "TTHC": "thủ tục hành chính",
    "VPĐKĐĐ": "văn phòng đăng ký đất đai",
    "PVHCC": "phục vụ hành chính công",
    "TTPVHCC": "trung tâm phục vụ hành chính công",
    "TTPTQĐ": "trung tâm phát triển quỹ đất",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở",
    "HTX": "hợp tác xã",
    "KCN": "khu công nghiệp",
    "CĐT": "chủ đầu tư",
    "Cty": "công ty",
    "CTCP": "công ty cổ phần",
    "VLXD": "vật liệu xây dựng",
    "KTXH": "kinh tế xã hội",
    "ANQP": "an ninh quốc phòng",
    "QPAN": "quốc phòng an ninh",
    "DVTW": "dân vận trung ương",
    "VPTW": "văn phòng trung ương",
    "GVCN": "giáo viên chủ nhiệm",
    "TDP": "tổ dân phố",
}

# Short forms that mean several things: written out in questions only, every reading being tried.
_AMBIGUOUS = {
    "CT": ("chủ tịch", "chỉ thị", "công ty"),
    "BT": ("bí thư", "bộ trưởng"),
    "TT": ("trung tâm", "thị trấn", "thủ tướng"),
    "KH": ("kế hoạch", "khoa học"),
    "TB": ("thông báo",),
    "CP": ("chính phủ", "cổ phần"),
    "TU": ("tỉnh ủy", "thành ủy"),
    "HN": ("hội nghị", "hà nội"),
    "VP": ("văn phòng",),
    "NV": ("nội vụ", "nhân viên"),
    "CV": ("công văn", "chuyên viên"),
    "DS": ("danh sách", "dân số"),
    "HS": ("hồ sơ", "học sinh"),
    "BC": ("báo cáo",),
    "NQ": ("nghị quyết",),
    "QĐ": ("quyết định",),
    "TP": ("thành phố", "trưởng phòng"),
    "PT": ("phụ trách",),
    "HT": ("hiệu trưởng", "hội trường"),
    "BS": ("bác sĩ",),
    "GV": ("giáo viên",),
    "PH": ("phụ huynh",),
    "TK": ("thư ký", "trưởng khoa"),
    "CA": ("công an",),
    "QS": ("quân sự",),
    "XD": ("xây dựng",),
    "TC": ("tài chính", "tổ chức"),
    "YT": ("y tế",),
    "NS": ("ngân sách", "nhân sự"),
    "DA": ("dự án",),
    "MB": ("mặt bằng",),
    "KL": ("kết luận",),
    "BB": ("biên bản",),
    "NN": ("nông nghiệp",),
}

# Chat spellings; whole words, any case.
_CHAT = {
    "k": "không",
    "ko": "không",
    "kg": "không",
    "hok": "không",
    "hông": "không",
    "dc": "được",
    "đc": "được",
    "bn": "bao nhiêu",
    "hnay": "hôm nay",
    "hqua": "hôm qua",
    "mn": "mọi người",
    "z": "vậy",
    "j": "gì",
    "ntn": "như thế nào",
    "r": "rồi",
    "ng": "người",
    "vs": "với",
    "cx": "cũng",
    "trc": "trước",
    "lm": "làm",
    "nhiu": "nhiêu",
    "đ/c": "đồng chí",
    "d/c": "đồng chí",
    "h.": "huyện",
    "x.": "xã",
    "p.": "phường",
    "q.": "quận",
    "tp.": "thành phố",
    "tt.": "thị trấn",
    "nhứt": "nhất",
    "dzụ": "vụ",
    "zụ": "vụ",
}

_BEFORE, _AFTER = rf"(?<![{LETTERS}0-9/])", rf"(?![{LETTERS}0-9])"


def _alternation(table: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


_PLAIN_PATTERN = re.compile(rf"{_BEFORE}(?:{_alternation(_PLAIN)}){_AFTER}")
_CHAT_PATTERN = re.compile(rf"{_BEFORE}(?:{_alternation(_CHAT)})(?![{LETTERS}0-9])", re.IGNORECASE)
_AMBIGUOUS_PATTERN = re.compile(rf"{_BEFORE}(?:{_alternation(_AMBIGUOUS)}){_AFTER}")


def expand(text: str) -> str:
    """`text` with the unambiguous abbreviations written out; for documents and questions alike."""
    if not _SHORT.search(text):
        return text
    return _PLAIN_PATTERN.sub(lambda m: _PLAIN[m.group()], text)


_SHORT = re.compile(r"[A-ZĐƯ]{2}|[A-ZĐ][&-]|Cty")  # a cheaper look than the table


def expand_question(text: str) -> str:
    """`text` of a question with abbreviations, chat spellings and the first reading of ambiguous ones written out.

    A question without diacritics stays without.
    """
    expanded = re.sub(r"\b(\d{1,2})T(?= (?:đầu|cuối))", r"\1 tháng", text)
    expanded = _CHAT_PATTERN.sub(lambda m: _CHAT[m.group().lower()], expanded)
    expanded = _AMBIGUOUS_PATTERN.sub(lambda m: _AMBIGUOUS[m.group()][0].title(), expand(expanded))
    return expanded if has_diacritics(text) else fold(expanded)
