import subprocess
import sys
import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.embed import HashedEmbedder, build_embedder
from rag.settings import ModelSettings

EMBEDDER = HashedEmbedder()
DOCUMENTS = [
    "Đồng chí Lò Thị Mẩy, Phó Chủ tịch UBND huyện, chủ trì phiên họp giao ban tháng 4.",
    "Giao Hạt Kiểm lâm tăng cường tuần tra rừng phòng hộ đầu nguồn trong mùa khô.",
    "Chi cục Thuế báo cáo số thu ngân sách quý I, đạt hai mươi bảy phần trăm dự toán.",
]


def _best(question: str) -> int:
    return int(np.argmax(EMBEDDER.embed_documents(DOCUMENTS) @ EMBEDDER.embed_query(question)))


def test_the_text_that_shares_most_words_is_nearest() -> None:
    assert _best("ai chủ trì phiên họp giao ban tháng 4") == 0
    assert _best("đơn vị nào tuần tra rừng phòng hộ") == 1
    assert _best("thu ngân sách quý I đạt bao nhiêu") == 2


def test_diacritics_change_nothing() -> None:
    accented = EMBEDDER.embed_query("Hạt Kiểm lâm được giao việc gì")
    assert np.array_equal(accented, EMBEDDER.embed_query("hat kiem lam duoc giao viec gi"))


def test_vectors_are_the_same_in_another_process() -> None:
    code = (
        "from rag.embed import HashedEmbedder; import sys;"
        f"sys.stdout.buffer.write(HashedEmbedder().embed_documents([{DOCUMENTS[1]!r}]).tobytes())"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert output == EMBEDDER.embed_documents([DOCUMENTS[1]]).tobytes()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_gives_a_finite_row_of_its_own(texts: list[str]) -> None:
    rows = EMBEDDER.embed_documents(texts)
    assert rows.shape == (len(texts), EMBEDDER.dimension)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    for text, row in zip(texts, rows, strict=True):
        assert np.array_equal(HashedEmbedder().embed_documents([text])[0], row)
        assert np.isfinite(EMBEDDER.embed_query(text)).all()


def test_dimension_is_part_of_the_fingerprint() -> None:
    assert HashedEmbedder(512).fingerprint != EMBEDDER.fingerprint
    assert HashedEmbedder(512).embed_query("giao ban").shape == (512,)


def test_thousands_of_chunks_take_seconds() -> None:
    texts = [" ".join(f"{DOCUMENTS[n % 3]} Mục {n} số {n * 7}." for _ in range(12)) for n in range(300)]
    EMBEDDER.embed_documents(texts[:10])
    begun = time.perf_counter()
    EMBEDDER.embed_documents(texts)
    assert len(texts) / (time.perf_counter() - begun) > 300  # thousands on a machine with nothing else to do


def test_without_a_model_the_embedded_one_is_built() -> None:
    assert isinstance(build_embedder(ModelSettings()), HashedEmbedder)
