"""Nothing of what people say, of documents or of secrets reaches a log, at any level."""

import logging
from collections.abc import Iterator

import pytest

from .office import Office


class Everything(logging.Handler):
    """Keeps every record of every logger."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter("%(name)s %(message)s").format(record))


@pytest.fixture
def everything() -> Iterator[Everything]:
    handler, root = Everything(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


async def test_at_debug_no_log_has_token_question_or_document(office: Office, everything: Everything) -> None:
    telegram = office.telegram
    await office.say(office.lan, "ai chủ trì họp giao ban tháng 9 xã Tân Khê?")
    await office.say(office.lan, "câu hỏi chứa chữ bimatcuatoi")
    for kind in ("500", "429", "cut"):
        telegram.fault("sendMessage", kind=kind, retry_after=1)
        telegram.say(office.minh, "lại câu hỏi chứa chữ bimatcuatoi")
    await office.idle()
    telegram.upload(office.admin, "mat.txt", "Tài liệu chứa chữ bimatcuatoi. Chủ trì: bà Nguyễn Bí Mật.".encode())
    await office.idle()
    logged = "\n".join(everything.lines)
    assert "outbox sendMessage" in logged
    for secret in (
        telegram.token,
        telegram.token.partition(":")[2],
        "bimatcuatoi",
        "Bí Mật",
        "Vi Thị Nhàn",
        "chủ trì",
        "mat.txt",
    ):
        assert secret not in logged, next(line for line in everything.lines if secret in line)
