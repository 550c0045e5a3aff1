"""Tasks in a transcript: what the chair tells people to do, what people take on, and deadlines agreed on later.

What enters are the lines of a document; what leaves are assignments, each with the sentence of its turn.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.extract import speech
from rag.extract.assignments import sentences_in
from rag.extract.context import Context, trimmed
from rag.extract.due import Due, due_in
from rag.extract.layout import Line
from rag.extract.owners import owner_at
from rag.extract.phrases import by_phrase
from rag.extract.rule import Rule, fits, meaning, rule
from rag.extract.speakers import INTRODUCES, SPEAKS_AS_CHAIR
from rag.extract.verbs import REPORT_WORD, TASK_VERB
from rag.language.names import TITLES
from rag.language.text import CAPITALS, SMALLS
from rag.record import Assignment, Quote

AGREES: tuple[Rule, ...] = (
    rule("agrees", r"^\W*(?:ừ|ờ|ừm|rồi|ok|oke|okie|được|vâng|thôi được|đồng ý|nhất trí|thế cũng được|chốt|thống nhất|vậy)\b", "Ừ, thôi được, mùng 5 nhé.", "Không được, giữ mùng 2."),
)  # fmt: skip
ASKS_LATER: tuple[Rule, ...] = (
    rule("asks for more time", r"(?:xin|cho)\s[^.?]{0,40}(?:đến|lùi|thêm|sang|hạn)|lùi (?:đến|sang|lại|cho)|dời (?:sang|đến)|kịp không", "cho em xin đến mùng 5 được không?", "cho em hỏi phòng nào"),
)  # fmt: skip
TAKES_ON: tuple[Rule, ...] = (
    rule("takes on", r"(?<!\w)(?:tôi|em|mình|tớ|tui|cháu|chị|anh)\s+(?:sẽ (?!không|thấy|nghĩ|nói)|tự |xin nhận|nhận |xin phụ trách|để (?:em|tôi) )|(?<!\w)để\s+(?:tôi|em|mình|tớ|tui|cháu|chị|anh|cô|thầy)\s+(?!đi (?:vô|ra)|về|ra|vô|vào|nói|kể|cộng|xem (?:đã|lại|thử))", "Tôi sẽ gọi nhà in.", "Tôi thấy nhà in làm chậm."),
)  # fmt: skip
_TITLES = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_VOCATIVE = re.compile(
    r"\W*(?:(?:rồi|thế|vậy|thế thì|vậy thì|à|ừ|ok|oke|okie|được|còn|thì|vâng|dạ|giờ|tiếp|tiếp theo|nhân tiện|riêng|và|nhớ|đồng ý|chốt|chốt lại)(?!\w)[,:.\s]*){0,3}",
    re.IGNORECASE,
)
# "Anh Bền ơi anh chốt giúp ...", "Lụa, em in tài liệu ...", "giao cho anh Bền phần âm thanh"
_CALL = re.compile(
    rf"(?:(?i:{_TITLES})\s+)?(?P<name>[{CAPITALS}][{SMALLS}]*(?:\s[{CAPITALS}][{SMALLS}]*){{0,3}})(?:(?:\s+ơi)?(?:,\s*|\s+(?=(?:anh|chị|em|cô|thầy|bác|chú|bạn)\s))(?:(?:anh|chị|em|cô|thầy|bác|chú|bạn)\s+)|\s+ơi,?\s+)(?=[{SMALLS}])"
)
_NEXT = re.compile(
    r"họp lại|(?:buổi|cuộc|kỳ|lần|phiên) (?:họp )?(?:sau|tới)|(?:tuần|tháng) (?:sau|tới)[^.]{0,40}(?:chủ trì|host|điều hành|họp)",
    re.IGNORECASE,
)
# A question that is a request: "Bền sửa xong trong thứ Năm này được không?"
_ASKS_KINDLY = re.compile(
    r"(?:được|kịp|ổn|nổi) (?:không|hông|hôn|ko|k|chứ|chưa)(?:\s\w+)?\s*\?|(?:giùm|giúp|dùm|hộ)[^?]{0,40}\?|(?<!\w)(?:nhé|nha|nhá|ha|hen|hén|nghen)\s*\?",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?:cảm|cám) ơn\s[^,.;]{3,80}(?:cho|đã)\s", re.IGNORECASE)
_LIKE_PAST = re.compile(r"(?<!\w)(?:đã|rồi|chưa|thấy|nghĩ|nói|bảo)(?!\w)")
_INNER = re.compile(r"(?:(?<!\w)thì|,|(?<!\w)để|(?<!\w)giao|:)\s+")


def turn_assignments(context: Context, rows: Sequence[Line]) -> list[Assignment]:
    """The tasks of a transcript in the order in which they were given, with the deadlines last agreed on."""
    found: list[Assignment] = []
    turns = [line for line in rows if line.kind == "turn"]
    if any(line.author for line in rows):
        return []  # what follows minutes that somebody posted only answers them
    context = replace(context, speakers=_introduced(context, turns))
    leads = set(context.chairs) & {_speaker(context, line) for line in turns}
    asked: tuple[str, Due] | None = None
    for line in turns:
        speaker = _speaker(context, line)
        chairing = not leads or speaker in leads
        sentences = sentences_in(context.text, line.body, line.end)
        if asked and chairing and (due := _agreed(context, line, asked[1])):
            _move(found, asked[0], due, _where(context, line, due))
            asked = None
            sentences = []
        if (later := due_in(line.content, context.anchor)) and fits(ASKS_LATER, line.content) and not chairing:
            asked = (speaker, later)
            continue
        if found and (owned := _answered(context, line, speaker, found[-1], chairing)):
            found[-1] = replace(found[-1], deadline=owned.fact, quote=found[-1].quote)
            continue
        loose_due: Due | None = None
        for start, end in sentences:
            assignment = _task(context, start, end, speaker, chairing, found)
            if assignment is None:
                own = due_in(context.text[start:end], context.anchor)
                if own and own.start == 0:
                    loose_due = own
                elif (
                    own and found and speech.ADDS_DEADLINE.match(context.text[start:end]) and found[-1].deadline is None
                ):
                    found[-1] = replace(found[-1], deadline=own.fact)
                continue
            if assignment.deadline is None and loose_due:
                assignment = replace(assignment, deadline=loose_due.fact)
            loose_due = None
            found.append(assignment)
    return found


_WHEN_ASKED = re.compile(r"(?:khi nào|bao giờ|chừng nào|mấy giờ|hạn|deadline|ngày nào)[^?]*\??\s*$", re.IGNORECASE)


def _answered(context: Context, line: Line, speaker: str, last: Assignment, chairing: bool) -> Due | None:
    """The day that the owner promises, or the chair names, right after a task was given without one."""
    between = context.text[last.quote.end : line.start]
    if last.deadline is not None or len(between) > 240:
        return None
    words = line.content
    if speaker in (last.owner, *last.people) and not chairing and not fits(ASKS_LATER, words):
        return due_in(words, context.anchor)
    if (
        chairing
        and len(words.split()) <= 7
        and _WHEN_ASKED.search(between.rsplit("\n", 2)[-2] if "\n" in between else "")
    ):
        return due_in(words, context.anchor, bare=True) or due_in(f"trước {words}", context.anchor)
    return None


def _introduced(context: Context, turns: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """Speakers known by number who say who they are: "tôi Tạ Văn Bền xin điều hành buổi này"."""
    found: list[tuple[str, str]] = []
    for line in turns:
        if context.directory.knows(line.label) or any(line.label == label for label, _ in found):
            continue
        if match := INTRODUCES.search(line.content):
            found.append((line.label, context.directory.full(match["name"] or match["full"])))
    return tuple(found)


def _confirm(context: Context, speaker: str, sentence: str, found: list[Assignment]) -> None:
    """ "Vâng, em gửi trước thứ Sáu": the day that the owner names for a task given without one."""
    due = due_in(sentence, context.anchor)
    for index in range(len(found) - 1, max(-1, len(found) - 3), -1):
        if due and speaker in (found[index].owner, *found[index].people) and found[index].deadline is None:
            found[index] = replace(found[index], deadline=due.fact)
            return


def _speaker(context: Context, line: Line) -> str:
    for known, name in context.speakers:
        if known == line.label:
            return name
    label = re.sub(r"\s*\([^)]*\)", "", line.label)
    label = re.sub(rf"^(?:(?:{_TITLES})\.?\s+)+", "", label, flags=re.IGNORECASE)
    return context.directory.full(label.split(",")[0].strip())


def _agreed(context: Context, line: Line, asked: Due) -> Due | None:
    words = line.content
    if re.search(r"(?<!\w)(?:không được|không lùi|giữ nguyên|vẫn giữ)", words, re.IGNORECASE) and not fits(
        AGREES, words
    ):
        return None
    if not fits(AGREES, words):
        return None
    return due_in(words, context.anchor) or asked


def _where(context: Context, line: Line, due: Due) -> Quote:
    """The sentence of the turn that fixes the deadline."""
    spans = sentences_in(context.text, line.body, line.end)
    start, end = next(((a, b) for a, b in spans if due.fact.text in context.text[a:b]), (line.body, line.end))
    return Quote(context.text[start:end], start, end)


def _move(found: list[Assignment], owner: str, due: Due, where: Quote) -> None:
    """The deadline agreed on later is the one that counts, and the words that agree on it are its evidence."""
    for index in range(len(found) - 1, -1, -1):
        if owner in (found[index].owner, *found[index].people):
            found[index] = replace(found[index], deadline=due.fact, quote=where)
            return


def _task(
    context: Context, start: int, end: int, speaker: str, chairing: bool, found: list[Assignment]
) -> Assignment | None:
    text = context.text
    sentence = text[start:end]
    if _NEXT.search(sentence):
        return None
    if sentence.rstrip().endswith("?") and not (chairing and _ASKS_KINDLY.search(sentence)):
        return None
    if SPEAKS_AS_CHAIR.search(sentence) or _THANKS.search(sentence):
        return None
    if meaning(speech.REPORTS, sentence) in ("left open", "an opinion"):
        return None
    if re.search(r"lần (?:họp )?trước|hôm trước|tuần trước|năm ngoái[^,]*$", sentence):
        return None
    if fits(TAKES_ON, sentence) and not re.search(r"(?:em|cháu) (?:sẽ )?nhớ", sentence):
        if not chairing and due_in(sentence, context.anchor) is None:
            return None
        if not speaker or (not chairing and any(speaker in (old.owner, *old.people) for old in found[-2:])):
            _confirm(context, speaker, sentence, found)
            return None  # nobody known, or a yes to what was just given
        due = due_in(sentence, context.anchor)
        return Assignment(
            speaker, sentence.strip(" ."), Quote(sentence, start, end), (speaker,), (), due.fact if due else None
        )
    if not chairing:
        return None
    lead = _VOCATIVE.match(text, start, end)
    begin = lead.end() if lead else start
    if (called := _CALL.match(text, begin, end)) and context.directory.knows(called["name"]):
        name = context.directory.full(called["name"])
        due = due_in(sentence, context.anchor)
        task = re.sub(r"\s+", " ", text[called.end() : end]).strip(" .,")
        if len(task.split()) > 2 and not _LIKE_PAST.search(" ".join(task.split()[:4])):
            return Assignment(
                name, task[:1].upper() + task[1:], Quote(sentence, start, end), (name,), (), due.fact if due else None
            )
    directive = next((m for row in speech.DIRECTIVES for m in [row.pattern.match(text, begin, end)] if m), None)
    if directive:
        begin = directive.end()
        while begin < end and text[begin] == " ":
            begin += 1
    if len(sentence.split()) > 22 and not re.search(r"[,;:.]\s", sentence):
        return _in_flow(context, start, end)
    owner = owner_at(text, begin, end, context.directory, loose=True)
    for inner in _INNER.finditer(text, begin, end):  # "camera thì anh Bền khảo sát"
        if owner is not None:
            break
        owner = owner_at(text, inner.end(), end, context.directory, loose=True)
        if owner is not None and not owner.people and not TASK_VERB.match(text, owner.end):
            owner = None
    if owner is None and (phrase := by_phrase(text, begin, end, context.directory)) and phrase[0].people:
        due = due_in(sentence, context.anchor)
        return Assignment(
            phrase[0].name,
            trimmed(phrase[1]),
            Quote(sentence, start, end),
            phrase[0].people,
            (),
            due.fact if due else None,
        )
    if owner is None or not (owner.people or TASK_VERB.match(text, owner.end, end) or directive):
        return None
    words = text[owner.end : end]
    due = due_in(sentence, context.anchor)
    deadline = due.fact if due else None
    if due is None and speech.SAME_DEADLINE.search(words) and found:
        deadline = found[-1].deadline
    task = re.sub(r"\s+", " ", words).strip(" .,")
    return Assignment(
        owner.name, task[:1].upper() + task[1:], Quote(sentence, start, end), owner.people, owner.supporting, deadline
    )


# Speech without punctuation goes from one matter to the next with these.
_BREAK = re.compile(r"\s(?:rồi|ờ|à|còn nữa|còn trả|còn|chuyện thứ|tiếp theo|với lại|thôi)\s")
_PERSON_HERE = re.compile(
    rf"(?<!\w)(?:(?i:{_TITLES})\s+(?=[{CAPITALS}])|(?=(?:tất cả|mọi|các|toàn bộ)\s)|@)", re.IGNORECASE
)


def _in_flow(context: Context, start: int, end: int) -> Assignment | None:
    """The task of a long stretch of speech without punctuation: from whoever is named to the next matter."""
    text = context.text
    for mark in _PERSON_HERE.finditer(text, start, end):
        owner = owner_at(text, mark.start(), end, context.directory) or owner_at(
            text, mark.end(), end, context.directory
        )
        if owner is None or (owner.people and not all(map(context.directory.knows, owner.people))):
            continue
        due = due_in(text[owner.start : end], context.anchor)
        least = owner.start + due.end if due else owner.end
        stop = _BREAK.search(text, max(least, owner.end + 12), end)
        last = stop.start() if stop else end
        task = re.sub(r"\s+", " ", text[owner.end : last]).strip(" .,")
        if len(task.split()) < 3 or REPORT_WORD.match(text, owner.end):
            continue
        quote = Quote(text[owner.start : last], owner.start, last)
        return Assignment(
            owner.name, task[:1].upper() + task[1:], quote, owner.people, owner.supporting, due.fact if due else None
        )
    return None


TABLE = (AGREES, ASKS_LATER, TAKES_ON)
