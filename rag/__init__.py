"""The one public door of the retrieval and answering chain.

Names are loaded when they are first used, so that importing `rag` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.answer import Delta
    from rag.assistant import Assistant
    from rag.errors import CorrectionError, DocumentError, ModelError, RagError, ScopeError, SettingsError, StoreError
    from rag.events import FileOutcome, IndexEvent, IndexProgress, IndexSummary
    from rag.extract import record_form
    from rag.language.text import fold
    from rag.library import Library, Status
    from rag.record import (
        Assignment,
        Attendee,
        Chair,
        Correctable,
        Correction,
        Deadline,
        Decision,
        Meeting,
        MeetingRecord,
        OtherMeeting,
        Quote,
        Task,
    )
    from rag.settings import LoadSettings, ModelSettings, RagSettings
    from rag.store.database import Database
    from rag.types import (
        DEFAULT_SCOPE,
        Answer,
        Candidate,
        Chunk,
        Citation,
        Document,
        Item,
        Passage,
        Query,
        Question,
        Turn,
        Usage,
    )
    from rag.understand.windows import Window, window

_ROOMS = {
    "rag.answer": ("Delta",),
    "rag.assistant": ("Assistant",),
    "rag.errors": (
        "CorrectionError", "DocumentError", "ModelError", "RagError", "ScopeError", "SettingsError", "StoreError",
    ),
    "rag.events": ("FileOutcome", "IndexEvent", "IndexProgress", "IndexSummary"),
    "rag.extract": ("record_form",),
    "rag.language.text": ("fold",),
    "rag.library": ("Library", "Status"),
    "rag.record": (
        "Assignment", "Attendee", "Chair", "Correctable", "Correction", "Deadline", "Decision", "Meeting", "MeetingRecord",
        "OtherMeeting", "Quote", "Task",
    ),
    "rag.settings": ("LoadSettings", "ModelSettings", "RagSettings"),
    "rag.store.database": ("Database",),
    "rag.types": (
        "DEFAULT_SCOPE", "Answer", "Candidate", "Chunk", "Citation", "Document", "Item", "Passage", "Query", "Question", "Turn", "Usage",
    ),
    "rag.understand.windows": ("Window", "window"),
}  # fmt: skip
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "DEFAULT_SCOPE",
    "Answer",
    "Assignment",
    "Assistant",
    "Attendee",
    "Candidate",
    "Chair",
    "Chunk",
    "Citation",
    "Correctable",
    "Correction",
    "CorrectionError",
    "Database",
    "Deadline",
    "Decision",
    "Delta",
    "Document",
    "DocumentError",
    "FileOutcome",
    "IndexEvent",
    "IndexProgress",
    "IndexSummary",
    "Item",
    "Library",
    "LoadSettings",
    "Meeting",
    "MeetingRecord",
    "ModelError",
    "ModelSettings",
    "OtherMeeting",
    "Passage",
    "Query",
    "Question",
    "Quote",
    "RagError",
    "RagSettings",
    "ScopeError",
    "SettingsError",
    "Status",
    "StoreError",
    "Task",
    "Turn",
    "Usage",
    "Window",
    "fold",
    "record_form",
    "window",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    value = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = value
    return value
