"""A model's answer is shown while it is written and ends as one message."""

import pytest

from tests.openai_server import Exchange, OpenAIServer, drip, error, text

from .office import Office

CHAIR = "Ai chủ trì họp giao ban tháng 8/2025 của Ban quản lý chợ Nậm Khoang?"
REPLY = "TÌM THẤY: **Đồng chí Sùng A Páo**, Trưởng Ban quản lý chợ, chủ trì họp giao ban tháng 8/2025 [1]."


@pytest.fixture
def office(office_with_model: Office, openai: OpenAIServer) -> Office:
    """An office whose model writes slowly. A question to be understood, which is not streamed, is left as it is."""

    def answer(exchange: Exchange) -> None:
        (drip(REPLY, 0.02) if exchange.streamed else text(CHAIR))(exchange)

    openai.default = answer
    return office_with_model


def methods(office: Office) -> list[str]:
    """How the bot has written, in order, each way once in a row."""
    wanted = ("sendMessage", "sendMessageDraft", "editMessageText")
    calls = [call.method for call in office.telegram.calls if call.method in wanted]
    return [one for number, one in enumerate(calls) if number == 0 or calls[number - 1] != one]


async def test_in_a_private_chat_a_draft_grows_and_one_message_takes_its_place(office: Office) -> None:
    shown = await office.say(office.lan, CHAIR)
    assert methods(office) == ["sendMessageDraft", "sendMessage"]
    assert shown.html.startswith("<b>Đồng chí Sùng A Páo</b>, Trưởng Ban quản lý chợ, chủ trì")
    assert "Ngày 05/8/2025, đồng chí Sùng A Páo" in shown.parts("expandable_blockquote")[0]
    drafts = [call.params["text"] for call in office.telegram.calls if call.method == "sendMessageDraft"]
    assert drafts == sorted(drafts, key=len) and all(draft.endswith("…") for draft in drafts)


async def test_where_drafts_are_not_allowed_one_message_is_edited_until_it_is_the_answer(office: Office) -> None:
    office.telegram.fault("sendMessageDraft", kind="403", times=100)
    await office.say(office.lan, CHAIR)
    await office.until(lambda: office.last(office.lan).labels)
    assert len(office.shown(office.lan)) == 1
    assert "Sùng A Páo" in office.last(office.lan).text


async def test_in_a_group_one_message_is_edited_until_it_is_the_answer(office: Office) -> None:
    await office.say(office.lan, f"@giaoban_bot {CHAIR}", chat=office.group)
    await office.until(lambda: office.last(office.group).labels)
    assert methods(office) == ["sendMessage", "editMessageText"]
    assert len(office.shown(office.group)) == 1


async def test_a_model_that_fails_leaves_the_embedded_answer_and_a_notice(office: Office, openai: OpenAIServer) -> None:
    openai.default = error(400)
    shown = await office.say(office.lan, CHAIR)
    assert "Sùng A Páo" in shown.text
    assert "Trả lời nhanh, không dùng mô hình." in shown.parts("italic")[-1]


async def test_with_the_days_money_spent_the_embedded_mind_answers_and_says_so(
    office: Office, openai: OpenAIServer
) -> None:
    await office.say(office.lan, CHAIR)
    await office.idle()
    await office.stop()
    office._more["money_a_day"] = 0.0000001
    await office.start()
    asked = len(openai.requests)
    shown = await office.say(office.lan, CHAIR)
    assert "Sùng A Páo" in shown.text
    assert shown.parts("italic")[-1] == "Trả lời nhanh, không dùng mô hình: mức chi của hôm nay đã hết."
    assert not [one for one in openai.requests[asked:] if "chat" in one.path]
