"""Turns of phrase that give a task with its owner elsewhere than before the verb.

What enters is a clause; what leaves is the owner with the words of the task. Each row names the owner (`who`) and the
task (`task`, else what follows the match); `clause` tries them where its own orders of words fit nothing.
"""

import re
from dataclasses import replace

from rag.extract.bodies import START
from rag.extract.directory import Directory
from rag.extract.owners import Owner, lone_owner
from rag.extract.rule import Rule, rule

_WHO = r"(?P<who>@?[^,.;:()\[\]“”\"]{2,70}?)"
_TASK = r"(?P<task>[^.;:“”\"]{3,110}?)"
_NUMBER = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_END = r"(?=\s*(?:[,.;()]|$|\s(?:trước|chậm nhất|hạn|trong|nhé|nha|ạ|giúp|giùm)(?!\w)))"

PHRASES: tuple[Rule, ...] = (
    rule("has so long for it", rf"{_WHO}\s+(?:chỉ\s+)?có\s+(?:thời hạn\s+|hạn\s+|đúng\s+)?(?P<due>{_NUMBER}\s+(?:ngày|tuần|tháng)|(?:đến|tới)\s[^,;]{{2,40}}?)\s+(?:để|phải)\s+", "Phòng Kinh tế có 10 ngày để rà soát hộ nghèo", "Phòng Kinh tế có 10 người để điều động", needs=" có "),
    rule("is given so long for it", rf"(?:[^,;:.]{{2,50}}\s)?(?:cho|dành cho|ra hạn cho)\s+{_WHO}\s+(?:thời hạn\s+|hạn\s+|thêm\s+|đúng\s+)?(?P<due>{_NUMBER}\s+(?:ngày|tuần|tháng)|(?:đến|tới)\s[^,;]{{2,40}}?)\s+để\s+", "Bà Lụa cho Phòng Kinh tế 10 ngày để rà soát", "Chi cho Phòng Kinh tế 10 triệu để mua máy", needs="cho "),
    rule("a term is set for it", rf"(?:[^,;:.]{{2,60}}\s)?(?:chốt|ra|đặt|ấn định|giao)\s+(?:hạn|thời hạn|mốc|deadline)\s[^,;:.]{{2,40}}?\s+cho\s+{_WHO}\s+(?=(?:nộp|trình|gửi|hoàn|làm|rà|báo|lập|xong|bàn|sửa|lắp)\w*\s)", "Chủ tịch chốt hạn 20/9 cho Phòng Kinh tế nộp danh sách", "chốt giá 20 triệu cho gói thầu", needs="hạn|mốc|deadline"),
    rule("its task is", rf"(?:nhiệm vụ|việc|trách nhiệm|phần việc|phần|đầu việc)(?:\s+(?:chính|tới|tiếp theo|trước mắt|được giao))*\s+(?:của|giao cho|cho|dành cho|của bên)\s+{_WHO}\s+là\s+", "Nhiệm vụ của Phòng Kinh tế là rà soát hộ nghèo", "Nhiệm vụ là rà soát hộ nghèo", needs=" là "),
    rule("falls to", rf"(?:việc\s+|phần\s+|khâu\s+|trách nhiệm\s+)?{_TASK}\s+(?:thuộc về|thuộc trách nhiệm(?: của)?|thuộc phần(?: của)?|thuộc|là (?:việc|phần|phần việc|trách nhiệm|nhiệm vụ) của|về tay|rơi vào tay|giao lại cho|giao cho|giao|(?:thì )?để(?: cho)?|nhờ|(?:thì )?tới tay)\s+{_WHO}{_END}", "Việc in tài liệu về tay chị Lụa.", "Đất rộng về phía tây.", needs="thuộc|của|tay|giao|để |nhờ"),
    rule("who does it is", rf"(?:người|đầu mối|đơn vị|bộ phận|cán bộ)\s+(?:lo|phụ trách|theo dõi|thực hiện|chịu trách nhiệm|đứng ra|được giao|làm đầu mối|đầu mối)\s+(?:về\s+|việc\s+)?(?P<task>[^.;:]{{0,90}}?)\s*là\s+{_WHO}{_END}", "Người lo hậu cần là chị Lụa.", "Người dân là chủ", needs=" là "),
    rule("its contact point", rf"(?P<task>đầu mối[^.;:,]{{0,60}}?)\s+là\s+{_WHO}{_END}", "Đầu mối theo dõi là Phòng Kinh tế.", "Đầu mối giao thông lớn nhất ở bến xe", needs="đầu mối"),
    rule("is the contact point", rf"{_WHO}\s+là\s+(?:cơ quan|đơn vị|bộ phận|người)\s+(?P<task>(?:đầu mối|chủ trì|chịu trách nhiệm|phụ trách|theo dõi|thực hiện|tổng hợp|lo)[^.;]*)", "Phòng Kinh tế là cơ quan đầu mối tổng hợp, báo cáo", "Ông Bền là người làng", needs=" là "),
    rule("the thing, who, takes it", rf"{_TASK}\s+(?=@|(?:anh|chị|ông|bà|cô|thầy|em|bác|chú|dì|cậu|đồng chí|đ/c|sếp|tổ|đội|ban|nhóm|phòng|bên)\s|(?-i:[A-ZĐ]))(?P<who>@?[^,.;:()]{{2,50}}?)\s+(?:lo|lo liệu|phụ trách|nhận|ôm|đảm nhận|đảm nhiệm|gánh|lãnh|đứng ra lo|chịu trách nhiệm|làm|coi)(?:\s+(?:luôn|nhé|nha|giúp|cho|hết|rồi))*\s*(?=[,.;)]|$)", "Phần âm thanh anh Bền lo.", "Anh Bền lo lắng cho con.", needs="lo|phụ trách|nhận|ôm|đảm|gánh|lãnh|chịu|làm|coi"),
    rule("is asked to", rf"{_WHO}\s+(?:được|bị)\s+(?:nhờ|cử|phân|chỉ định|ủy quyền|uỷ quyền|giao nhiệm vụ|giao trách nhiệm|giao việc|đề nghị|bầu)\s+(?:phải\s+|việc\s+)?(?=[^\W\d])", "Chị Lụa được nhờ gọi lại 12 khách.", "Chị Lụa được khen", needs="được|bị"),
    rule("for its part", rf"(?:về phía|phía|bên phía|riêng|riêng với|đối với|với)\s+{_WHO}\s*,\s+(?:thì\s+)?(?:phải|cần|nhớ|yêu cầu|đề nghị)\s+", "Về phía Phòng Kinh tế, cần rà soát lại danh sách", "Về phía tỉnh, đường đã xong", needs="phía|riêng|với"),
    rule("whoever has not", r"(?P<who>ai|(?:nhà|hộ|người|bạn|phụ huynh|đơn vị|lớp|tổ|bên|thôn|gia đình|em|anh chị)\s+nào)\s+(?P<task>[^.;:]{4,80}?\s(?:thì|phải)\s[^.;]*)", "Ai chưa nộp bằng lái thì nộp cho chị Lụa", "Ai cũng vui", needs="ai |nào"),
    rule("a name in brackets first", r"[\[(](?P<who>@?[A-ZĐÀ-Ỹ][^\[\]()\d:]{0,40})[\])]\s*[:-]?\s+(?=\S+\s+\S)", "[Bền] in tài liệu", "[ ] in tài liệu"),
    rule("a word for the owner first", rf"(?:pic|owner|assignee|phụ trách|người làm|đầu mối)\s+{_WHO}\s*[:–-]\s+", "PIC Bền: thuê xe", "Phụ trách: Bền", needs="pic|owner|assignee|phụ trách|người làm|đầu mối"),
    rule("set apart by strokes", r"(?P<task>[^/\n]{4,110}?)\s+/\s+(?P<who>@?[^/\d][^/]{1,50}?)\s*(?:/\s+\S.{1,30})?$", "in tài liệu / anh Bền / 20/9", "đường 20/9"),
    rule("in brackets who takes it", r"(?P<task>[^()]{4,110}?)\s+\((?!(?:đã|chưa|đang|không|ai)\s)(?P<who>@?[^(),;:]{2,40}?)\s+(?:lo|phụ trách|nhận|ôm|làm|đảm nhận|chịu trách nhiệm|thực hiện)(?:[\s,;][^()]*)?\)", "thuê xe (Bền lo)", "thuê xe (đã lo)", needs="("),
)  # fmt: skip
_NOBODY = re.compile(
    r"(?:việc|kinh phí|chi phí|tiền|ai|không|chưa|đã|đang|nhà nước|dân|cấp trên|trên|sau|lần|buổi|đó|này)(?!\w)",
    re.IGNORECASE,
)


