"""Which parts of a page are not the document: navigation, headers, footers, teasers, advertisements.

What enters is the tree of a page's body; what leaves is a verdict for each element. Losing a sentence of the minutes
is worse than keeping one of the site, so an element with a large share of the page's own text is never dropped, and
where class names and link density do not agree the element stays.
"""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_NEVER_TEXT = frozenset(
    "script style noscript template svg canvas iframe object embed audio video map button select input textarea"
    " datalist dialog nav menu link meta head title".split()
)
_ROLES = frozenset("navigation banner contentinfo search menu menubar dialog alertdialog toolbar".split())
_CONTENT = ("main", "article")

# Names in class and id, as whole words between -, _ and changes of case.
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|duong-dan|sidebar|share|sharing|social|related|lien-?quan"
    r"|tin-?khac|tin-?moi|bai-?khac|cung-?chuyen-?muc|comments?|binh-?luan|ads?|advert\w*|quang-?cao|cookies?|popup|modal"
    r"|newsletter|subscribe|pagination|paging|pager|doc-?nhieu|xem-?nhieu|most-?(?:read|view\w*)|recommend\w*|skip-?link)"
    r"(?:$|[\s_-])"
)
_EDGE = re.compile(
    r"(?:^|\s)top(?:$|\s)|(?:^|[\s_-])(?:header|footer|banner|top-?bar|bottom|tags?|tu-?khoa|toolbar|tools"
    r"|print|hotline|login|search|copyright|rating|author-box|widget|block-right|right-col|col-right|cot-phai)(?:$|[\s_-])"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TEASERS = re.compile(
    r"(?:(?:các )?(?:tin|bài)(?: viết| bài| tức)? (?:liên quan|khác|cùng (?:chuyên mục|chủ đề|loại)|mới(?: nhất| hơn)?|cũ hơn"
    r"|nổi bật|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|đã đưa)|cùng chuyên mục|đọc thêm|xem thêm|đọc nhiều(?: nhất)?"
    r"|xem nhiều(?: nhất)?|có thể bạn quan tâm|tin đọc nhiều|bình luận(?: \(\d+\))?|ý kiến bạn đọc|chia sẻ(?: bài viết)?"
    r"|từ khóa|tags?|liên kết(?: website)?|thăm dò ý kiến|thống kê truy cập)\s*:?",
    re.IGNORECASE,
)
_FEW_WORDS = 25  # outside of links: what a site says of itself on each page
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The head of a part of the document, unlike the head of the site.
_PART = re.compile(
    r"(?:card|section|page|table|content|article|post|entry|panel|item|detail)-(?:header|footer|tools|search)"
    r"|header-(?:content|title|detail|article)"
)
# A line that only points to another article.
_POINTER = re.compile(r"\s*(?:>>|»|(?:xem|đọc) thêm\b|tin liên quan\b)", re.IGNORECASE)
_NAMED = frozenset("div section ul ol dl table tr td aside p figure form span".split())
_CONTAINERS = frozenset("div section ul ol dl table td aside form".split())
_EDGES = frozenset("div section ul ol form p".split())


class Boilerplate:
    """Judges the elements of one page."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._sizes: dict[Any, tuple[int, int]] = {}  # characters of text, and of those within links
        self._links: dict[Any, int] = {}
        self._headlines = sum(1 for _ in body.iter("h1"))
        self._measure()
        self._own_text = max(1, self._written(body))
        self._dropped: set[Any] = set()
        self._judge()

    def drops(self, element: Any) -> bool:
        """Whether `element` and what is in it is left out."""
        return element in self._dropped

    def drops_around(self, element: Any) -> bool:
        """Whether `element` or anything that it stands in is left out."""
        return element in self._dropped or any(above in self._dropped for above in element.iterancestors())

    def _measure(self) -> None:
        for _, element in etree.iterwalk(self._body, events=("end",)):
            silent = element.tag in _NEVER_TEXT and element.tag not in ("nav", "menu")
            total = 0 if silent else len((element.text or "").split())
            linked = links = 0
            for child in element:
                inner, inner_linked = self._sizes.get(child, (0, 0))
                total += (0 if silent else inner) + len((child.tail or "").split())
                linked += 0 if silent else inner_linked
                links += self._links.get(child, 0)
            if element.tag == "a" and element.get("href"):  # not the bookmarks that Word writes
                linked, links = total, 1
            self._sizes[element] = (total, linked)
            self._links[element] = links

    def _written(self, element: Any) -> int:
        """Words outside of links."""
        total, linked = self._sizes.get(element, (0, 0))
        return total - linked

    def _density(self, element: Any) -> float:
        total, linked = self._sizes.get(element, (0, 0))
        return linked / total if total else 0.0

    def _judge(self) -> None:
        walker = etree.iterwalk(self._body, events=("start",))
        for _, element in walker:
            if element is self._body:
                continue
            if element in self._dropped or self._is_clutter(element):
                self._dropped.add(element)
                walker.skip_subtree()
            elif self._is_teaser_heading(element):
                self._drop_teasers(element)

    def _is_clutter(self, element: Any) -> bool:
        tag = element.tag
        if tag in _NEVER_TEXT and tag not in ("nav", "menu"):
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        share = self._written(element) / self._own_text
        if share > 0.4 or tag in _CONTENT:
            return False
        role = (element.get("role") or "").lower()
        if tag in ("nav", "menu") or role in _ROLES:
            return True
        inside = any(above.tag in _CONTENT for above in element.iterancestors())
        dense = self._density(element)
        small = self._written(element) < _FEW_WORDS
        if tag in ("header", "footer", "aside"):
            # In an article these may hold its headline, its signature or a quotation.
            if inside or self._holds_headline(element):
                return dense > 0.5
            return tag != "header" or small or share < 0.2
        if tag not in _NAMED:
            return False
        names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}").lower()
        if _CLUTTER.search(names) and (small or share < 0.1 or dense > 0.5):
            return not self._holds_headline(element)
        at_edge = tag in _EDGES and _EDGE.search(_PART.sub("", names))
        if at_edge and (dense > 0.3 or ((small or share < 0.05) and not inside)):
            return not self._holds_headline(element)
        if dense > 0.9 and _POINTER.match("".join(element.itertext())):
            return True
        listed = tag in ("ul", "ol") and dense > 0.95 and self._links[element] >= 2
        return listed or (tag in _CONTAINERS and self._links[element] >= 3 and dense > (0.85 if inside else 0.7))

    def _holds_headline(self, element: Any) -> bool:
        """Whether the page's only headline is in `element`."""
        return self._headlines == 1 and next(element.iter("h1"), None) is not None

    def _is_teaser_heading(self, element: Any) -> bool:
        total, _ = self._sizes.get(element, (0, 0))
        if not 0 < total <= 8:
            return False
        return bool(_TEASERS.fullmatch(" ".join("".join(element.itertext()).split())))

    def _drop_teasers(self, heading: Any) -> None:
        """Drops a heading such as "Tin liên quan" with the list of links below it."""
        for _ in range(3):  # the heading may be wrapped
            below: list[Any] = []
            sibling = heading.getnext()
            while sibling is not None and self._density(sibling) >= 0.5 and len(below) < 20:
                below.append(sibling)
                sibling = sibling.getnext()
            if below:
                self._dropped.update([heading, *below])
                return
            parent = heading.getparent()
            if parent is None or parent is self._body or heading.getnext() is not None:
                return
            heading = parent
