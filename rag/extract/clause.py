"""The tasks of one clause: by its subject, by a verb that gives them, or by a name behind them.

What enters is the span of a clause with the owner above it, if any; what leaves are assignments in its order.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rag.extract import speech
from rag.extract.bodies import START
from rag.extract.directory import Directory
from rag.extract.due import due_in
from rag.extract.owners import Owner, lone_owner, owner_at, split_owner
from rag.extract.phrases import by_phrase
from rag.extract.rule import fits
from rag.extract.verbs import REPORT_WORD, TASK_VERB
from rag.language.names import TITLES
from rag.language.text import CAPITALS, SMALLS, comparable
from rag.record import Assignment, Deadline, Quote

_LEAD_IN = re.compile(
    r"(?:(?:riêng|trước mắt|đồng thời|ngoài ra|bên cạnh đó|theo đó|trong đó|cụ thể|cụ thể là|tiếp theo|thứ (?:nhất|hai|ba|tư|năm)|mặt khác|sau hội nghị|ngay sau (?:hội nghị|cuộc họp)|theo (?:kết luận|phân công|yêu cầu|đó)[^,;:.]{0,30}(?=,)|đối với|còn|rồi|thế|vậy|nhân đây|cũng|và|thì|cuối cùng|chốt(?=:)|nhớ là|lưu ý(?=:))(?!\w)\s*(?:này|đây|đó)?[,:]?\s+|(?:trong|từ nay|trước|để|nhằm|tại|ở|về|khi|sau|đến|hết|chậm nhất|từ|với|căn cứ)\s[^,;:.]{2,90}[,:]\s+|(?:sáng|chiều|tối|trưa|đầu|cuối|giữa|ngay|ngày|hôm|thứ)\s[^,;:.]{2,50},\s+)",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)/]|[-–—*•+]|[a-zđ]\))\s+")
_LABEL = re.compile(r"(?P<who>@?[^:;.]{2,110}?)\s*[:：]\s+")
_DASH = re.compile(rf"(?P<who>@?[^:;.–—-]{{2,50}}?)\s+[-–—]\s+(?=[{SMALLS}{CAPITALS}])")  # "Lụa – đặt phòng"
_PLAIN_SUBJECT = re.compile(
    r"(?:cuộc họp|hội nghị|phiên họp|biên bản|kết quả|kinh phí|chi phí|tiền|lý do|nội dung|báo cáo này|tờ trình|phương án|dự án|công trình|kế hoạch|văn bản|nhiệm vụ|số|tổng|việc|thời|các nội dung|các ý kiến|các vấn đề|các khoản|tất cả nội dung|chủ đầu tư được|phiếu|nếu|khi|do|vì|tuy|nhưng|mặc dù|phê bình|biểu dương|thống nhất|đồng ý)(?!\w)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?:giao|yêu cầu|đề nghị|phân công|chỉ đạo|thống nhất|đồng ý|kết luận|nhấn mạnh|kiến nghị|đề xuất|lưu ý|biểu dương|cảm ơn)(?!\w)"
)
_OWN = re.compile(r"(?:phân công|chỉ đạo)(?!\w)")  # a body's own task, where a person would be giving one
_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_INNER_PERSON = re.compile(
    rf"(?:(?<=, )|(?<=: )|(?<=- )|(?<=– )|(?<=thì ))(?=(?i:{_TITLE}|a|c)\s[{CAPITALS}]|@|[{CAPITALS}][{SMALLS}]+\s[{SMALLS}])"
)
# A name met only here: "menu mới: Ngân chụp hình 12 món".
_STRANGER = re.compile(rf"(?P<name>[{CAPITALS}][{SMALLS}]{{1,6}})\s+(?=[{SMALLS}])")
_AWAY = re.compile(r"(?:nghỉ|đi công tác|xin nghỉ|về quê|đi học|ốm)(?!\w)")
_DOES = re.compile(r"(?<!\w)(?:do|giao(?! ban (?:tháng|tuần|quý|đầu|cuối|sáng|chiều|định kỳ))(?: cho)?|để)\s+")
_TAIL = re.compile(
    r"(?:\s[-–—|]\s*|\s*\(|\s*\[)(?P<who>@?[^()\[\];:|–—]{2,60}?)(?:\s*[-–—,|:]\s*(?P<due>(?:hạn|trước|xong|deadline|chậm nhất|hết)?[^()\[\]]{0,30}?\d[^()\[\]]{0,20}|[^()\[\]]{0,12}(?:tuần|tháng|ngày|thứ)[^()\[\]]{0,14}))?\s*[)\]]?\s*[.;]?\s*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\W*(?:đồng chí|ông|bà|thủ tướng|chủ tịch|bí thư|phó chủ tịch)(?: [^,;.]{0,30})?\s+(?:cũng |còn |đồng thời )?",
    re.IGNORECASE,
)
_LIKE_REASON = re.compile(r"(?<!\w)(?:đã|đang|chưa|chậm|vắng|giảm|tăng|thiếu|không)(?!\w)", re.IGNORECASE)
_MONEY = re.compile(r"\W*(?:kinh phí|chi phí|tiền|nước uống|cơm|nguồn|vốn)(?!\w)", re.IGNORECASE)
_PERFECT = re.compile(r"[^,;]{0,24}(?<!\w)(?:xong|được)(?!\w)")
_DONE = re.compile(r"(?:đã|vừa) (?:xong|hoàn thành|làm|gửi|nộp)|xong (?:rồi|sớm|đúng hạn)|hoàn thành (?:sớm|đúng hạn)")
_COMMITS = re.compile(
    r"(?<!\w)(?:sẽ|phụ trách|nhận|xin nhận|được giao|được phân công|chịu trách nhiệm|đảm nhận|lo|cần|có trách nhiệm)(?!\w)(?! thấy)"
)
_SAYS = re.compile(
    r"(?:nói|kết|chốt|bảo|dặn|than|kêu|nhắc|kể|hứa|cho biết|nhấn mạnh|hỏi|đáp|khẳng định|trả lời|phát biểu|nêu|phản ánh|trình bày|lý giải|giải trình|cho rằng|báo cáo|đề nghị|đề xuất|ý kiến)$",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"thông báo (?:để|đến)[^.]{0,60}(?:biết|thực hiện)|nghiêm túc (?:triển khai|thực hiện|chấp hành)\W*$|trên đây là|căn cứ (?:nội dung )?(?:kết luận|thông báo|chức năng)",
    re.IGNORECASE,
)
# "Hội nghị do bà Lụa chủ trì" gives no task.
_CHAIRED = re.compile(
    r"\W*(?:(?:cuộc|buổi|phiên|kỳ) (?:họp|giao ban|làm việc|sinh hoạt)|hội nghị|họp|giao ban|đại hội)(?!\w)",
    re.IGNORECASE,
)
_CHAIRS = re.compile(r"chủ trì|chủ tọa|chủ toạ|điều hành|chủ xị|cầm trịch", re.IGNORECASE)
_HANGING = re.compile(r"[,;]\s*(?:và\s+)?(?:phải\s+)?(?:hoàn thành|hoàn tất|làm xong|xong)$", re.IGNORECASE)


_IS_CHAIR = re.compile(
    r"(?<!\w)(?:chủ tọa|chủ toạ|(?:người|đồng chí|đ/c) (?:chủ trì|điều hành|đứng đầu))(?!\w)", re.IGNORECASE
)


_key = lru_cache(maxsize=2048)(comparable)  # the same clause is asked about several times


@dataclass(frozen=True, slots=True)
class Context:
    """What the clauses of a document are read against."""

    text: str
    directory: Directory
    anchor: date | None
    chairs: tuple[str, ...]  # names
    roles: tuple[str, ...]  # their roles, comparable
    called: re.Pattern[str] | None = None  # how the text calls them: "bà Ngần"
    speakers: tuple[tuple[str, str], ...] = ()  # labels of a transcript with the names that they gave

    def by_chair(self, words: str) -> bool:
        """Whether `words` name a chair, or a chair's role."""
        if any(name in words for name in self.chairs):
            return True
        if _IS_CHAIR.search(words) or (self.called and self.called.search(words)):
            return True
        if not self.roles:
            return False
        key = _key(words)
        return any(role in key for role in self.roles)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a clause stands."""

    zone: bool  # tasks are handed out here
    marked: bool  # an item of a list
    discussion: bool  # people talk or report here
    structured: bool = False  # the document has labels, headings or lists: it is no article
    above: Owner | None = None  # whose list this is
    deadline: Deadline | None = None  # set above
    last: Assignment | None = None  # the task before
    author: str = ""  # whom "em" and "mình" mean


def clause_assignments(context: Context, setting: Setting, a: int, b: int) -> list[Assignment]:
    """The tasks of the clause `a:b`, none where it gives none."""
    text = context.text
    if _FORMULA.search(text, a, b):
        return []
    begin = _after_lead_in(text, a, b)
    if _DONE.search(text, a, b) and due_in(text[a:b], context.anchor) is None:
        return []
    if setting.zone and (own := _by_author(context, setting, begin, a, b)):
        return [own]
    if setting.zone:
        if found := _by_tail(context, setting, a, b):
            return [found]
        if found := _by_subject(context, setting, begin, a, b):
            return [found]
    if of := _by_concerning(context, setting, begin, a, b):
        return [of]
    if directed := _by_directive(context, setting, a, b):
        return directed
    if found := _by_trailing(context, setting, a, b):
        return [found]
    continues = setting.above is not None and setting.zone and not speech.ADDS_DEADLINE.match(text[begin:b])
    if continues and setting.above and (setting.marked or TASK_VERB.match(text[begin:b].lower())):
        return [_assignment(context, setting, setting.above, begin, a, b)]
    if (
        setting.structured
        and not setting.zone
        and not setting.discussion
        and (found := _by_subject(context, setting, begin, a, b))
    ):
        day = found.deadline.day if found.deadline else None
        if (day and context.anchor and day >= context.anchor) or (found.people and _COMMITS.search(found.quote.text)):
            return [found]
    if (
        (setting.zone or context.by_chair(text[a:b]))
        and not setting.discussion
        and (found := _by_phrase(context, setting, begin, a, b))
    ):
        return [found]
    if setting.zone and not setting.discussion and (found := _by_later_owner(context, setting, begin, a, b)):
        return [found]
    if not (setting.structured or setting.zone or setting.discussion):  # an article
        found = _by_subject(context, setting, begin, a, b)
        day = found.deadline.day if found and found.deadline else None
        if found and day and context.anchor and day > context.anchor and _DUTY.search(text[begin:b]):
            return [found]
    if (
        (setting.zone and setting.marked)
        or ((setting.structured or context.directory.informal) and not setting.discussion)
    ) and (found := _by_inner_person(context, setting, begin, a, b)):
        return [found]
    return []


def _after_lead_in(text: str, a: int, b: int) -> int:
    if mark := _MARK.match(text, a, b):
        a = mark.end()
    for _ in range(3):
        match = _LEAD_IN.match(text, a, b)
        if match is None:
            break
        a = match.end()
    while a < b and text[a] in "*_[]" and not _NAMED_FIRST.match(text, a, b):
        a += 1
    due = due_in(text[a:b], None) if _TERM.match(text, a, b) else None
    if due and due.start == 0 and text[a + due.end : a + due.end + 1] == " ":
        return a + due.end + 1  # "Trước 20/9 Phòng Kinh tế phải trình ..."
    return a


_NAMED_FIRST = re.compile(rf"\[[{CAPITALS}][^\]]{{1,40}}\]\s")
_TERM = re.compile(r"(?:trước|chậm nhất|muộn nhất|trễ nhất|đến|hết|trong)\s[^,;:.]{0,20}\d", re.IGNORECASE)


_FOR = re.compile(r"^(?:với|đối với|riêng|riêng với|về phía|phía|cho)\s+", re.IGNORECASE)
# "Em (Nga) sửa bảng phân ca": the writer's own task.
_AUTHOR = re.compile(
    rf"(?:em|mình|tôi|tui|tớ|cháu)(?:\s*\((?P<name>[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,3}})\))?\s+(?=[{SMALLS}])",
    re.IGNORECASE,
)


def _by_author(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    match = _AUTHOR.match(context.text, begin, b)
    if match is None or not TASK_VERB.match(context.text, match.end()):
        return None
    reports = REPORT_WORD.match(context.text, match.end())
    name = match["name"] or setting.author
    if not name or (reports and not setting.marked):
        return None
    full = context.directory.full(name)
    return _assignment(context, setting, Owner(full, begin, match.end(), (full,)), match.end(), a, b)


def _by_subject(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """ "Phòng Kinh tế rà soát ..." and "Phòng Kinh tế: rà soát ..."."""
    text = context.text
    topic = None
    if label := _LABEL.match(text, begin, b):
        if _SAYS.search(label["who"]):
            return None
        lone = lone_owner(_FOR.sub("", label["who"]).lstrip("@"), context.directory)
        if label["who"].startswith("@") and lone is None:
            lone = Owner(label["who"].lstrip("@"), begin, label.end())
        if (
            lone is not None
            and label.end() < b
            and REPORT_WORD.match(text, label.end())
            and not TASK_VERB.match(text, label.end())
        ):
            return None  # "Đội 2: đã xong"
        if lone is not None and label.end() < b:
            return _assignment(context, setting, replace(lone, end=label.end()), label.end(), a, b)
        if (setting.marked or setting.zone) and (found := _label_then_owner(context, setting, label, a, b)):
            return found
        topic = label["who"].strip()  # "Giải phóng mặt bằng: Phòng Kinh tế rà soát ..."
        begin = _after_lead_in(text, label.end(), b)
    if (
        setting.zone
        and (dash := _DASH.match(text, begin, b))
        and (lone := lone_owner(dash["who"], context.directory))
        and lone.people
    ):
        return _assignment(context, setting, replace(lone, end=dash.end()), dash.end(), a, b)
    if _PLAIN_SUBJECT.match(text, begin) or _verb_first(text, begin):
        return None
    owner = owner_at(text, begin, b, context.directory, loose=True)
    if (
        owner is None
        or _AWAY.match(text, owner.end)
        or (
            _GIVES.match(text, owner.end)
            and (owner.people or not _OWN.match(text, owner.end) or context.by_chair(text[begin : owner.end]))
        )
    ):
        return None
    if (
        topic is None
        and setting.last is None
        and not setting.marked
        and owner.people
        and owner.people[0] in context.chairs
        and not re.match(r"(?:tự|trực tiếp|phụ trách|thay mặt|lo|liên hệ|chịu)", text[owner.end : b])
    ):
        return None
    found = _assignment(context, setting, owner, owner.end, a, b)
    if (
        _PERFECT.match(text, owner.end)
        and found.deadline
        and found.deadline.day
        and context.anchor
        and found.deadline.day < context.anchor
    ):
        return None  # "xử lý xong 12 vụ trong tháng 8": a result
    return replace(found, task=f"{topic}: {found.task}") if topic else found


def _label_then_owner(context: Context, setting: Setting, label: re.Match[str], a: int, b: int) -> Assignment | None:
    """ "Lắp camera: anh Bền bảo vệ, trước 5/8": the task, then who and when."""
    value = context.text[label.end() : b]
    who, _, rest = value.partition(",")
    lone = lone_owner(who.strip(" .;"), context.directory)
    if (
        lone is None
        or not lone.people
        or len(label["who"].split()) < 2
        or (rest and due_in(rest, context.anchor, bare=True) is None)
    ):
        return None
    due = due_in(rest, context.anchor, bare=True) if rest else None
    return Assignment(
        lone.name,
        trimmed(label["who"]),
        quote(context.text, a, b),
        lone.people,
        (),
        due.fact if due else setting.deadline,
    )


def _verb_first(text: str, begin: int) -> bool:
    """Whether a clause begins with a verb, whatever body begins alike ("Tổ chức ...", "Báo cáo ...")."""
    lowered = text[begin : begin + 40].lower()
    match = TASK_VERB.match(lowered)
    return (
        bool(match) and " " in match.group() and text[begin + match.end() : begin + match.end() + 2].strip().islower()
        if match
        else False
    )


# "đề nghị trong năm 2025, Văn phòng ...": when or in which matter, before who is asked.
_ASIDE = re.compile(
    r"\s+(?:trong (?:năm|tháng|quý|tuần|thời gian|đợt|dịp)|từ nay|thời gian tới|trước mắt|ngay)(?!\w)[^,;.]{0,40},"
)


def _by_directive(context: Context, setting: Setting, a: int, b: int) -> list[Assignment]:
    text = context.text
    lowered = text[a:b].lower()
    marks = sorted(
        (m.start(), m.end(), row.meaning)
        for row in speech.DIRECTIVES
        if row.may_fit(lowered)
        for m in row.pattern.finditer(text, a, b)
    )
    spans: list[tuple[int, Owner]] = []
    for start, stop, kind in marks:
        if spans and (
            start < spans[-1][1].end
            or not re.search(r"[,:]\s*(?:đồng thời\s+|và\s+)?$|(?<!\w)(?:và|đồng thời)\s+$", text[a:start])
        ):
            continue  # inside the task of the one before: "giao Phòng A đôn đốc, chỉ đạo các xã"
        if speech.is_soft(kind) and not _may_direct(context, setting, a, start):
            continue
        position = stop
        if aside := _ASIDE.match(text, position, b):
            position = aside.end()
        while position < b and text[position] in " :":
            position += 1
        owner = owner_at(text, position, b, context.directory, loose=not speech.is_soft(kind))
        if kind == "asks a person a favour" and owner and not owner.people and not setting.zone:
            continue
        if kind in ("gives", "gives more time"):
            owner = owner or _owner_behind(context, position, b)
        if owner is not None and not _HOLDS_MEETING.match(text, owner.end):
            spans.append((start, owner))
    found = []
    for number, (start, owner) in enumerate(spans):
        stop = spans[number + 1][0] if number + 1 < len(spans) else b
        found.append(_assignment(context, setting, owner, owner.end, a if number == 0 else start, stop))
    return found


# "Với Ban Quản lý dự án, người đứng đầu tỉnh giao lập lại tiến độ": who it is for stands first.
_CONCERNING = re.compile(
    r"(?:với|đối với|riêng|riêng với|về phía|phía)\s+(?P<who>[^,;:.]{3,90}),\s+(?P<by>[^,;:.]{0,70}?)\s*(?<!\w)(?:giao|yêu cầu|đề nghị|phân công)(?: phải| sớm| nhanh chóng| khẩn trương)?\s+(?=[^\s])",
    re.IGNORECASE,
)


_CONCERNS = re.compile(
    r"(?:với|đối với|riêng|riêng với|về phía|phía)\s+(?P<who>[^,;:.]{3,90}?)\s*:\s+(?=\S)", re.IGNORECASE
)


def _by_concerning(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    mark = _MARK.match(context.text, a, b)
    first_word = mark.end() if mark else a
    if setting.zone and (match := _CONCERNS.match(context.text, first_word, b)):
        lone = lone_owner(match["who"], context.directory)
        if lone and match.end() < b:
            return _assignment(context, setting, replace(lone, end=match.end()), match.end(), a, b)
    for start in (a, begin):
        match = _CONCERNING.match(context.text, start, b)
        lone = lone_owner(match["who"], context.directory) if match else None
        if match and lone and TASK_VERB.match(context.text, match.end()) and (setting.zone or not setting.discussion):
            return _assignment(context, setting, replace(lone, end=match.end()), match.end(), a, b)
    return None


# "ủy quyền cho cô Lụa điều khiển cuộc họp"
_HOLDS_MEETING = re.compile(
    r"(?:chủ trì|điều hành|điều khiển|chủ tọa|chủ toạ|dẫn|cầm|host)\s+(?:cuộc|buổi|phiên|hội nghị|họp|giao ban|đại hội|kỳ họp)",
    re.IGNORECASE,
)
# "giao phần âm thanh cho anh Bền", "gia hạn cho Phòng Kinh tế việc rà soát"
_TO_WHOM = re.compile(
    r"\s*(?P<task>[^.;:]{3,90}?)\s+cho\s+(?P<who>[^.,;:]{2,70}?)(?=\s*(?:[.,;:(]|$|\s(?:trước|chậm nhất|hạn|trong|để)\s))"
)
_FOR_WHAT = re.compile(r"\s*(?:cho\s+)?(?P<who>[^.,;:]{2,70}?)\s+(?=(?:việc|phần|nội dung|nhiệm vụ|thời hạn)\s)")


def _owner_behind(context: Context, position: int, b: int) -> Owner | None:
    """Who gets a task that is named by a noun."""
    for pattern, task in ((_FOR_WHAT, "end"), (_TO_WHOM, "start")):
        match = pattern.match(context.text, position, b)
        lone = lone_owner(match["who"], context.directory) if match else None
        if match and lone and (lone.people or START.match(match["who"])):
            return replace(lone, start=position, end=match.end() if task == "end" else match.start("task"))
    return None


def _may_direct(context: Context, setting: Setting, a: int, start: int) -> bool:
    """Whether the one who asks or demands here is the chair."""
    before = context.text[a:start]
    if context.by_chair(before) or fits(speech.CONCLUDES, before):
        return True
    if not setting.discussion and _PRONOUN.fullmatch(before):
        return setting.zone
    return setting.zone and not setting.discussion and not context.directory.named_in(before)


def _by_trailing(context: Context, setting: Setting, a: int, b: int) -> Assignment | None:
    """ "Sửa mái kho. Phụ trách: ông Bền" and "việc in ấn do anh Bền phụ trách"."""
    words = context.text[a:b]
    if setting.marked or (
        (setting.zone or context.directory.informal) and (setting.structured or context.directory.informal)
    ):
        for mark in _DOES.finditer(context.text, a, b):
            owner = owner_at(context.text, mark.end(), b, context.directory)
            head = _MARK.sub("", context.text[a : mark.start()]).strip(" ,:–—-")
            if _CHAIRED.match(head) and _CHAIRS.search(context.text, mark.end(), b):
                continue
            if owner is not None and len(head.split()) >= 2 and not (_LIKE_REASON.search(head) or _MONEY.match(head)):
                return replace(_assignment(context, setting, owner, owner.end, a, b), task=trimmed(head))
    lowered = words.lower()
    for row in speech.TRAILING:
        match = row.pattern.search(words) if row.may_fit(lowered) else None
        if match is None or (
            row.meaning in ("arrow to a person", "responsible:") and not (setting.zone or setting.marked)
        ):
            continue
        head = _MARK.sub("", words[: match.start()]).strip(" ,:–—-([.;")
        if row.meaning != "moved to" and len(head.split()) < 2:
            continue
        if _CHAIRED.match(head) and _CHAIRS.search(words, match.start()):
            continue
        name, people, supporting = split_owner(match["who"], context.directory)
        if not name or lone_owner(name, context.directory) is None:
            continue
        due = due_in(words, context.anchor)
        deadline = due.fact if due else setting.deadline
        return Assignment(
            name,
            trimmed(words if row.meaning == "moved to" else head),
            quote(context.text, a, b),
            people,
            supporting,
            deadline,
        )
    return None


def _by_tail(context: Context, setting: Setting, a: int, b: int) -> Assignment | None:
    """ "Đặt phông bạt (anh Bền, 5/8)" and "Đặt phông bạt - anh Bền - 5/8"."""
    match = _TAIL.search(context.text, a, b)
    if match is None:
        return None
    who = match["who"].strip()
    if len(who.split()) > 7 or TASK_VERB.match(who):
        return None
    lone = lone_owner(who.lstrip("@"), context.directory)
    head = _MARK.sub("", context.text[a : match.start()])
    if (
        lone is None
        or len(head.split()) < 2
        or not (setting.marked or match["due"])
        or owner_at(head, 0, len(head), context.directory, loose=True)
        or not (lone.people or START.match(who))
    ):
        return None
    if lone_owner(head, context.directory) or (not lone.people and not match["due"]):
        return None
    if ":" in head and lone_owner(head.split(":")[0], context.directory):
        return None
    due = due_in(match["due"], context.anchor, bare=True) if match["due"] else due_in(head, context.anchor)
    return Assignment(
        lone.name, trimmed(head), quote(context.text, a, b), lone.people, (), due.fact if due else setting.deadline
    )


def _by_inner_person(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """In hasty notes: "Quỹ lớp 300k, chị Len thu, hạn 15/9", "Quyên ráng đòi cho xong trước cuối tháng"."""
    text = context.text
    for start in [begin, *(m.start() for m in _INNER_PERSON.finditer(text, begin, b))]:
        owner = owner_at(text, start, b, context.directory, loose=setting.marked and start > begin)
        if (
            owner is None
            and setting.marked
            and start > begin
            and (stranger := _STRANGER.match(text, start, b))
            and TASK_VERB.match(text, stranger.end())
        ):
            owner = Owner(stranger["name"], start, stranger.end(), (stranger["name"],))
        if owner is None or not owner.people or _GIVES.match(text, owner.end) or _AWAY.match(text, owner.end):
            continue
        short = text[start : owner.end].find(owner.people[0]) < 0 or len(owner.people[0].split()) <= 2
        due = due_in(text[start:b], context.anchor, bare=setting.marked)
        if not (setting.zone and setting.marked) and (not short or due is None or not due.firm):
            continue
        return _assignment(context, setting, owner, owner.end if start == begin else a, a, b)
    return None


def _by_phrase(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """Orders of words in which the owner stands elsewhere than before the verb."""
    mark = _MARK.match(context.text, a, b)
    first_word = mark.end() if mark else a
    phrase = by_phrase(context.text, begin, b, context.directory) or (
        by_phrase(context.text, first_word, b, context.directory) if first_word != begin else None
    )
    if phrase and phrase[0].start == phrase[0].end and due_in(context.text[a:b], context.anchor) is None:
        return None  # "Ai ... thì ...": a rule of the house
    if (
        phrase is None
        or (phrase[0].end and _LIKE_REASON.match(phrase[1]))
        or _MONEY.match(phrase[1])
        or _CHAIRS.search(context.text, a, b)
    ):
        return None
    found = _assignment(context, setting, phrase[0], a, a, b)
    if phrase[2] and found.deadline is None and (due := due_in(phrase[2], context.anchor)):
        found = replace(found, deadline=replace(due.fact, text=phrase[2].removeprefix("trong ")))
    return replace(found, task=trimmed(phrase[1]))


# After these the owner may stand: "Hai biển còn lại, Phòng Kinh tế phải cắm xong", "..., gửi Văn phòng; riêng ..."
_LATER = re.compile(
    r"[,:]\s+(?:riêng\s+|còn\s+|thì\s+)?|(?<!\w)thì\s+|\s(?:thuộc phần|là phần|thuộc|là việc) (?:của )?(?=\S)"
)
_MUST = re.compile(
    r"(?:phải|cần|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|phụ trách|đảm nhận|lo|sẽ|được giao|được yêu cầu|chủ trì|trực tiếp|làm đầu mối)(?!\w)"
)


def _by_later_owner(context: Context, setting: Setting, begin: int, a: int, b: int) -> Assignment | None:
    """The thing first, then whose it is: "Hai biển còn lại, Phòng Kinh tế phải cắm xong trước 12/9"."""
    text = context.text
    if _PLAIN_REASON.match(text, begin):
        return None
    for mark in _LATER.finditer(text, begin, b):
        owner = owner_at(text, mark.end(), b, context.directory)
        if owner is None or _GIVES.match(text, owner.end) or _AWAY.match(text, owner.end):
            continue
        if not _MUST.match(text, owner.end) and due_in(text[owner.start : b], context.anchor) is None:
            continue
        return _assignment(context, setting, owner, begin, a, b)
    return None


_DUTY = re.compile(
    r"(?<!\w)(?:phải|có trách nhiệm|có nhiệm vụ|được giao|được yêu cầu|được phân công|chịu trách nhiệm)(?!\w)"
)
_PLAIN_REASON = re.compile(
    r"\W*(?:nếu|khi|do|vì|tuy|nhưng|mặc dù|để|nhờ|theo|bởi|có|còn|đã|trước đó|tại)(?!\w)", re.IGNORECASE
)


def _assignment(context: Context, setting: Setting, owner: Owner, task: int, a: int, b: int) -> Assignment:
    words = context.text[task:b]
    due = due_in(words, context.anchor, bare=setting.marked) or due_in(context.text[a:b], context.anchor)
    if due:
        deadline: Deadline | None = due.fact
    elif speech.SAME_DEADLINE.search(words) and setting.last:
        deadline = setting.last.deadline
    else:
        deadline = setting.deadline
    return Assignment(owner.name, trimmed(words), quote(context.text, a, b), owner.people, owner.supporting, deadline)


def quote(text: str, start: int, end: int) -> Quote:
    """The words of a span with the span."""
    return Quote(text[start:end], start, end)


def trimmed(words: str) -> str:
    """A task without the marks around it, its first letter a capital."""
    words = re.sub(r"\s+", " ", words).strip(" .;,:-–*_/")
    cut = re.sub(r"\s*\((?:hạn|deadline|trước)[^)]*\)$", "", words, flags=re.IGNORECASE)
    words = _HANGING.sub("", cut) if cut != words else words  # no "…, hoàn thành" left of "…, hoàn thành (trước 5/8)"
    return words[:1].upper() + words[1:]
