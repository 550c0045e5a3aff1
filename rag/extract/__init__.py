"""From a document's text to the facts of its meeting.

What enters are a title and a text; what leaves is a `MeetingRecord` whose every fact quotes the text verbatim.
"""

from rag.extract.extractor import Extractor
from rag.extract.form import record_form
from rag.extract.rules import RuleExtractor

__all__ = ["Extractor", "RuleExtractor", "record_form"]
