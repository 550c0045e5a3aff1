"""Labels in the head of minutes: "Thời gian:", "Chủ tọa:", "Vắng:", and what each introduces.

Compared without diacritics, so that hasty notes are read too.
"""

from functools import lru_cache

from rag.extract.rule import Rule, meaning, rule
from rag.language.text import fold

LABELS: tuple[Rule, ...] = (
    rule("chair", r"^(?:(?:nguoi |dong chi |cac dong chi )?(?:dong )?(?:chu (?:tri|toa|tich doan|xi)|dieu hanh|dieu phoi|dan hop|dieu khien|host|chaired by|chair|chairman|chairperson|organizer|nguoi to chuc|moderator|facilitator|cam trich|toa dam vien)|doan chu tich|chu toa doan|nguoi (?:chu tri|dieu hanh|dan))(?: (?:cuoc hop|hoi nghi|phien hop|buoi hop|hop|dai hoi|sinh hoat|giao ban|buoi|doan|va ket luan|ket luan|chinh))*$", "Chủ trì cuộc họp", "Cơ quan chủ trì"),
    rule("secretary", r"^(?:thu ky|nguoi ghi|ghi chep|ghi bien ban|nguoi ghi chep|note|notes by|scribe|take note|ghi|nguoi tom|nguoi tom tat|nguoi note|nguoi ghi bien ban|thu ky (?:cuoc hop|hoi nghi|hoi dong|phien hop|dai hoi|ghi chep|doan))$", "Thư ký", "Thư mời"),
    rule("absent", r"^(?:vang|vang mat|vang co ly do|vang khong ly do|absent|khong du|xin vang|nghi|nhung nguoi vang|vang hop|xin nghi|vang phep|vang co phep|khong den)(?: \(.*)?$", "Vắng mặt", "Văng vẳng"),
    rule("present", r"^(?:thanh phan|co mat|du mat|tham du|tham gia|du hop|cung du|nguoi (?:tham )?du|nguoi tham gia|nguoi noi|di hop|hop co|nguoi hop|d/c cap tren du|cap tren du|thanh vien|khach moi|moi du|du|participants?|attendees?|present|dai bieu)(?: (?:tham du|du hop|tham gia|hop|cuoc hop|hdqt|gom|gom co|khac|moi).*)?$", "Thành phần tham dự", "Thành phẩm"),
    rule("time", r"^(?:thoi gian|ngay|ngay hop|ngay gio|gio hop|time|date|bat dau|thoi diem|luc|ngay ghi am|thoi gian hop|thoi gian bat dau|khi)(?: ?(?:&|va|,|-|/) ?dia diem)?$", "Thời gian", "Thời hạn"),
    rule("place", r"^(?:dia diem|noi hop|tai|place|location|cho hop|phong hop|phong|venue|o dau|o|dia diem hop|dia chi hop)$", "Địa điểm", "Địa chỉ email"),
    rule("form", r"^(?:hinh thuc|hinh thuc hop|nen tang|kenh)(?: .*)?$", "Hình thức", "Hình ảnh"),
)  # fmt: skip


def label_of(words: str) -> str | None:
    """What a label introduces: chair, secretary, absent, present, time, place, form; None for any other."""
    return _label_of(words) if len(words) < 100 else None


@lru_cache(maxsize=2048)  # asked of the same line for several facts
def _label_of(words: str) -> str | None:
    folded = fold(words).strip(" .:*_-()0123456789")
    return meaning(LABELS, folded) if len(folded) < 50 else None


TABLE = (LABELS,)
