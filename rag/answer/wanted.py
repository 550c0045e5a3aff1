"""What a question looks for: its words with their weights, and what of it an answer must hold.

Enter: the question as understood and the units searched, whose words tell how rare a word is. Leave: the words wanted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.answer.units import Unit
from rag.language.names import people
from rag.language.terms import Term, is_date_token, sound, terms, tokens
from rag.language.text import CAPITALS, LETTERS, SMALLS, comparable, fold, has_diacritics
from rag.understand import Kind, Understanding

_CONTEXT = 0.45  # weight of words taken over from earlier turns
_NAME_WEIGHT = 1.3  # of dates and of names of people, bodies and places


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word or pair of words of a question."""

    term: Term
    weight: float
    own: bool  # of this turn, not taken over
    named: bool  # a number or a date: the document must have it
    of_meeting: bool  # a date that says which meeting is meant: its document must be of that day
    name: bool  # written with a capital
    counted: bool  # of the thing whose number is asked for
    must: bool  # a venue or the one who was given a task: the clause itself or its sentence must have it


def wanted_by(understanding: Understanding, units: Sequence[Unit]) -> list[Wanted]:
    """The words that `understanding` looks for among `units`."""
    known = list({id(known): known for unit in units for known in (unit.whole, unit.about)}.values())
    must = _must(understanding)
    counted = _counted(understanding)
    found: list[Wanted] = []
    for text, share in ((understanding.asked, 1.0), (understanding.context, _CONTEXT)):
        own = share == 1.0
        stop = _STOP[understanding.kind] if own else _STOP_ALL
        meeting_days = _meeting_days(tokens(text), of_any_word=understanding.kind == "chair")
        names = frozenset(comparable(word) for word in _CAPITAL.findall(text)) or _unmarked_names(text, units)
        for term in terms(tokens(text), marked=has_diacritics(text), stop=stop, units=known):
            if term.form is None and sound(fold(term.text)) in _STOP_SOUNDS:
                continue  # a misspelt word of asking: "dồi" for "rồi"
            dated = is_date_token(term.text)
            weight = term.weight * share * (_NAME_WEIGHT if dated or term.text in names else 1.0)
            if weight > 0:
                year = term.text.startswith("y") or bool(re.fullmatch(r"(?:19|20)\d\d", term.text))
                named = own and not year and (dated or bool(re.fullmatch(r"[\d.,/]+", term.text)))
                found.append(
                    Wanted(
                        term,
                        weight,
                        own,
                        named=named,
                        of_meeting=term.text in meeting_days,
                        name=term.text in names,
                        counted=own and term.text in counted,
                        must=term.text in must,
                    )
                )
    return found


def _unmarked_names(text: str, units: Sequence[Unit]) -> frozenset[str]:
    """The words of a question in small letters without diacritics that documents only write with a capital."""
    if has_diacritics(text):
        return frozenset()
    known = {id(unit.names): unit.names for unit in units}.values()
    return frozenset(word for word in tokens(text) if any(word in names for names in known))


Pair = tuple[Wanted, Wanted, Wanted]  # two words of a question that stand together, the first, the second


def pairs_of(wanted: Sequence[Wanted]) -> list[Pair]:
    """The pairs of words of this turn, each with its two words where both are looked for alone too."""
    alone = {want.term.text: want for want in wanted if want.own and " " not in want.term.text}
    found = []
    for want in wanted:
        head, _, other = want.term.text.partition(" ")
        if want.own and other and head in alone and other in alone:
            found.append((want, alone[head], alone[other]))
    return found


_MEETING_WORDS = frozenset(
    "hop ban giaoban phien nghi buoi sang chieu toi hom ky weekly standup thuong quy nien hoi vien mon ket luan".split()
)


def _meeting_days(question: Sequence[str], *, of_any_word: bool) -> frozenset[str]:
    """The dates of a question that stand right after a word for a meeting ("giao ban tháng 3", "họp sáng ngày 5/8").

    `of_any_word`: all of its dates, where the question is about nothing else than a meeting.
    """
    found = set()
    for position, token in enumerate(question):
        before = [fold(word) for word in question[max(0, position - 2) : position] if fold(word) != "ngay"]
        if is_date_token(token) and (of_any_word or not before or before[-1] in _MEETING_WORDS):
            found.add(token)
    return frozenset(found)


_HOW_MANY = re.compile(r"\b(?:bao nhiêu|bao nhieu|mấy|may)\s+(?P<thing>\S+(?:\s+\S+){0,8})", re.IGNORECASE)


