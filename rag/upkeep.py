"""Whether the derived indexes hold what the ledger holds, and what is done about it where they do not."""

from contextlib import nullcontext

from rag.composing import Parts
from rag.errors import StoreError
from rag.store.ledger import Ledger
from rag.store.verify import recover
from rag.store.words import SCHEMA_VERSION

_REBUILD = "Mô hình nhúng đã đổi so với chỉ mục đang có; hãy chạy `giaoban reindex --rebuild` rồi thử lại."


class Upkeep:
    """Looks after the indexes of one library."""

    def __init__(self, ledger: Ledger, ledger_url: str, parts: Parts) -> None:
        self._ledger = ledger
        self._ledger_url = ledger_url
        self._parts = parts

    def recover_if_needed(self) -> None:
        """Verify and mend the indexes after an unclean stop, or where they are to be elsewhere than before."""
        state = self._ledger.state()
        outdated = state.words_schema not in ("", SCHEMA_VERSION)
        moved = state.embedder is not None and state.location != self._parts.place.location
        if state.dirty or outdated or moved or not self._parts.place.is_intact(state):
            self.recover()

    def recover(self) -> None:
        """Verify and mend the indexes."""
        if self._ledger.state().mixed:
            return  # only a rebuild helps, and whoever is to change something says so
        released = self._parts.opened.released() if self._parts.opened is not None else nullcontext()
        with released:
            recover(self._ledger, self._ledger_url, self._parts.place)

    def note_damage(self) -> None:
        """Have the indexes verified before they are next opened, where searching has failed as it does on damage."""
        indexes = self._parts.opened
        if (indexes is None or indexes.suspect) and not self._ledger.state().dirty:
            self._ledger.set_state(dirty=True)

    def note_rebuild(self, fingerprint: str) -> None:
        """To be called before the ledger is changed by a rebuild: from then on it is not what the indexes hold.

        They go on serving whoever asks with their embedder, as only the ledger is changed until they are swapped.
        """
        state = self._ledger.state()
        if not state.dirty or not (state.mixed or state.embedder == fingerprint):
            self._ledger.set_state(dirty=True, mixed=state.mixed or state.embedder != fingerprint)

    def is_stale(self) -> bool:
        """Whether the indexes are of another embedder than the one in use."""
        stored = self._ledger.state().embedder
        return stored is not None and stored != self._parts.embedder().fingerprint

    def needs_rebuild(self) -> bool:
        """Whether only a rebuild makes the store usable as a whole."""
        return self.is_stale() or self._ledger.state().mixed

    def demand_same_embedder(self) -> None:
        """For searching: the indexes are of the embedder in use. Raises `StoreError` where they are not."""
        if self.is_stale():
            raise StoreError(_REBUILD)

    def demand_usable(self) -> None:
        """For changing: the ledger is of the embedder in use, and the indexes can be reached.

        Raises:
            StoreError: where it is not, or they cannot.
        """
        if self.needs_rebuild():
            raise StoreError(_REBUILD)
        self._parts.place.demand_server()

    def make_ready(self) -> None:
        """For changing: the same, and the indexes hold what the ledger holds. Raises `StoreError`."""
        self.demand_usable()
        self.recover_if_needed()
