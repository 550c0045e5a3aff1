"""Rendering: whatever a text holds, the server parses what we send, and nothing in it is live."""

import asyncio
import unicodedata
from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.local import LocalTelegram
from bot.local.markup.detect import detect
from bot.local.markup.html import parse
from bot.local.markup.units import length as units
from bot.telegram.desk import message
from bot.telegram.meeting_card import meeting_card
from bot.telegram.render import (
    Html,
    bold,
    clipped,
    code,
    escape,
    fill,
    italic,
    length,
    link,
    marked,
    paragraphs,
    parts,
    quiet,
    quote,
)
from bot.telegram.replies import document_number, partial, reply
from rag import (
    Answer,
    Assignment,
    Attendee,
    Chair,
    Deadline,
    Decision,
    Meeting,
    MeetingRecord,
    OtherMeeting,
    Quote,
)

from .hostile import HOSTILE, LONG, answer, texts
from .office import LAN

LIVE = {"url", "text_link", "email", "mention", "text_mention", "bot_command"}
EXAMPLES = 2000


def entities(text: Html) -> list[dict[str, Any]]:
    """What the server finds in a message, its own and what it makes live."""
    plain, own = parse(text)
    return [dict(one) for one in (*own, *detect(plain, own))]


async def test_2000_hostile_answers_are_parsed_by_the_server_and_nothing_in_them_is_live() -> None:
    collected: list[str] = [*HOSTILE, *LONG]

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts)
    def collect(text: str) -> None:
        collected.append(text)

    collect()
    assert len(collected) >= EXAMPLES
    async with LocalTelegram() as telegram:
        telegram.say(LAN, "/start")
        url = f"{telegram.url}/bot{telegram.token}/sendMessage"
        limits = asyncio.Semaphore(8)
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=8)) as client:

            async def send(text: str) -> list[str]:
                """What was wrong with the messages that show `text`."""
                wrong = []
                for part in parts(reply(answer(text), lambda document: "58/TB-UBND", asked=text)):
                    async with limits:
                        result = (await client.post(url, json={"chat_id": LAN.id, **message(part)})).json()
                    if not result["ok"]:
                        wrong.append(f"{result['description']}: {part!r}")
                        continue
                    found = result["result"].get("entities", [])
                    wrong += [f"{one}: {part!r}" for one in found if is_live(one)]
                    wrong += [f"{len(found)} entities: {part!r}"] if len(found) > 100 else []
                return wrong

            assert [one for wrong in await asyncio.gather(*map(send, collected)) for one in wrong][:3] == []


def is_live(entity: dict[str, Any]) -> bool:
    """Whether a tap on it would lead somewhere or run something, but for a source of ours."""
    return entity["type"] in LIVE and not (entity["type"] == "text_link" and entity["url"].startswith("http"))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_no_way_of_showing_a_text_makes_it_live(text: str) -> None:
    shown = [quiet(text), bold(quiet(text)), italic(quiet(text)), quote(quiet(text)), code(text), partial(text)]
    shown.append(fill("{text} – {text}", text=text))
    shown.append(paragraphs([quiet(text), quiet(text)]))
    for whole in shown:
        for part in parts(whole):
            assert not [one for one in entities(part) if is_live(one)]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts, st.integers(40, 400))
def test_parts_fit_their_limit_and_lose_nothing_that_is_seen(text: str, limit: int) -> None:
    whole = paragraphs([bold(quiet(text)), quote(quiet(text))])
    cut = parts(whole, limit)
    assert all(0 < length(part) <= limit and part.count("<") - part.count("</") <= 100 for part in cut)
    assert all(length(part) == units(parse(part)[0]) for part in cut)
    joined = "".join(parse(part)[0] for part in cut)
    assert seen(joined) == seen(parse(whole)[0])


def seen(text: str) -> str:
    """The letters of a text that show something."""
    return "".join(
        c
        for c in text
        if not c.isspace() and unicodedata.category(c) != "Cf" and c not in "\u115f\u1160\u2800\u3164\uffa0"
    )


def test_a_text_is_shown_letter_by_letter_where_nothing_in_it_is_dangerous() -> None:
    said = "Sở TN&MT giao 58/TB-UBND, hạn 3/4/2024 và/hoặc <= 5 %; TP.HCM “đã xong”."
    assert parse(quiet(said)) == (said, [])


