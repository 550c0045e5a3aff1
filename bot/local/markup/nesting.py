"""Which entities may lie within which, and what Telegram does to those that may not.

Source: `fix_entities` of TDLib, with which random nestings were compared.
"""

from itertools import pairwise
from typing import Final

from bot.local.markup.units import Entity

_FIXED: Final = ("pre", "code")
_QUOTES: Final = ("blockquote", "expandable_blockquote")
_LINKS: Final = ("text_mention", "text_link", "custom_emoji")
_STYLES: Final = ("bold", "italic", "underline", "strikethrough", "spoiler")
# What comes first where two cover the same; the inner one where these are equal too.
_RANKS: Final = dict.fromkeys(_QUOTES, 0) | {"pre": 1, "code": 2} | dict.fromkeys(_LINKS, 3) | dict.fromkeys(_STYLES, 4)


def nested(entities: list[Entity]) -> list[Entity]:
    """Entities in order: code alone, no quote in a quote, no link in a link or across a quote, styles cut at all these."""
    entities = _sorted([e for e in entities if e["length"] > 0])
    quotes = _outermost([e for e in entities if e["type"] in _QUOTES])
    whole = _outermost([e for e in entities if e["type"] in (*_FIXED, *_LINKS)])
    whole = [e for e in whole if not any(_crosses(e, quote) for quote in quotes)]
    holes = [(e["offset"], _end(e)) for e in whole if e["type"] in _FIXED]
    covered = {kind: _merged([e for e in entities if e["type"] == kind]) for kind in _STYLES}
    cuts = {cut for e in (*quotes, *whole) for cut in (e["offset"], _end(e))}
    cuts |= {start for stretches in covered.values() for start, _ in stretches}
    styles: list[Entity] = []
    for kind, stretches in covered.items():
        for start, end in stretches:
            marks = [start, *sorted(cut for cut in cuts if start < cut < end), end]
            for left, right in pairwise(marks):
                if not any(begin <= left < stop for begin, stop in holes):
                    styles.append({"type": kind, "offset": left, "length": right - left})
    return _sorted([*quotes, *whole, *styles])


def _sorted(entities: list[Entity]) -> list[Entity]:
    """Outer ones first; where two cover the same, in the order of the types."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _RANKS[e["type"]]))


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _outermost(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _crosses(entity: Entity, quote: Entity) -> bool:
    """Whether `entity` lies partly in `quote`, or around it."""
    meets = entity["offset"] < _end(quote) and quote["offset"] < _end(entity)
    return meets and not (quote["offset"] <= entity["offset"] and _end(entity) <= _end(quote))


def _merged(entities: list[Entity]) -> list[tuple[int, int]]:
    """The stretches that `entities` cover together."""
    stretches: list[tuple[int, int]] = []
    for entity in entities:
        if stretches and entity["offset"] <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], _end(entity))
        else:
            stretches.append((entity["offset"], _end(entity)))
    return stretches
