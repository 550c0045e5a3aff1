"""Whether a text is about a meeting at all: a cheap look before anything is extracted.

Enter: a title and a text. Leaves: yes or no. A library holds other things too (news, rules, forms), and facts drawn from
those would be counted as meetings and tasks that never were.
"""

_HEAD = 1200  # characters within which a text says that it tells of a meeting
_MEETING = (
    "họp", "hội nghị", "giao ban", "biên bản", "hội ý", "tọa đàm", "toạ đàm", "đại hội", "sinh hoạt chi bộ", "standup",
    "stand-up", "weekly", "meeting",
)  # fmt: skip
# What only minutes, conclusions and reports of a meeting say, wherever it stands.
_MINUTES = (
    "chủ trì", "chủ tọa", "chủ toạ", "điều hành cuộc", "điều hành phiên", "điều hành buổi", "điều hành hội", "cầm trịch",
    "kết luận hội nghị", "kết luận cuộc họp", "kết luận phiên", "kết luận của", "action items", "[ ] @", "thành phần tham dự",
    "thành phần dự", "nơi nhận",
)  # fmt: skip


def tells_of_a_meeting(title: str, text: str) -> bool:
    """Whether the beginning names a meeting, or some line says what is said of meetings only.

    Args:
        title: in NFC.
        text: in NFC.
    """
    head = f"{title}\n{text[:_HEAD]}".lower()
    if any(word in head for word in _MEETING):
        return True
    lowered = text.lower()
    return any(words in lowered for words in _MINUTES)
