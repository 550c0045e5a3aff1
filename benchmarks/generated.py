"""Made-up articles that look Vietnamese, for machines without a corpus: nothing enters, articles leave.

Their length and the spread of their words follow a corpus of Vietnamese news: 58, 156 and 2,130 characters for title,
abstract and body on average, a few words in nearly every text and most words in hardly any (Zipf). They say nothing: only
speed and size may be measured on them.
"""

import math
import random
from collections.abc import Iterator
from itertools import accumulate, product

_SYLLABLES = (
    "an anh ban báo bảo bền biển bình bộ bổ cải cảng cầu cấp chế chính chủ chung chương công cơ cuộc cương dân dịch diện "
    "doanh dự du đại đảm đất đầu đề điện định đoàn đội động đồng đô đường gia giá giám giáo giao giới hạ hàng hành hiện hiệu "
    "hình hòa hoạch hội hợp huy hưởng hữu kế khai khách khảo khẩu khoa kiểm kinh kỹ lao lập lâm liên linh lĩnh loại lợi luật "
    "lực lượng lý mạng mặt mô môi mục năng ngành nghị nghiệp ngoại ngữ nguyên nhân nhiệm nông pháp phát phòng phong phối phục "
    "phương quan quản quốc quy quyền quyết sản sát sinh số sơ suất tác tài tâm tập thành thẩm thế thể thi thiết thông thuật "
    "thủy thương thực tiến tiêu tín tình toàn tổ tổng trách trang trí trình trọng trợ trung truyền trường tuyến tư ứng văn vật "
    "vệ viên viện vốn vụ vùng xã xây xử xuất ý yếu"
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
_FLAT, _STEEP = 30, 0.9  # of the law by which a word's frequency falls with its rank
_GRAMMAR_SHARE, _PHRASE_SHARE = 0.25, 0.04  # of the words of a sentence
_TITLE, _ABSTRACT, _BODY = 58, 156, 1_815  # characters; the body's median
_SPREAD = 0.57  # of the logarithm of the body's length


def articles(seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """Title, abstract and body of one article after another, without end; the same ones each time."""
    chance = random.Random(seed)
    words = [" ".join(pair) for pair in chance.sample(list(product(_SYLLABLES, repeat=2)), _WORDS)]
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
