from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from rag.embed import HashedEmbedder
from rag.errors import ModelError, ScopeError, StoreError
from rag.retrieve import Retriever
from rag.store.entry import Entry, searched_text
from rag.store.ledger import Ledger
from rag.store.rows import StoredChunk, StoredDocument
from rag.store.vectors import Vectors
from rag.store.words import Words
from rag.types import Chunk, Document, Query

EMBEDDER = HashedEmbedder()

# id, scope, day, title, chunks
CORPUS: list[tuple[str, str, date | None, str, list[str]]] = [
    (
        "t4",
        "huyen",
        date(2031, 4, 3),
        "Kết luận giao ban tháng 4",
        [
            "Đồng chí Lò Văn Sáng, Phó Chủ tịch UBND huyện, được ủy quyền chủ trì phiên họp.",
            "Giao Hạt Kiểm lâm tăng cường tuần tra rừng phòng hộ, báo cáo trước ngày 25 hằng tháng.",
        ],
    ),
    (
        "t5",
        "huyen",
        date(2031, 5, 6),
        "Kết luận giao ban tháng 5",
        [
            "Đồng chí Giàng A Tỏa, Chủ tịch UBND huyện, chủ trì phiên họp.",
            "Giao Phòng Nội vụ gửi danh sách cán bộ xã đi học trước ngày 20 tháng 5.",
        ],
    ),
    (
        "kho",
        "cong-ty",
        None,
        "Họp kho hàng Bến Phà",
        ["Chị Trần Thị Thu Hạ chủ trì, chốt thời hạn kiểm kê kho lạnh.", "Anh Páo mua thêm giá kệ cho kho khô."],
    ),
]


class Shelf:
    """The stores with the corpus in them, and a retriever over them."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(f"sqlite:///{folder / 'ledger.db'}")
        self.vectors = Vectors(folder / "chroma", prefix="test", fingerprint=EMBEDDER.fingerprint)
        self.words = Words(folder / "words")
        self.retriever = Retriever(self.ledger, self.vectors, self.words, EMBEDDER)
        stored, entries = [], []
        for id_, scope, day, title, parts in CORPUS:
            text = "\n".join(parts)
            document = Document(id_, scope, f"/{id_}.txt", f"{id_}.txt", title, "txt", "hash", day)
            chunks = []
            for number, part in enumerate(parts):
                start = text.index(part)
                chunk = Chunk(f"{id_}-{number}", id_, number, start, start + len(part), (), part, 30)
                vector = EMBEDDER.embed_documents([searched_text(title, (), part)])[0]
                chunks.append(StoredChunk(chunk, "hash", EMBEDDER.fingerprint, vector))
                entries.append(Entry(chunk.id, id_, scope, day, title, (), part, vector))
            moment = datetime(2031, 6, 1, tzinfo=UTC)
            stored.append(StoredDocument(document, text, len(text), "test", moment, tuple(chunks)))
        self.ledger.write(stored)
        self.vectors.upsert(entries)
        self.words.upsert(entries)
        self.words.commit()

    def ask(self, text: str, *scopes: str, **rest: object) -> list[str]:
        query = Query(text, scopes or ("huyen", "cong-ty"), **rest)  # type: ignore[arg-type]
        return [passage.chunk.id for passage in self.retriever.retrieve(query)]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    made = Shelf(tmp_path_factory.mktemp("shelf"))
    yield made
    made.words.close()
    made.vectors.close()
    made.ledger.close()


class ModelLike:
    """Stands where a model's embedder stands: another meaning of near, or a failure."""

    dimension = EMBEDDER.dimension
    fingerprint = EMBEDDER.fingerprint

    def __init__(self, meant: str | None) -> None:
        self._meant = meant

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        return EMBEDDER.embed_documents(texts)

    def embed_query(self, text: str) -> np.ndarray:
        if self._meant is None:
            raise ModelError("Mô hình không trả lời kịp.", retryable=True)
        return EMBEDDER.embed_query(self._meant)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Ai chủ trì giao ban tháng 4?", "t4-0"),
        ("ai chu tri giao ban thang 5", "t5-0"),
        ("Hạt Kiểm lâm được giao việc gì?", "t4-1"),
        ("hat kiem lam duoc giao viec gi", "t4-1"),
        ("ba Thu Ha chot thoi han gi", "kho-0"),
        ("Uỷ quyền cho ai chủ trì?", "t4-0"),
    ],
)
def test_the_passage_that_answers_comes_first(shelf: Shelf, question: str, best: str) -> None:
    assert shelf.ask(question)[0] == best