def by_phrase(text: str, start: int, end: int, directory: Directory) -> tuple[Owner, str, str] | None:
    """The owner, the task and the term of the clause `start:end` (no words where none is set), None where no row fits."""
    words = text[start:end]
    lowered = words.lower()
    for row in PHRASES:
        match = row.pattern.match(words) if row.may_fit(lowered) else None
        if match is None:
            continue
        owner = _owner(match["who"], directory, whoever=row.meaning == "whoever has not")
        if owner is None:
            continue
        named = match.re.groupindex.get("task")
        task = match["task"] if named and match["task"].strip() else words[match.end() :]
        if len(task.split()) < 2 and not (named and len(task) > 3):
            continue
        term = match["due"] if "due" in match.re.groupindex else ""
        if term and not term.lower().startswith(("đến", "tới")):
            term = f"trong {term}"
        place = start + match.start("who")
        stop = place if row.meaning == "whoever has not" else start + match.end("who")
        return replace(owner, start=place, end=stop), task, term
    return None


def _owner(who: str, directory: Directory, *, whoever: bool) -> Owner | None:
    who = who.strip()
    if whoever:
        return Owner(who, 0, 0)  # nobody in particular
    if _NOBODY.match(who):
        return None
    lone = lone_owner(who.lstrip("@"), directory)
    return lone if lone and (lone.people or START.match(who)) else None


TABLE = (PHRASES,)
