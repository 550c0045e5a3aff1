"""What clients would make live by themselves."""

import pytest

from bot.local import LocalTelegram, User
from bot.local.markup.detect import detect
from bot.local.markup.units import cut
from tests.local.conftest import Bot


def live(text: str) -> list[tuple[str, str]]:
    return [(entity["type"], cut(text, entity["offset"], entity["length"])) for entity in detect(text, [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xem www.a.vn, nhé", [("url", "www.a.vn")]),
        ("(https://b.vn/d_(e)).", [("url", "https://b.vn/d_(e)")]),
        ("HTTPS://X.zzz/é x.zzz", [("url", "HTTPS://X.zzz/é")]),
        ("example.COM x.cOM x.Com", [("url", "example.COM"), ("url", "x.cOM")]),
        ("ThS.La ở TP.HCM, Q.Bình, v.v... GS.An", []),
        ("readme.md và tb.docx", [("url", "readme.md")]),
        ("1.2.3.4 không phải 3.4.2024 hay 10.000.000", [("url", "1.2.3.4")]),
        ("tg://resolve?domain=x", [("url", "tg://resolve?domain=x")]),
        ("москва.рф", [("url", "москва.рф")]),
        ("mailto:a@b.vn c.d+e@mail.gov.vn", [("email", "a@b.vn"), ("email", "+e@mail.gov.vn")]),
        ("/hop /hop@giaoban_bot", [("bot_command", "/hop"), ("bot_command", "/hop@giaoban_bot")]),
        ("58/TB-UBND a/b /x/y 3/4/2024 </b", []),
        ("@lan_nguyen @an @gif a@b", [("mention", "@lan_nguyen"), ("mention", "@gif")]),
        ("#họp_giao_ban #123 a#b", [("hashtag", "#họp_giao_ban")]),
        ("$VND $vnd", [("cashtag", "$VND")]),
        ("+84 912 345 678", [("phone_number", "+84 912 345 678")]),
        ("0912345678 hay 0912 345 678", [("phone_number", "0912345678"), ("phone_number", "0912 345 678")]),
        ("ngày 09-10-2024 08:30, 01.02.2024 9 giờ", []),
        ("kết luận.Vn họp.VN", [("url", "họp.VN")]),
        ("#họp@giaoban_bot $VND+@b.com", [("hashtag", "#họp@giaoban_bot"), ("url", "$VND+@b.com")]),
        ("/hop@ab /hop@giaoban_bot@x", [("bot_command", "/hop@giaoban_bot")]),
        ("x.comftp://1.2.3.4 user:x@b.vn/y", [("url", "user:x@b.vn/y")]),
        ("😀 t.me/abc", [("url", "t.me/abc")]),
        ("http://a.b-/ http://-/ http:// a..vn .vn", []),
    ],
)
def test_live_pieces(text: str, expected: list[tuple[str, str]]) -> None:
    assert live(text) == expected


async def test_nothing_is_live_within_code_or_a_link(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    text = '<code>/xoa a.vn</code> <a href="b.vn">c.vn @lan_nguyen</a> <b>/hop</b> d.vn'
    sent = await bot.result("sendMessage", chat_id=lan.id, text=text, parse_mode="HTML")
    shown = telegram.chat(lan)[-1]
    assert [(e["type"], cut(shown.text, e["offset"], e["length"])) for e in shown.live] == [
        ("bot_command", "/hop"),
        ("url", "d.vn"),
    ]
    assert [e["type"] for e in sent["entities"]] == ["code", "text_link", "bold", "bot_command", "url"]


async def test_an_edit_is_looked_through_anew(telegram: LocalTelegram, bot: Bot, lan: User) -> None:
    sent = await bot.result("sendMessage", chat_id=lan.id, text="a.vn")
    await bot.result("editMessageText", chat_id=lan.id, message_id=sent["message_id"], text="a, vn")
    assert telegram.chat(lan)[-1].live == ()
