"""The embedded extractor: rules, no model, no network.

What enters are a title and a text; what leaves is the record that the rooms of this folder read out of it.
"""

import re

from rag.extract.assignments import prose_assignments
from rag.extract.chairs import chairs
from rag.extract.clause import Context
from rag.extract.directory import Directory
from rag.extract.layout import is_transcript, lines
from rag.extract.merge import merged
from rag.extract.tables import table_assignments
from rag.extract.turns import turn_assignments
from rag.language.dates import meeting_day
from rag.language.text import comparable
from rag.record import MeetingRecord


class RuleExtractor:
    """Reads records by rule. Stateless: one serves all threads."""

    version = "rules-1"

    def extract(self, title: str, text: str) -> MeetingRecord:
        """The facts of one document. Unknown stays None or empty."""
        rows = lines(text)
        directory = Directory(text)
        said = meeting_day(title, text)
        day = said.day if said else None  # deadlines count from the day of writing where nothing better is known
        chaired = chairs(text, rows, directory, day)
        context = Context(
            text,
            directory,
            day,
            tuple(chair.name for chair in chaired),
            tuple(part for chair in chaired for part in _role_parts(chair.role)),
        )
        found = [*prose_assignments(context, rows), *table_assignments(rows, directory, day)]
        if is_transcript(rows):
            found.extend(turn_assignments(context, rows))
        return MeetingRecord(
            title=title, date=said.day if said and said.sure else None, chairs=chaired, assignments=merged(found)
        )


def _role_parts(role: str | None) -> list[str]:
    """The offices of a chair, by each of which the text may mean the chair."""
    parts = [comparable(part) for part in re.split(r"[,;]|\s[-–]\s", role or "")]
    return [part for part in parts if len(part.split()) >= 2]
