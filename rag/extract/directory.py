"""The people of one document: full names by the short forms in which they come back later.

What enters is the text; what leaves answers "is this a person here?" and "who is Lan?".
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rag.extract.labels import label_of
from rag.language.names import TITLES, people, role_of
from rag.language.text import CAPITALS, SMALLS, comparable

_SYLLABLE = rf"[{CAPITALS}][{SMALLS}]*"
_TITLE = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
# "cô Mẩy (Phàn Thị Mẩy, Phó Hiệu trưởng)": a short form introduced beside the full one.
_CALLED = re.compile(
    rf"(?P<short>{_SYLLABLE}(?:\s{_SYLLABLE}){{0,2}})\s*\((?:(?i:{_TITLE})\.?\s+)?(?P<full>{_SYLLABLE}(?:\s{_SYLLABLE}){{1,4}})[,)]"
)
_LIST = re.compile(
    r"(?im)(?:^[\s>*_-]*|[.;,|]\s+)(?:(?:có|đủ) mặt(?: đủ)?|tham gia|thành phần|dự|tham dự|participants?|attendees?|người dự|vắng|host|note|ghi chép|thư ký|chủ trì|chủ tọa)\**\s*[:：]\**\s*(?P<names>[^\n]+)"
)
_BARE = re.compile(rf"(?<![{CAPITALS}{SMALLS}])(?P<name>{_SYLLABLE}(?:\s{_SYLLABLE}){{0,4}})(?![{CAPITALS}{SMALLS}])")
_TITLED_SHORT = re.compile(
    rf"(?<![{CAPITALS}{SMALLS}])(?i:anh|chị|cô|thầy|chú|bác|ông|bà|em|bạn|a|c|đ/c|đồng chí)\.?\s+(?P<name>{_SYLLABLE}(?:\s{_SYLLABLE})?)(?![{CAPITALS}{SMALLS}])"
)
_MENTION = re.compile(rf"@(?P<name>{_SYLLABLE}(?:\s{_SYLLABLE}){{0,3}})")
# Who speaks in a transcript, whatever the time's place.
_SPEAKER = re.compile(
    rf"(?m)^\s*(?P<time>[\[(][^\])\n]{{4,24}}[\])]\s*[-–,|]?\s*|\d{{1,2}}:\d{{2}}\s*[-–,|]?\s*)?(?:\*\*)?(?:(?i:{_TITLE})\s+)?(?P<name>{_SYLLABLE}(?:\s{_SYLLABLE}){{0,4}})(?:\*\*)?(?P<after>\s*[\[(][\d:., /h]{{4,20}}[\])])?\s*:\s"
)
_NOT_PEOPLE = frozenset("Ban Sở Phòng Hội Đoàn Công Trung Trường Văn Các Tổ Đội Ủy UBND HĐND Bộ Khách Khối Thành Google Zoom Có Vắng Thư Chủ Team CS Sale Đại Ông Bà Anh Chị Cô Thầy Đồng Chi Bí Trưởng Phó Giám Kế Nhà Khoa Bệnh Xã Phường Huyện Tỉnh Đảng Cấp Lãnh Toàn Cán Như Chánh Tại Sau Theo Về Trước".split())  # fmt: skip


_key = lru_cache(maxsize=4096)(comparable)  # the same few names are asked for again and again


class Directory:
    """The names of a document. Built once per document."""

    def __init__(self, text: str) -> None:
        self._full: dict[str, None] = {}
        self._short: dict[str, str] = {}
        self._bare: set[str] = set()
        self._spelled: dict[str, None] = {}  # short names as written
        self._roles: dict[str, set[str]] = {}
        self._written_roles: list[tuple[str, str]] = []
        for person in people(text):
            if len(person.name.split()) >= 2:
                self._full.setdefault(person.name)
                if role := role_of(text, person):
                    self._roles.setdefault(_key(role), set()).add(person.name)
                    self._written_roles.append((role, person.name))
        for match in _CALLED.finditer(text):
            if match["short"].split()[0] not in _NOT_PEOPLE:
                self._full.setdefault(match["full"])
                self._short[_key(match["short"])] = match["full"]
        for pattern in (_MENTION, _TITLED_SHORT):
            self._add(match["name"] for match in pattern.finditer(text))
        spoken: Counter[str] = Counter()
        for match in _SPEAKER.finditer(text):
            spoken[match["name"]] += 2 if match["time"] or match["after"] else 1
        self._add(name for name, weight in spoken.items() if weight > 1 and label_of(name) is None)
        for row in _LIST.finditer(text):
            self._add(match["name"] for match in _BARE.finditer(re.sub(r"\([^)]*\)", "", row["names"])))
        self._endings: dict[str, list[str]] = {}
        long = [name for name in self._spelled if " " in name and name not in self._full]
        for name in [*self._full, *long]:
            parts = _key(name).split()
            for size in range(1, len(parts)):
                self._endings.setdefault(" ".join(parts[-size:]), []).append(name)

    def _add(self, names: Iterable[str]) -> None:
        for name in names:
            if name.split()[0] not in _NOT_PEOPLE and not name.isupper():
                self._bare.add(_key(name))
                self._spelled.setdefault(name)

    def knows(self, name: str) -> bool:
        """Whether `name`, full or short, is a person of the document."""
        key = _key(name)
        return name in self._full or key in self._bare or key in self._short or key in self._endings

    def full(self, name: str) -> str:
        """The full name where exactly one person is called so, else `name` as it is."""
        key = _key(name)
        if key in self._short:
            return self._short[key]
        if name in self._full:
            return name
        candidates = self._endings.get(key, [])
        if len(candidates) == 1:
            return candidates[0]
        return next((spelled for spelled in self._spelled if _key(spelled) == key), name) if name.islower() else name

    def role(self, name: str) -> str | None:
        """The role of a person as written anywhere in the document."""
        full = self.full(name)
        return next((role for role, holder in self._written_roles if holder == full), None)

    @property
    def informal(self) -> bool:
        """Whether people mostly go by short names, as in chats and hasty notes."""
        return len(self._bare) > len(self._full)

    def holder(self, role: str) -> str | None:
        """Who holds a role here, where exactly one person does: "Chủ tịch UBND xã" may be written shorter or longer."""
        key = _key(role)
        names = {
            name
            for known, holders in self._roles.items()
            if known.startswith(key) or key.startswith(known)
            for name in holders
        }
        return names.pop() if len(names) == 1 else None

    def named_in(self, text: str) -> tuple[str, ...]:
        """The people that `text` names, in full."""
        found = [self.full(person.name) for person in people(text)]
        if not found:
            found = [self.full(m["name"]) for m in _BARE.finditer(text) if self.knows(m["name"])]
        return tuple(dict.fromkeys(found))
