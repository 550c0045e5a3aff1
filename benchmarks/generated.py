"""Made-up articles that look Vietnamese, for machines without a corpus: nothing enters, articles leave.

Their length and the spread of their words follow a corpus of Vietnamese news: 58, 156 and 2,130 characters for title,
abstract and body on average, a few words in nearly every text and most words in hardly any (Zipf). The words are any that
Vietnamese letters could make. They say nothing: only speed and size may be measured on them.
"""

import math
import random
from collections.abc import Iterator
from itertools import accumulate, product

_ONSETS = "b ch d đ gi h kh l m n ng nh ph r s t th tr v x".split()
_RIMES = (
    "a à á ả ạ ai ài ại am ám an án ang àng ảng anh ành ánh ao ào áo ay ày ăn ắn ăng ắng âm ấm ân ần ấn âu ầu ấu ây ấy em ém "
    "en ên ền ết êu i ì í ị ích iên iền iến iểu iêu im inh ình ính o ó oa oà oá oàn oan oanh ong òng óng ô ồ ố ộ ôi ồi ối ộc ôn "
    "ông ồng ống ơ ở ợ ới ơn u ú ụ uân uất ung ùng ước ương ường ượng ưu ư ữ ự"
).split()
_GRAMMAR = (
    "và của là các trong cho được với đã có những một này để từ tại theo không người khi đến về sẽ trên vào do như cũng nhiều "
    "còn đang phải năm ngày sau ông bà việc thêm hơn"
).split()
_PHRASES = (
    "chủ trì cuộc họp giao ban",
    "giao Sở Xây dựng chủ trì, phối hợp",
    "báo cáo kết quả trước ngày {day}/{month}",
    "tổng mức đầu tư {number} tỷ đồng",
    "ngày {day}/{month}/{year}",
    "tăng {number},{digit} % so với cùng kỳ",
    "tại huyện {place}",
    "ông {name} cho biết",
    "theo bà {name}",
)
_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
_MIDDLE = "Văn Thị Đức Minh Thanh Quốc Hữu Ngọc Xuân Thu".split()
_GIVEN = (
    "An Bình Châu Dũng Giang Hà Hạnh Hùng Khánh Lan Linh Long Mai Nam Nga Phúc Quân Sơn Tâm Thảo Tuấn Vân Yến".split()
)
_PLACES = (
    "An Hòa|Bình Lâm|Châu Sơn|Đông Phú|Hạ Khê|Kim Động|Lộc Thủy|Mai Xá|Phú Điền|Tân Thượng|Vân Trung|Yên Lạc".split("|")
)

_WORDS = 30_000  # pairs of syllables
_FLAT, _STEEP = 30, 1.1  # of the law by which a word's frequency falls with its rank
_GRAMMAR_SHARE, _PHRASE_SHARE = 0.25, 0.04  # of the words of a sentence
_TITLE, _ABSTRACT, _BODY = 58, 156, 1_815  # characters; the body's median
_SPREAD = 0.57  # of the logarithm of the body's length


def articles(seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """Title, abstract and body of one article after another, without end; the same ones each time."""
    chance = random.Random(seed)
    syllables = ["".join(parts) for parts in product(_ONSETS, _RIMES)]
    words = [" ".join(pair) for pair in chance.sample(list(product(syllables, repeat=2)), _WORDS)]
    chances = list(accumulate((rank + _FLAT) ** -_STEEP for rank in range(_WORDS)))

    def sentence(length: int) -> str:
        """A sentence of about `length` characters."""
        parts: list[str] = []
        size = 0
        while size < length:
            draw = chance.random()
            if draw < _PHRASE_SHARE:
                parts.append(_phrase(chance))
            elif draw < _PHRASE_SHARE + _GRAMMAR_SHARE:
                parts.append(chance.choice(_GRAMMAR))
            else:
                parts += chance.choices(words, cum_weights=chances)
            size += len(parts[-1]) + 1
        text = " ".join(parts)
        return text[0].upper() + text[1:]

    while True:
        title = sentence(round(chance.gauss(_TITLE, 10)))
        abstract = f"{sentence(round(chance.gauss(_ABSTRACT, 35)))}."
        length = _BODY * math.exp(min(chance.gauss(0, _SPREAD), 2.5 * _SPREAD))
        lines: list[str] = []
        size = 0
        while size < length:
            lines.append(f"{sentence(chance.randint(60, 200))}.")
            size += len(lines[-1]) + 1
        yield title, abstract, "\n".join(lines)


def _phrase(chance: random.Random) -> str:
    return chance.choice(_PHRASES).format(
        day=chance.randint(1, 28),
        month=chance.randint(1, 12),
        year=chance.randint(2015, 2025),
        number=chance.randint(2, 900),
        digit=chance.randint(1, 9),
        place=chance.choice(_PLACES),
        name=f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}",
    )
