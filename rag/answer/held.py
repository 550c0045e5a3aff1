"""Whether a question is about a meeting as such: when and where it was held, and which one, this or another.

Enters: the question as understood. Leaves: yes or no, and "earlier" or "next" for another meeting.
"""

import re
from typing import Literal

from rag.language.text import fold
from rag.understand import Kind, Understanding

# Kinds that are about a meeting as such: a follow-up asks them of the meeting that was talked about.
OF_MEETING: frozenset[Kind] = frozenset({"chair", "attendee", "date", "time", "place"})
_ABOUT_MEETING = re.compile(
    r"\b(?:cuoc hop|hoi nghi|phien|giao ban|buoi|ky (?:nay|do|truoc|toi|sau)|(?<!ky )(?<!phong )hop|ngoi)\b"
)
_GOES_WITHOUT = 3  # words

_NEXT = re.compile(
    r"\b(?:lan|buoi|phien|ky|cuoc)(?: hop)? (?:toi|sau|ke tiep|ke|tiep theo|sap toi)\b|\bhop (?:tiep|lan toi|lan sau|lai)\b"
    r"|\btuan sau do\b|\bdu kien\b"
)
_BEFORE = re.compile(r"\b(?:lan|buoi|phien|ky|cuoc)(?: hop)? (?:truoc|lien truoc|gan truoc)\b")


def is_about_a_meeting(understanding: Understanding) -> bool:
    """Whether a day, an hour or a place is asked of a meeting: it is named, or goes without saying ("ở đâu?")."""
    asked = fold(understanding.asked)
    return bool(_ABOUT_MEETING.search(asked)) or (bool(understanding.about) and len(asked.split()) <= _GOES_WITHOUT)


def other_meant(understanding: Understanding) -> Literal["earlier", "next"] | None:
    """Whether a question is about the meeting before or after the one whose minutes there are."""
    if understanding.kind not in OF_MEETING:
        return None
    asked = fold(understanding.asked)
    return "next" if _NEXT.search(asked) else "earlier" if _BEFORE.search(asked) else None