def test_passages_say_how_well_they_fit_and_why(shelf: Shelf) -> None:
    passages = shelf.retriever.retrieve(Query("Ai chủ trì giao ban tháng 4?", ("huyen",)))
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for passage in passages:
        assert sum(passage.why.values()) == pytest.approx(passage.score)
        assert {"words", "letters", "title", "index"} <= set(passage.why)
        assert passage.chunk.text == shelf.ledger.text(passage.document.id)[passage.chunk.start : passage.chunk.end]  # type: ignore[index]


def test_limit_holds_and_the_order_is_the_same_each_time(shelf: Shelf) -> None:
    all_of_them = shelf.ask("phiên họp chủ trì giao ban", limit=8)
    assert shelf.ask("phiên họp chủ trì giao ban", limit=2) == all_of_them[:2]
    assert shelf.ask("phiên họp chủ trì giao ban", limit=8) == all_of_them
    assert shelf.ask("phiên họp", limit=0) == []


def test_only_the_named_scopes_are_searched(shelf: Shelf) -> None:
    assert {i.split("-")[0] for i in shelf.ask("ai chủ trì", "huyen")} == {"t4", "t5"}
    assert {i.split("-")[0] for i in shelf.ask("ai chủ trì", "cong-ty")} == {"kho"}
    assert shelf.ask("ai chủ trì", "khong-co") == []


def test_no_scope_is_refused(shelf: Shelf) -> None:
    for scopes in ((), ("",)):
        with pytest.raises(ScopeError):
            shelf.retriever.retrieve(Query("ai chủ trì", scopes))


def test_days_leave_out_what_is_before_after_or_undated(shelf: Shelf) -> None:
    def documents(**days: date) -> set[str]:
        return {i.split("-")[0] for i in shelf.ask("ai chủ trì", **days)}

    assert documents() == {"t4", "t5", "kho"}
    assert documents(date_from=date(2031, 4, 4)) == {"t5"}
    assert documents(date_to=date(2031, 4, 3)) == {"t4"}
    assert documents(date_from=date(2031, 4, 3), date_to=date(2031, 5, 6)) == {"t4", "t5"}
    assert documents(date_from=date(2032, 1, 1)) == set()


def test_only_the_named_documents_are_searched(shelf: Shelf) -> None:
    assert {i.split("-")[0] for i in shelf.ask("ai chủ trì", document_ids=("t5", "kho"))} == {"t5", "kho"}
    assert shelf.ask("ai chủ trì", document_ids=()) == []
    assert shelf.ask("ai chủ trì", "huyen", document_ids=("kho",)) == []


@pytest.mark.parametrize("question", ["", "  \n", "???", "🎉", "'\"\\(AND*", "a" * 5000, "zzz qqq"])
def test_any_question_is_answered_with_a_list(shelf: Shelf, question: str) -> None:
    assert isinstance(shelf.ask(question), list)


def test_what_the_ledger_no_longer_knows_is_not_shown(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.ask("Ai chủ trì giao ban tháng 4?", "huyen")[0] == "t4-0"
    shelf.ledger.remove(["t4"])  # the indexes still hold it
    assert {i.split("-")[0] for i in shelf.ask("Ai chủ trì giao ban tháng 4?", "huyen")} == {"t5"}
    shelf.words.close()
    shelf.vectors.close()
    shelf.ledger.close()


def test_vectors_answer_where_the_word_index_fails(shelf: Shelf, tmp_path: Path) -> None:
    class Damaged(Words):
        def search(self, *_: object) -> list:  # type: ignore[type-arg]
            raise StoreError("hỏng")

    retriever = Retriever(shelf.ledger, shelf.vectors, Damaged(tmp_path / "w"), EMBEDDER)
    assert retriever.retrieve(Query("Hạt Kiểm lâm được giao việc gì?", ("huyen",)))[0].chunk.id == "t4-1"
    failing = Retriever(shelf.ledger, shelf.vectors, Damaged(tmp_path / "w"), ModelLike(None))
    with pytest.raises(StoreError):
        failing.retrieve(Query("Hạt Kiểm lâm được giao việc gì?", ("huyen",)))


def test_a_models_vectors_find_what_other_words_say(shelf: Shelf) -> None:
    question = Query("ai bảo vệ cây cối", ("huyen", "cong-ty"))
    model = ModelLike("Hạt Kiểm lâm tuần tra rừng phòng hộ")
    passages = Retriever(shelf.ledger, shelf.vectors, shelf.words, model).retrieve(question)
    assert passages[0].chunk.id == "t4-1"
    assert passages[0].why["vectors"] > 0


def test_words_answer_where_the_model_fails(shelf: Shelf) -> None:
    retriever = Retriever(shelf.ledger, shelf.vectors, shelf.words, ModelLike(None))
    passages = retriever.retrieve(Query("Hạt Kiểm lâm được giao việc gì?", ("huyen",)))
    assert passages[0].chunk.id == "t4-1"
    assert "vectors" not in passages[0].why
