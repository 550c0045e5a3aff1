"""Legacy Vietnamese fonts in a Word document: which runs hold TCVN3 or VNI codes instead of Unicode.

What enters is a run's text; what leaves is Unicode. A .Vn font shows TCVN3, one whose name ends in H shows it in
capitals; a VNI- font shows VNI.
"""

import re
from typing import Any

from docx.oxml.ns import qn

from rag.load.encodings import decode_legacy

_MODERN = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")


class Fonts:
    """Resolves the font of a run through its own, its style's and the document's settings."""

    def __init__(self, document: Any) -> None:
        styles = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self._known: dict[str | None, str] = {}
        defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._default = self._own(defaults)
        named = (fonts for tree in (styles, document.element) for fonts in tree.iter(qn("w:rFonts")))
        self._legacy = any((fonts.get(qn("w:ascii")) or "").lower().startswith((".vn", "vni")) for fonts in named)
        self._plain = next(
            (
                style_id
                for style_id, style in self._styles.items()
                if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph"
            ),
            None,
        )

    @staticmethod
    def _own(properties: Any) -> str:
        fonts = properties.find(qn("w:rFonts")) if properties is not None else None
        return (fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "") if fonts is not None else ""

    def _of_style(self, style_id: str | None) -> str:
        if style_id not in self._known:
            self._known[style_id] = ""  # a style based on itself ends here
            style = self._styles.get(style_id)
            if style is not None:
                base = style.find(qn("w:basedOn"))
                font = self._own(style.find(qn("w:rPr")))
                self._known[style_id] = font or (self._of_style(base.get(qn("w:val"))) if base is not None else "")
        return self._known[style_id]

    def paragraph_style(self, paragraph: Any) -> str | None:
        """The id of a paragraph's style."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return style.get(qn("w:val")) if style is not None else self._plain

    def style_name(self, paragraph: Any) -> str:
        """The name of a paragraph's style in lower case, "" where it has none."""
        style = self._styles.get(self.paragraph_style(paragraph))
        name = style.find(qn("w:name")) if style is not None else None
        return (name.get(qn("w:val")) or "").lower() if name is not None else ""

    def decoded(self, text: str, run: Any, paragraph_style: str | None) -> str:
        """`text` of `run` in Unicode. What was typed in Unicode stays, whatever font it stands in."""
        if not self._legacy or _MODERN.search(text):
            return text
        font = self._font(run, paragraph_style)
        if font.startswith(".vn"):
            unicode = decode_legacy(text, "tcvn3")
            return unicode.upper() if font.endswith("h") else unicode
        return decode_legacy(text, "vni") if font.startswith("vni") else text

    def _font(self, run: Any, paragraph_style: str | None) -> str:
        properties = run.find(qn("w:rPr"))
        font = self._own(properties)
        if not font and properties is not None and (style := properties.find(qn("w:rStyle"))) is not None:
            font = self._of_style(style.get(qn("w:val")))
        return (font or self._of_style(paragraph_style) or self._default).lower()
