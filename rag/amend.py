"""Changes to a stored document that read no source and embed nothing: facts put right, and another scope."""

from collections.abc import Sequence
from dataclasses import replace

from rag.corrections import applied, joined
from rag.errors import CorrectionError, DocumentError
from rag.record import Correction, MeetingRecord
from rag.store.corrections import Corrected
from rag.store.indexes import Change, Indexes
from rag.store.ledger import Ledger
from rag.store.rows import Extracted, StoredChunk, StoredDocument, chunk_id, document_id, text_hash
from rag.store.writer import Writer
from rag.types import Document

_UNKNOWN = "Không có tài liệu nào mang mã này."
_NO_FACTS = "Tài liệu này chưa được rút thông tin; hãy lập chỉ mục lại rồi sửa."
_THERE = "Phạm vi ấy đã có chính tài liệu này."
_NO_SCOPE = "Tên phạm vi không được để trống và không dài quá 200 ký tự."
_LONGEST_SCOPE = 200  # characters that the ledger's column takes


class Amender:
    """Changes documents in the ledger and has the derived indexes follow. One at a time."""

    def __init__(self, ledger: Ledger, indexes: Indexes) -> None:
        self._ledger = ledger
        self._indexes = indexes

    def correct(self, document_id: str, changes: Sequence[Correction]) -> MeetingRecord:
        """Put facts of a document right; returns its record as it is now.

        Raises:
            DocumentError: when there is no such document, or it has no record.
            CorrectionError: when a change cannot be read. Nothing is changed then.
        """
        stored = self._stored(document_id)
        if stored.extracted is None:
            raise DocumentError(stored.document.name, _NO_FACTS)
        document, record = stored.document, stored.extracted.record
        base = self._ledger.corrections.of([document_id]).get(document_id) or Corrected(
            text_hash(stored.text), document.title, document.date, record, ()
        )
        base = replace(base, changes=joined(base.changes, changes))
        title, day, record = applied(base, stored.text)
        new = replace(document, title=title, date=day)
        with Writer(self._indexes) as writer:
            moved = [document_id] if new != document else []
            if moved:
                writer.begin()
            extracted = [(new, Extracted(record, stored.extracted.version))]
            self._ledger.write_records(extracted, pending=moved, corrections={document_id: base})
            if moved:  # the indexes hold title and day with each chunk
                chunk_ids = [one.chunk.id for one in stored.chunks]
                entries = [entry for part in self._ledger.entries(chunk_ids=chunk_ids) for entry in part]
                writer.put(Change(entries, settled=moved))
        return record

    def move(self, document_id: str, scope: str) -> Document:
        """Bring a document into another scope; returns it with its new id.

        Raises:
            DocumentError: when there is no such document, or its source stands in that scope already.
            CorrectionError: when the scope's name cannot be one.
        """
        stored = self._stored(document_id)
        document = stored.document
        if not scope.strip() or len(scope) > _LONGEST_SCOPE:
            raise CorrectionError(_NO_SCOPE)
        if scope == document.scope:
            return document
        if self._ledger.at(scope, document.source) is not None:
            raise DocumentError(document.name, _THERE)
        there = _in_scope(stored, scope)
        corrections = self._ledger.corrections.of([document_id])
        with Writer(self._indexes) as writer:
            writer.begin()
            self._ledger.write(
                [there],
                corrections={there.document.id: corrections.get(document_id)},
                instead_of=[document_id],
            )
            chunk_ids = [one.chunk.id for one in there.chunks]
            entries = [entry for part in self._ledger.entries(chunk_ids=chunk_ids) for entry in part]
            gone = {document.scope: [one.chunk.id for one in stored.chunks]}
            writer.put(Change(entries, gone, settled=[there.document.id]))
        return there.document

    def _stored(self, document_id: str) -> StoredDocument:
        stored = self._ledger.stored(document_id)
        if stored is None:
            raise DocumentError(document_id, _UNKNOWN)
        return stored


def _in_scope(stored: StoredDocument, scope: str) -> StoredDocument:
    """The document as it would have been indexed there: its id and those of its chunks are of the scope."""
    document = replace(stored.document, id=document_id(scope, stored.document.source), scope=scope)
    occurrences: dict[str, int] = {}
    chunks: list[StoredChunk] = []
    for one in stored.chunks:
        occurrence = occurrences.get(one.chunk.text, 0)
        occurrences[one.chunk.text] = occurrence + 1
        identity = chunk_id(document.id, one.chunk.text, occurrence)
        chunks.append(replace(one, chunk=replace(one.chunk, id=identity, document_id=document.id)))
    return replace(stored, document=document, chunks=tuple(chunks))
