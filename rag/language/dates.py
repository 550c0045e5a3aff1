"""The calendar day of a document's meeting.

What enters are a title and a text; what leaves is the day of the meeting, else the day on which the document was
written. Mentions of dates are found by `date_mentions`, whose names stand here too.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from rag.language.date_mentions import DateMention, dates
from rag.language.text import CAPITALS, LETTERS

__all__ = ["DAY_SIGNS", "DateMention", "DaySign", "MeetingDay", "dates", "document_date", "meeting_day"]


@dataclass(frozen=True, slots=True)
class DaySign:
    """Words around a day (`before` it, `after` it) that speak for or against its being the meeting's."""

    meaning: str
    weight: float
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    example: str
    counter: str

    def fits(self, before: str, after: str) -> bool:
        """Whether the words around a day carry this sign."""
        return (self.before is None or bool(self.before.search(before))) and (
            self.after is None or bool(self.after.match(after))
        )


def _sign(meaning: str, weight: float, before: str | None, after: str | None, example: str, counter: str) -> DaySign:
    return DaySign(
        meaning,
        weight,
        re.compile(f"(?:{before})$", re.IGNORECASE) if before else None,
        re.compile(after, re.IGNORECASE) if after else None,
        example,
        counter,
    )


_MEETING = r"(?:họp|hội nghị|giao ban|sinh hoạt|đại hội|hội thảo|tọa đàm|toạ đàm|buổi làm việc|kỳ họp|phiên|meeting|weekly|standup|sync|review)"
_HELD = r"(?:chủ trì|tổ chức|họp|hội nghị|diễn ra|giao ban|làm việc|tiến hành|chúng tôi gồm|sinh hoạt|khai mạc|đã tiến)"
# The example shows the sign around the day 5/8/2025, the counter-example the same day without it.
DAY_SIGNS: tuple[DaySign, ...] = (
    _sign("labelled", 12, r"(?:^|[\n|*_])[^\w\n]*(?:\d+[.)]\s*)?(?:thời gian|ngày giờ|ngày|ngày họp|ngày giờ họp|thời điểm|time|date|buổi họp|cuộc họp|khi nào|họp lúc|ghi âm|ngày ghi âm|bắt đầu|ngày ghi|ngày tổ chức)(?: họp| tổ chức| bắt đầu| ghi âm| và địa điểm|, địa điểm| & địa điểm| ?[/–-] ?địa điểm)?\**\s*(?:[:：]|\|)[^\n]{0,70}?", None, "Thời gian: 8h, ngày 5/8/2025", "Thời hạn: 5/8/2025"),
    _sign("today", 9, r"(?:hôm nay|bữa nay|(?:vào )?(?:lúc|hồi)\s+\d{1,2}\s?(?:giờ|h|g|:))[^\n.;]{0,60}?", None, "Hôm nay, vào hồi 8 giờ ngày 5/8/2025", "Gửi ngày 5/8/2025"),
    _sign("part of the day", 7, r"(?<!\w)(?:sáng|chiều|tối|trưa|đêm)\s*(?:nay|qua|hôm nay|hôm qua|hôm)?,?\s*(?:(?:thứ|t)\s*\w+,?\s*)?\(?(?:ngày\s*)?\(?", None, "Sáng 5/8/2025, xã họp", "Sổ sáng kiến 5/8/2025"),
    _sign("opens a sentence", 6, r"(?:^|[\n.,(–-]\s*)[*_>#\s]*(?:(?:vào|trong)\s+)?(?:ngày\s+)?", rf"[^\n]{{0,260}}?{_HELD}", "Ngày 5/8/2025, tại hội trường, xã tổ chức họp", "Nộp ngày 5/8/2025 cho xã"),
    _sign("day of a meeting", 5, rf"{_MEETING}[^\n.;]{{0,45}}?", None, "cuộc họp ngày 5/8/2025", "công văn ngày 5/8/2025"),
    _sign("held on", 5, r"(?:diễn ra|tổ chức|khai mạc|được tổ chức)[^\n.;]{0,50}?", None, "diễn ra vào ngày 5/8/2025", "ban hành ngày 5/8/2025"),
    _sign("after a weekday", 3, r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|\d)|chủ nhật|cn)\s*,?\s*\(?(?:ngày\s+)?", None, "thứ Ba, ngày 5/8/2025", "mẫu số 5/8/2025"),
    _sign("group chat of", 5, r"(?:tóm tắt|nhóm|zalo|chat|tin nhắn|ghi chú|note|biên bản|tóm lược|gỡ băng|bản ghi|transcript)[^\n]{0,70}?", None, "Tóm tắt nhóm Zalo ngày 5/8/2025", "Tiền điện 5/8/2025"),
    _sign("a deadline", -14, r"(?:trước|chậm nhất|muộn nhất|hạn(?: chót)?|đến hết|xong|đến ngày|tính đến|hoàn thành|deadline|lùi (?:đến|sang)|hạn cuối)(?:\s+(?:là|vào|ngày|mới|đến|hết))*\s*:?\s*(?:\d{1,2}\s*(?:giờ|h)\d*\s*)?(?:ngày\s*)?\(?", None, "trước ngày 5/8/2025", "ngày 5/8/2025"),
    _sign("an earlier meeting", -12, r"(?:trước đó|lần (?:họp )?trước|(?:họp|phiên|kỳ|buổi) trước|tuần trước|tháng trước|nhắc lại|hôm nọ|năm ngoái|khi đó)[^\n.]{0,120}?", None, "Trước đó, ngày 5/8/2025", "Sau đó, ngày 5/8/2025"),
    _sign("a coming meeting", -12, r"(?:sẽ|dự kiến|lần sau|tuần sau|tuần tới|buổi sau|tiếp theo|kỳ sau|phiên sau|tới đây|sắp tới|họp lại)[^\n.]{0,90}?", None, "dự kiến họp ngày 5/8/2025", "đã họp ngày 5/8/2025"),
    _sign("of a paper", -12, r"(?:số\s*:?\s*\S*\d\S*|nghị quyết|quyết định|kế hoạch|công văn|thông báo|nghị định|thông tư|chỉ thị|hợp đồng|công điện|tờ trình|báo cáo)\s[^\n.;]{0,25}?(?:ngày\s+)", None, "Quyết định số 12/QĐ ngày 5/8/2025", "Quyết định họp 5/8/2025"),
    _sign("signed at", -4, rf"(?:^|\s{{3,}}|\n|\t|\|)\s*(?-i:(?:[{CAPITALS}][{LETTERS}.]*\s?){{1,6}}),\s*(?:ngày\s+)?", None, "\nMường Hoa, ngày 5/8/2025", "\nhọp, ngày 5/8/2025"),
    _sign("the start of a span", -8, r"(?:từ|kể từ|sinh)\s+(?:ngày\s+)?", None, "từ ngày 5/8/2025", "vào ngày 5/8/2025"),
    _sign("an anniversary", -8, None, r"\s*[-–/]\s*\d{1,2}/\d{1,2}/\d{4}\s*\)", "5/8/2025 - 5/8/2045)", "5/8/2025)"),
    _sign("when it was published", -6, r"(?:^|\n)[^\n:\[]{0,60}?", r"\s*[-–,|]?\s*(?:\d{1,2}:\d{2}|\d{1,2}h\d{2}|[^\n]{0,20}GMT|[^\n]{0,20}lượt)", "Thứ Năm, 5/8/2025, 14:37", "Thứ Năm, 5/8/2025"),
    _sign("when it was put up", -12, r"(?:đăng|cập nhật|xuất bản|ban hành|ngày ký|ngày gửi|soạn)[^\n]{0,50}?", None, "Cập nhật lúc 16:05, 5/8/2025", "Họp lúc 16:05, 5/8/2025"),
)  # fmt: skip
_OTHER_DAYS = {
    "a deadline",
    "an earlier meeting",
    "a coming meeting",
    "of a paper",
    "the start of a span",
    "an anniversary",
}
_WRITTEN = {"signed at", "when it was published", "when it was put up"}
_TODAY = re.compile(r"(?<!\w)(?:sáng|chiều|tối|trưa|hôm)\s+(?P<which>nay|qua)(?!\w)", re.IGNORECASE)
_PAST = re.compile(r"trước đó|nhắc lại|lần trước|(?:họp|kỳ|phiên) trước|năm ngoái|năm trước", re.IGNORECASE)
_LATEST = 2060  # a later year is no date of minutes but a number
_HEAD = 3000  # characters within which a document says when its meeting was
_DECISIVE = 11.0  # a day so marked in the head is the one, whatever follows
_MOST = 12  # mentions weighed
_LEAST = 2.0  # the weight from which a day is taken for the meeting's


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A day with the span in the text that says it; an empty span where only the title does."""

    day: date
    start: int
    end: int
    sure: bool  # of the meeting; else of the notice or the article


def document_date(title: str, text: str) -> date | None:
    """The day of the meeting that a document is about, else the day on which it was written, else None."""
    found = meeting_day(title, text)
    return found.day if found else None


def meeting_day(title: str, text: str) -> MeetingDay | None:
    """The day of the meeting, else the day on which the document was written, else None."""
    head = text[:_HEAD]
    mentions = [m for m in dates(head) if m.day and m.month][:_MOST]
    year = _year(title, head, mentions)
    best: tuple[float, date, int, int] | None = None
    for mention in mentions:
        day = mention.on(year)
        if day is None:
            continue
        weight = _weight(head, mention)
        if best and best[0] >= _DECISIVE:
            break
        if best is None or weight > best[0]:
            best = (weight, _not_before_past(head, mentions, mention, day), mention.start, mention.end)
    if best and best[0] >= 6:
        return MeetingDay(_before_message(head, *best[1:]), best[2], best[3], sure=True)
    if (titled := next((m.on(year) for m in dates(title) if m.day), None)) is not None:
        return MeetingDay(titled, 0, 0, sure=True)
    if best and best[0] >= _LEAST:
        return MeetingDay(_before_message(head, *best[1:]), best[2], best[3], sure=True)
    for mention in mentions:
        if (written := mention.on(None)) is not None and not _elsewhere(head, mention):
            said = _TODAY.search(head)
            back = timedelta(days=1 if said and said["which"].lower() == "qua" else 0)
            if said is None and (named := _WEEKDAY.search(head)):
                return MeetingDay(_last(written, named["day"].lower()), mention.start, mention.end, sure=True)
            sure = said is not None or (mention.start < 400 and not _of_writing(head, mention))
            return MeetingDay(written - back, mention.start, mention.end, sure=sure)
    return None


# "Tối thứ Tư vừa rồi, xã họp dân": a weekday before the day of writing.
_MEETS = r"(?:họp|giao ban|hội nghị|sinh hoạt|chủ trì|làm việc|đại hội)"
_WEEKDAY = re.compile(
    rf"(?:{_MEETS}[^.\n]{{0,40}}?\s)?(?:sáng|chiều|tối|trưa|hôm)\s+(?P<day>thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|chủ nhật)(?! (?:tuần sau|tới|sau|hằng|hàng))(?:\s+(?:vừa rồi|vừa qua|tuần này|này))?(?=[^.\n]{{0,60}}{_MEETS}|(?<=\w)\s*[.,])",
    re.IGNORECASE,
)
_DAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "nhật": 6}
_YESTERDAY = re.compile(
    rf"{_MEETS}[^.\n]{{0,40}}(?:tối|chiều|sáng|trưa|hôm)\s+qua(?!\w)|(?:tối|chiều|sáng|trưa|hôm)\s+qua(?!\w)[^.\n]{{0,60}}{_MEETS}",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"(?:\[|gửi(?: lúc)?\s*:?[^\n]{0,24}|sent[^\n]{0,24})$", re.IGNORECASE)


def _last(written: date, weekday: str) -> date:
    """The last such weekday up to the day of writing."""
    word = weekday.split()[-1]
    number = int(word) - 2 if word.isdigit() else _DAYS[word]
    return written - timedelta(days=(written.weekday() - number) % 7)


def _before_message(head: str, day: date, start: int, end: int) -> date:
    """The day before a message that tells of "họp tối qua"; else the day as it is."""
    if _STAMPED.search(head[max(0, start - 40) : start]) and _YESTERDAY.search(head[end:]):
        return day - timedelta(days=1)
    return day


def written_day(text: str) -> date | None:
    """The day on which a letter was signed: "Mường Hoa, ngày 12 tháng 9 năm 2025"; None where its head has none."""
    head = text[:_HEAD]
    for mention in dates(head):
        before, after = _around(head, mention)
        if mention.year and any(s.meaning == "signed at" and s.fits(before, after) for s in DAY_SIGNS):
            return mention.on(None)
    return None


def _around(head: str, mention: DateMention) -> tuple[str, str]:
    line = head.rfind("\n", 0, mention.start)
    return head[max(0, line, mention.start - 120) : mention.start], head[mention.end : mention.end + 300]


def _weight(head: str, mention: DateMention) -> float:
    before, after = _around(head, mention)
    return sum(sign.weight for sign in DAY_SIGNS if sign.fits(before, after)) - mention.start / 1000


def _of_writing(head: str, mention: DateMention) -> bool:
    """Whether a day is that of a notice or an article."""
    before, after = _around(head, mention)
    return any(sign.meaning in _WRITTEN and sign.fits(before, after) for sign in DAY_SIGNS)


def _elsewhere(head: str, mention: DateMention) -> bool:
    """Whether a day is neither the meeting's nor that of the writing."""
    before, after = _around(head, mention)
    return any(sign.meaning in _OTHER_DAYS and sign.fits(before, after) for sign in DAY_SIGNS)


def _year(title: str, head: str, mentions: list[DateMention]) -> int | None:
    """The year of days written without one: the title's, the first full date's, the one named most often."""
    if titled := next((m.year for m in dates(title) if m.year), None):
        return titled
    full = [m for m in mentions if m.year and m.start < 400]
    if full:
        return full[0].year
    counts = Counter(m.year for m in dates(head) if m.year and m.year <= _LATEST)
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _not_before_past(head: str, mentions: list[DateMention], mention: DateMention, day: date) -> date:
    """A day without a year lies after the earlier meetings that the text recalls with theirs."""
    if mention.year:
        return day
    for other in mentions:
        recalled = other.on(None)
        if recalled and recalled > day and _PAST.search(head[max(0, other.start - 140) : other.start]):
            return day.replace(year=day.year + 1)
    return day
