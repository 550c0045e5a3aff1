"""The tasks of one clause: by its subject, by a verb that gives them, or by a name behind them.

What enters is the span of a clause with the owner above it, if any; what leaves are assignments in its order.
"""

import re
from dataclasses import replace

from rag.extract import speech
from rag.extract.behind import by_inner_person, by_later_owner, by_tail, by_trailing, by_turn_of_phrase
from rag.extract.context import AWAY, GIVES, MARK, Context, Setting, assigned, quote, trimmed
from rag.extract.directives import HOLDS_MEETING, by_concerning, by_directive
from rag.extract.due import due_in
from rag.extract.owners import Owner, lone_owner, owner_at
from rag.extract.verbs import REPORT_WORD, TASK_VERB
from rag.language.text import CAPITALS, SMALLS
from rag.record import Assignment

_LEAD_IN = re.compile(
    r"(?:(?:riêng|trước mắt|đồng thời|ngoài ra|bên cạnh đó|theo đó|trong đó|cụ thể|cụ thể là|tiếp theo|thứ (?:nhất|hai|ba|tư|năm)|mặt khác|sau hội nghị|ngay sau (?:hội nghị|cuộc họp)|theo (?:kết luận|phân công|yêu cầu|đó)[^,;:.]{0,30}(?=,)|đối với|còn|rồi|thế|vậy|nhân đây|cũng|và|thì|cuối cùng|chốt(?=:)|nhớ là|lưu ý(?=:))(?!\w)\s*(?:này|đây|đó)?[,:]?\s+|(?:trong|từ nay|trước|để|nhằm|tại|ở|về|khi|sau|đến|hết|chậm nhất|từ|với|căn cứ)\s[^,;:.]{2,90}[,:]\s+|(?:sáng|chiều|tối|trưa|đầu|cuối|giữa|ngay|ngày|hôm|thứ)\s[^,;:.]{2,50},\s+)",
    re.IGNORECASE,
)


_LABEL = re.compile(r"(?P<who>@?[^:;.]{2,110}?)\s*[:：]\s+")


_DASH = re.compile(rf"(?P<who>@?[^:;.–—-]{{2,50}}?)\s+[-–—]\s+(?=[{SMALLS}{CAPITALS}])")  # "Lụa – đặt phòng"


_PLAIN_SUBJECT = re.compile(
    r"(?:cuộc họp|hội nghị|phiên họp|biên bản|kết quả|kinh phí|chi phí|tiền|lý do|nội dung|báo cáo này|tờ trình|phương án|dự án|công trình|kế hoạch|văn bản|nhiệm vụ|số|tổng|việc|thời|các nội dung|các ý kiến|các vấn đề|các khoản|tất cả nội dung|chủ đầu tư được|phiếu|nếu|khi|do|vì|tuy|nhưng|mặc dù|phê bình|biểu dương|thống nhất|đồng ý)(?!\w)",
    re.IGNORECASE,
)


_OWN = re.compile(r"(?:phân công|chỉ đạo)(?!\w)")  # a body's own task, where a person would be giving one


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


def clause_assignments(context: Context, setting: Setting, a: int, b: int) -> list[Assignment]:
    """The tasks of the clause `a:b`, none where it gives none."""
    text = context.text
    if _FORMULA.search(text, a, b):
        return []
    if HOLDS_MEETING.search(text, a, b):  # "bà Lụa chủ trì họp giao ban và kết luận:"
        return by_directive(context, setting, a, b)
    begin = _after_lead_in(text, a, b)
    if _DONE.search(text, a, b) and due_in(text[a:b], context.anchor) is None:
        return []
    if setting.zone and (own := _by_author(context, setting, begin, a, b)):
        return [own]
    if setting.zone:
        if found := by_tail(context, setting, a, b):
            return [found]
        if found := _by_subject(context, setting, begin, a, b):
            return [found]
    if of := by_concerning(context, setting, begin, a, b):
        return [of]
    if directed := by_directive(context, setting, a, b):
        return directed
    if found := by_trailing(context, setting, a, b):
        return [found]
    continues = setting.above is not None and setting.zone and not speech.ADDS_DEADLINE.match(text[begin:b])
    if continues and setting.above and (setting.marked or TASK_VERB.match(text[begin:b].lower())):
        return [assigned(context, setting, setting.above, begin, a, b)]
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
        and (found := by_turn_of_phrase(context, setting, begin, a, b))
    ):
        return [found]
    if setting.zone and not setting.discussion and (found := by_later_owner(context, setting, begin, a, b)):
        return [found]
    if not (setting.structured or setting.zone or setting.discussion):  # an article
        found = _by_subject(context, setting, begin, a, b)
        day = found.deadline.day if found and found.deadline else None
        if found and day and context.anchor and day > context.anchor and _DUTY.search(text[begin:b]):
            return [found]
    if (
        (setting.zone and setting.marked)
        or ((setting.structured or context.directory.informal) and not setting.discussion)
    ) and (found := by_inner_person(context, setting, begin, a, b)):
        return [found]
    return []


def _after_lead_in(text: str, a: int, b: int) -> int:
    if mark := MARK.match(text, a, b):
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
    return assigned(context, setting, Owner(full, begin, match.end(), (full,)), match.end(), a, b)


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
            return assigned(context, setting, replace(lone, end=label.end()), label.end(), a, b)
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
        return assigned(context, setting, replace(lone, end=dash.end()), dash.end(), a, b)
    if _PLAIN_SUBJECT.match(text, begin) or _verb_first(text, begin):
        return None
    owner = owner_at(text, begin, b, context.directory, loose=True)
    if (
        owner is None
        or AWAY.match(text, owner.end)
        or (
            GIVES.match(text, owner.end)
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
    found = assigned(context, setting, owner, owner.end, a, b)
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


_DUTY = re.compile(
    r"(?<!\w)(?:phải|có trách nhiệm|có nhiệm vụ|được giao|được yêu cầu|được phân công|chịu trách nhiệm)(?!\w)"
)
