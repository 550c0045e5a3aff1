"""Who chaired, where no sentence says so: who signed as chair, who concluded, who called the meeting.

What enters are the lines of a document with its people; what leaves are chairs, each with its words.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from rag.extract.chairing import CONVENES, ELSEWHERE
from rag.extract.directory import Directory
from rag.extract.labels import label_of
from rag.extract.layout import Line
from rag.extract.rule import first, fits
from rag.extract.subjects import subjects_before
from rag.extract.tables import cells
from rag.language.dates import dates
from rag.language.names import people, role_of
from rag.language.sentences import sentences
from rag.record import Chair, Quote

_CONCLUSION_OF = re.compile(r"kết luận của\s+(?P<who>[^.;\n]{4,140}?)(?=\s+tại\s|\s*\n|$)", re.IGNORECASE)


_CONCLUDING = re.compile(
    r"(?:kết luận (?:hội nghị|phiên họp|cuộc họp|buổi [^,]{2,30}|tại [^,]{3,60})|phát biểu kết luận[^,]{0,60}),\s*(?P<who>[^.;\n]{4,140})",
    re.IGNORECASE,
)


def dated_otherwise(sentence: str, day: date | None) -> bool:
    """Whether the sentence dates a meeting, and on another day."""
    if day is None:
        return False
    days = [m for m in dates(sentence) if m.day and m.month]
    return bool(days) and all((m.day, m.month) != (day.day, day.month) or (m.year and m.year != day.year) for m in days)


def signing_chair(rows: Sequence[Line], directory: Directory) -> Iterator[Chair]:
    """Where only the signatures say it: the name under "CHỦ TỌA"."""
    for line, following in pairwise(rows):
        if line.kind != "row" or following.kind != "row":
            continue
        titles, names = cells(line), list(cells(following))
        for index, cell in enumerate(titles):
            if label_of(cell.text) == "chair" and len(names) == len(titles) and directory.knows(names[index].text):
                yield Chair(names[index].text, None, None, Quote(following.text, following.start, following.end))


def convening_chair(rows: Sequence[Line], directory: Directory, day: date | None) -> Iterator[Chair]:
    """Where nobody is said to chair: who called the meeting, near the head."""
    for line in rows[:8]:
        if line.kind in ("noise", "row", "title"):
            continue
        for a, b in sentences(line.text):
            sentence = line.text[a:b]
            found = first(CONVENES, sentence)
            if found is None or dated_otherwise(sentence, day) or fits(ELSEWHERE[:2], sentence):
                continue
            for person in subjects_before(sentence, found[1].start(), directory):
                role = role_of(sentence, person) or directory.role(person.name)
                quote = Quote(sentence, line.start + a, line.start + b)
                yield Chair(directory.full(person.name), role, None, quote)


def concluding_chair(text: str, directory: Directory) -> list[Chair]:
    """Where no sentence says who chaired: who concluded."""
    for pattern in (_CONCLUSION_OF, _CONCLUDING):
        for match in pattern.finditer(text):
            found = people(match["who"])
            if found and found[0].start < 90:
                person = found[0]
                start, end = next(((a, b) for a, b in sentences(text) if a <= match.start("who") < b), match.span())
                return [
                    Chair(
                        directory.full(person.name),
                        role_of(match["who"], person) or None,
                        None,
                        Quote(text[start:end], start, end),
                    )
                ]
    return []
