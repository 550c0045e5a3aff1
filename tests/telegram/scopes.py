"""Twenty scopes, each with a document full of a secret word, twenty people who see one scope each, and what leaked.

A scope's topic may be known to all: others ask about it by that name. Its secret stands in its document only.
"""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.local import Group, Key, Shown, User

from .office import ADMIN, Office

_MINUTES = """BIÊN BẢN HỌP GIAO BAN DỰ ÁN {topic}

Ngày {day}/3/2026, tại Hội trường {secret}, UBND xã {secret} tổ chức họp giao ban về dự án {topic}.
Chủ trì: đồng chí Nguyễn Văn {secret} - Chủ tịch UBND xã.
Dự họp: đồng chí Trần Thị {secret}, Trưởng phòng Tài chính.

Kết luận:
1. Giao Phòng {secret} lập kế hoạch giải phóng mặt bằng {secret} của dự án {topic}, hoàn thành trước ngày 30/4/2026.
2. Giao Ban Quản lý {secret} báo cáo tiến độ dự án {topic} trước ngày {day}/4/2026.
3. Giao Công an xã {secret} xử lý xe chở cát quá tải trên tuyến {secret}, báo cáo trước ngày 25 hằng tháng.
"""


@dataclass(frozen=True)
class Sealed:
    """One scope with who sees it."""

    number: int

    @property
    def letters(self) -> str:
        return f"{chr(97 + self.number)}{chr(97 + self.number)}"

    @property
    def topic(self) -> str:
        """The name by which others ask."""
        return f"Saomai{self.letters}"

    @property
    def secret(self) -> str:
        """Nobody else may ever see it."""
        return f"Quazim{self.letters}"

    @property
    def scope(self) -> str:
        """Its name is nobody else's business either."""
        return f"phong-{self.secret.lower()}"

    @property
    def user(self) -> User:
        """Who sees this scope and no other."""
        return User(3000 + self.number, f"Người {self.number}")

    @property
    def group(self) -> Group:
        """What is bound to this scope and no other."""
        return Group(-1001000002000 - self.number, f"Nhóm {self.number}")


SCOPES = [Sealed(number) for number in range(20)]


def write(folder: Path) -> list[tuple[str, str]]:
    """The documents as (path, scope)."""
    folder.mkdir()
    found = []
    for one in SCOPES:
        path = folder / f"bien-ban-{one.secret.lower()}.txt"
        path.write_text(_MINUTES.format(topic=one.topic, secret=one.secret, day=one.number + 2), encoding="utf-8")
        found.append((str(path), one.scope))
    return found


async def people_in(office: Office) -> None:
    """Everybody sees their scope and has written to the bot."""
    now = office.clock.now()
    for one in SCOPES:
        office.desk.access.people.allow(one.user.id, ADMIN.id, now, scopes=(one.scope,))
        office.telegram.say(one.user, "/start")
    await office.idle()


async def groups_in(office: Office, some: Iterable[Sealed]) -> None:
    """The groups are known and bound."""
    for one in some:
        office.desk.access.groups.add(one.group.id, one.group.title, ADMIN.id, office.clock.now())
        office.desk.access.groups.bind(one.group.id, (one.scope,))
        office.telegram.meet(one.group)


async def all_say(office: Office, some: Iterable[Sealed], text: str, **how: Any) -> None:
    """All of them write the same, side by side, and are answered."""
    for one in some:
        office.telegram.say(one.user, text, **how)
    await settled(office)


async def settled(office: Office) -> None:
    """Everything is answered."""
    await office.until(lambda: office.service.idle and not office.telegram.world.queue.waiting, 60)


async def crawl(office: Office, some: list[Sealed], rounds: int) -> int:
    """Everybody presses every button that they have not pressed before, so many rounds; the number of presses."""
    pressed: dict[int, set[str]] = {one.number: set() for one in some}
    count = 0
    for _ in range(rounds):
        for one in some:
            for shown in office.shown(one.user):
                for key in keys(shown):
                    if key.data and _same(shown, key) not in pressed[one.number]:
                        pressed[one.number].add(_same(shown, key))
                        office.telegram.press_data(one.user, shown.id, key.data)
                        count += 1
        await settled(office)
    return count


def keys(shown: Shown) -> list[Key]:
    """The buttons under a message."""
    return [key for row in shown.keyboard for key in row]


def _same(shown: Shown, key: Key) -> str:
    """What tells a button from others: pages are made anew with every press."""
    return f"{shown.id} {shown.text[:200]} {key.label}"


def leaked(office: Office, chat_id: int, own: Sealed | None) -> list[str]:
    """The secrets of other scopes in anything that was ever sent to a chat, toasts and files too."""
    said = [json.dumps(call.params, ensure_ascii=False) for call in office.telegram.calls if call.chat_id == chat_id]
    said += [toast.text for toast in office.telegram.toasts if toast.user_id == chat_id]
    for shown in office.telegram.chat(chat_id):
        if shown.by_bot and shown.document:
            said.append(_readable(office.telegram.file(shown.document.file_id).data))
    return secrets_in("\n".join(said), own)


def secrets_in(text: str, own: Sealed | None) -> list[str]:
    """The secrets of scopes other than `own` in a text."""
    text = text.casefold()
    return [one.secret for one in SCOPES if one != own and one.secret.casefold() in text]


def _readable(data: bytes) -> str:
    """The content of a file; a workbook's parts are packed."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


async def index(office: Office, documents: list[tuple[str, str]]) -> None:
    """Index the documents, each into its scope."""

    def work() -> None:
        for path, scope in documents:
            for _ in office.library.index([path], scope=scope):
                pass

    await asyncio.to_thread(work)