def _counted(understanding: Understanding) -> frozenset[str]:
    """Pairs of words of the thing that a question counts ("báo cáo viên cấp huyện" of "bao nhiêu ...")."""
    if understanding.kind != "number" or (match := _HOW_MANY.search(understanding.asked)) is None:
        return frozenset()
    return frozenset(f"{a} {b}" for a, b in pairwise(tokens(match.group("thing"))))


def names_someone(understanding: Understanding) -> bool:
    """Whether the question names a venue, a person or the one who was given a task."""
    return bool(_must(understanding))


_SUBJECT = (
    re.compile(
        rf"(?P<subject>(?:[{LETTERS}'0-9&/-]+,?\s+){{1,18}}?)(?:được|bị|đc|duoc|bi|phải|phai|cần|can)\s+(?:giao|phân công|phan cong|đề nghị|yêu cầu|làm|lam|nộp|nop|gửi|gui)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:yêu cầu|giao cho|giao|đề nghị|chỉ đạo|yeu cau|de nghi)\s+(?P<subject>(?:(?!những|nhung\b|các|cac\b|mấy|may\b|việc|viec|nhiệm|nhiem|gì|gi\b|đơn|phòng nào)[{LETTERS}'0-9&-]+,?\s+){{1,9}}?)(?:phải\s+|cần\s+)?(?:làm|lam|những|nhung|việc|thực hiện)",
        re.IGNORECASE,
    ),
)


# "giao gì cho Công an?"
_GIVEN_TO = re.compile(
    rf"\b(?:giao|phân công|phan cong)\s(?:những |nhung )?(?:việc gì|viec gi|nhiệm vụ gì|nhiem vu gì|nhiem vu gi|gì|gi|việc|viec)\s(?:cho|với)\s(?P<subject>(?!ai\b)(?:[{LETTERS}'0-9&/-]+\s*){{1,9}})",
    re.IGNORECASE,
)
# "Sở Y tế phải trả lời trước ngày nào?"
_OBLIGED = re.compile(rf"(?P<subject>(?:[{LETTERS}'0-9&/-]+,?\s+){{1,18}}?)(?:phải|phai)\s", re.IGNORECASE)
_LEADING = re.compile(r"^(?:(?:thế|the|vậy|vay|còn|con|thì|thi|ê|theo|rồi|roi)\s+)+", re.IGNORECASE)


def _obliged(asked: str) -> str:
    """Who has to do what is asked the deadline of, as a question says it."""
    match = _OBLIGED.search(re.sub(r"\bgiao ban\b", "giaoban", asked, flags=re.IGNORECASE))
    if match is None:
        return ""
    subject = _LEADING.sub("", _subject(match.group("subject")))
    named = next((person.name for person in people(subject)), None)
    return named or (subject if _BODY_FIRST.match(fold(subject)) else "")


_BODY_FIRST = re.compile(
    r"(?:uy ban|hoi dong|phong|ban|so|bo|cuc|chi cuc|vu|khoa|to|doi|trung tam|van phong|cong an|cong ty|chi nhanh|truong|tram"
    r"|benh vien|huyen|xa|phuong|hoi|doan|mat tran|dang uy|chi bo|co quan|ban quan ly|pgd|hop tac xa|nha may|xi nghiep|xuong)\b"
)


def _given_to(asked: str) -> str:
    """Who was given a task, as a question says it: a person by name, else the body."""
    asked = re.sub(r"\bgiao ban\b", "giaoban", asked, flags=re.IGNORECASE)  # a meeting, not a task given
    match = next((m for pattern in (_GIVEN_TO, *_SUBJECT) if (m := pattern.search(asked))), None)
    if match is None:
        return ""
    subject = _subject(match.group("subject"))
    return next((person.name for person in people(subject)), subject)


def _subject(text: str) -> str:
    """Who is given a task, without where and when ("Tại giao ban tháng 3, Phòng Y tế ở xã" gives "Phòng Y tế")."""
    text = text.rsplit(",", 1)[-1].strip()
    if re.match(r"(?:tại|tai|ở|trong|theo)\s", text, re.IGNORECASE):
        runs = re.findall(rf"[{CAPITALS}][{LETTERS}]*(?:\s+[{LETTERS}]+)*$", re.split(r"\d\S*\s+", text)[-1])
        text = runs[-1] if runs else text
    return re.split(r"\s(?:tại|tai|ở|trong|của|cua|thuộc|bên)\s", text)[0]


_ROLE = re.compile(
    r"(?P<role>(?:phó |pho )?(?:bí thư|bi thu|chủ tịch|chu tich|trưởng phòng|truong phong|giám đốc|giam doc|trưởng|truong|chánh|chanh|hiệu trưởng|hieu truong)\b.*?)"
    r"\s+(?:tên|ten|là ai|la ai|họ tên|ho ten)",
    re.IGNORECASE,
)