@pytest.mark.parametrize(
    "said", ["/xoa", "@giaoban_bot", "evil.com", "https://evil.example/a?b", "ai@evil.com", "192.168.1.1"]
)
def test_what_would_be_live_is_set_as_code(said: str) -> None:
    assert quiet(f"xem {said}, rồi thôi") == f"xem <code>{said}</code>, rồi thôi"


def test_a_link_leads_only_to_a_web_page() -> None:
    assert link(escape("báo"), 'https://bao.vn/"x"') == '<a href="https://bao.vn/&quot;x&quot;">báo</a>'
    for address in ("javascript:alert(1)", "tg://resolve?domain=x", "/kho/tep.docx", "https://", "file:///etc/passwd"):
        assert link(escape("báo"), address) == "báo"


def test_parts_are_cut_at_paragraphs_and_tags_are_closed_and_opened_again() -> None:
    paragraph = "Phòng Kinh tế báo cáo. " * 8
    cut = parts(quote(paragraphs([quiet(paragraph.strip())] * 5)), 250)
    assert len(cut) == 5
    assert set(cut) == {f"<blockquote expandable>{paragraph.strip()}</blockquote>"}


def test_nothing_to_see_makes_no_part() -> None:
    for nothing in ("", " \n ", "\u200b", "\u3164", "\x00"):
        assert parts(bold(quiet(nothing))) == []


def test_astral_letters_count_twice() -> None:
    assert [length(part) for part in parts(escape("🇻🇳" * 1500))] == [4096, 1904]


def test_a_clipped_text_says_that_there_is_more() -> None:
    assert clipped(escape("một hai ba bốn"), 8) == "một …"
    assert clipped(escape("một hai"), 8) == "một hai"


def test_the_first_words_are_bold_and_stand_alone() -> None:
    shown = reply(answer("Lê Văn Sáu, Phó Chủ tịch, chủ trì."), lambda document: None)
    assert shown.startswith("<b>Lê Văn Sáu</b>, Phó Chủ tịch, chủ trì.")


def test_a_quote_that_is_the_answer_is_not_said_twice() -> None:
    said = "Giao Phòng Kinh tế rà soát."
    one = answer(said)
    shown = reply(Answer(said, True, one.citations[:1], "embedded", standalone=said), lambda document: None)
    assert shown.count(said) == 2  # as the quote, and in the title that this test gives the document


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("UBND XÃ\nSố: 47/TB-UBND        Tân Khê, ngày 5", "47/TB-UBND"),
        ("Số 12/2024/QĐ-UBND", "12/2024/QĐ-UBND"),
        ("Số: 5 /KL-HĐND", "5/KL-HĐND"),
        ("Thông báo không số, tỷ lệ 3/4 số hộ", None),
        ("Số hộ: 12/14", None),
    ],
)
def test_the_number_of_a_document_is_read_from_its_head(text: str, number: str | None) -> None:
    assert document_number(text) == number


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_a_meeting_of_hostile_facts_fits_one_message_and_nothing_in_it_is_live(text: str) -> None:
    stated = Quote(text, 0, len(text))
    task = Assignment(text or None, text, stated, (text,), (text,), Deadline(text, date(2025, 9, 3)))
    record = MeetingRecord(
        text,
        date(2025, 9, 3),
        time=text,
        place=text,
        body=text,
        chairs=(Chair(text, text, text, stated),),
        secretary=Attendee(text, text, stated),
        attendees=(Attendee(text, text, stated), Attendee(text, text, stated, present=False, reason=text)) * 20,
        assignments=(task,) * 20,
        decisions=(Decision(text, text, text, stated),) * 20,
        others=(OtherMeeting("next", stated, text, None, text, text, text, text),),
    )
    card = meeting_card(Meeting(answer(text).citations[0].document, record), text)
    assert length(card) <= 4096 and len(parts(card)) <= 1
    assert not [one for one in entities(card) if is_live(one)]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(texts, st.booleans()), max_size=6))
def test_marking_a_part_of_a_text_makes_nothing_live(pieces: list[tuple[str, bool]]) -> None:
    for part in parts(marked(*pieces)):
        assert not [one for one in entities(part) if is_live(one)]