_SPEAKER = re.compile(
    r"(?:^|[,\s])(?:ong|bà|ba|anh|chị|chi|thay|thầy|co|cô|dong chi|đồng chí)\s+(?P<who>\w+(?:\s\w+){0,3}?)\s+"
    r"(?:noi|nói|phat|phát|phan|phản|phãn|neu|nêu|de xuat|đề xuất|bao|báo|cho|co|có)\b",
    re.IGNORECASE,
)


def _must(understanding: Understanding) -> frozenset[str]:
    """Words that must stand in or next to the clause itself: the venue, or the one who was given a task."""
    asked = understanding.asked
    found: set[str] = set()
    if understanding.kind in {"chair", "attendee"}:
        found.update(tokens(understanding.site))
    if understanding.kind in {"attendee", "owner"} and (match := _ROLE.search(asked)):
        role = tokens(match.group("role"))[:3]  # its head: what follows is whose role it is
        found.update(role)
        found.update(f"{a} {b}" for a, b in pairwise(role))
    if understanding.kind == "assignment" and (subject := _given_to(asked)):
        found.update(tokens(subject))
    elif understanding.kind == "deadline" and (subject := _obliged(asked)):
        found.update(word for word in tokens(subject) if word not in _STOP_ALL)
    elif understanding.kind in {"content", "assignment", "reason", "chair", "speech"}:
        for person in people(asked):
            if person.title or len(person.name.split()) > 2:  # two capital syllables alone may be a place
                found.update(tokens(person.name))
    if understanding.kind == "speech" and not found and (match := _SPEAKER.search(asked)):
        found.update(tokens(match.group("who")))
    return frozenset(found)


_CAPITAL = re.compile(rf"(?<=[{LETTERS}0-9,] )[{CAPITALS}][{SMALLS}]+")

# Words that ask rather than name: they carry no content in any question.
_ASKING = """à ạ ai anh ba bao bị bởi các cái cho chi chưa có con của đã đang đây để đến đi đó dùm đồng chí được gì giờ hả hạn hãy
    hay hỏi hôm khi không là lại lúc mà mấy một nào này nên ngày nhé nhỉ nhiêu những nhưng ở ơi ông bà chị cô thầy ra rồi sao
    sẽ ta tại thế theo thì thôi trong từ và vào vậy về việc với vụ cuộc buổi họp chúng mình người họ hiện tôi gồm vì rốt lần
    lượt thằng tụi mấy nhé nha ấy kia hử ha như tức tới bên phải cần chức vụ đâu bữa hôm vầy dạ thưa xin vui lòng cuối cùng tụi nhỏ nhiu mới nhất bây hiện nay bác sĩ tiến thạc kỹ sư đồng ê ờ ừ á nè nhen nghen hen
    hén hở hỉ rứa mô tê răng chừng hồi zậy dzậy cả luôn nốt xíu giùm xin""".split()
_BY_KIND: dict[Kind, str] = {
    "chair": "chủ trì tọa toạ điều hành cầm trịch host hội nghị chì phiên",
    "owner": "giao lo làm phụ trách chịu trách nhiệm phải đơn vị cơ quan phòng nhận thực hiện",
    "assignment": "giao phân công yêu cầu nhiệm vụ phải cần đề làm riêng",
    "deadline": "ban đầu ghi mới gốc lùi tới có chốt chậm nhất trước phải xong thời lâu hoàn thành muộn mốc sau hạn chót",
    "date": "diễn tổ chức lào",
    "time": "bắt đầu diễn",
    "place": "địa điểm phòng diễn tổ chức",
    "number": "lượng tỷ lệ đạt tổng số",
    "decision": "thông qua duyệt quyết định cuối cùng",
    "attendee": "dự tham thành phần mặt tên họ cử đầy đủ làm",
    "reason": "lý do nguyên nhân sao",
    "form": "trực tiếp tuyến online hình thức hay",
    "speech": "nói phát biểu phản ánh nêu đề xuất tham luận kiến nghị biết ý kiến báo cáo nội dung vụ chuyện",
    "content": "",
    "smalltalk": "",
}
_STOP = {kind: frozenset(_ASKING) | frozenset(words.split()) for kind, words in _BY_KIND.items()}
_STOP_ALL = frozenset("thư ký vắng tức bố trí".split()).union(*_STOP.values())
_STOP_SOUNDS = frozenset(sound(fold(word)) for word in _ASKING)
