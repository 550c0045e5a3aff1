"""Voice: transcribed where a key is set, shown and answered; otherwise a sentence says why not."""

import pytest

from tests.openai_server import OpenAIServer, error, heard

from .office import Office

SOUND = b"OggS\x00\x02" + b"\x00" * 60
CHAIR = "Ai chủ trì họp giao ban tháng 8/2025 của Ban quản lý chợ Nậm Khoang?"


@pytest.fixture
def listening(office_with_model: Office) -> Office:
    """An office with a key. Its model refuses to chat, so that the embedded mind answers."""
    return office_with_model


async def test_a_voice_message_is_written_down_shown_and_answered(listening: Office, openai: OpenAIServer) -> None:
    openai.play(heard(f" {CHAIR}\n"))
    shown = await listening.reply(lambda: listening.telegram.voice(listening.lan, SOUND), listening.lan)
    assert shown.text.startswith(f"🎙 “{CHAIR}”\n\n")
    assert "Sùng A Páo" in shown.text
    assert [one.path for one in openai.requests if "audio" in one.path] == ["/v1/audio/transcriptions"]


async def test_a_voice_message_without_words_or_with_a_failing_server_is_told_so(
    listening: Office, openai: OpenAIServer
) -> None:
    for play, said in ((heard("  "), "Không nghe ra lời"), (error(500), "Chưa chuyển được tin thoại")):
        openai.play(play)
        shown = await listening.reply(lambda: listening.telegram.voice(listening.lan, SOUND), listening.lan)
        assert shown.text.startswith(said)


async def test_in_a_group_only_a_voice_in_reply_to_the_bot_is_listened_to(
    listening: Office, openai: OpenAIServer
) -> None:
    listening.telegram.world.privacy = False
    listening.telegram.voice(listening.lan, SOUND, chat=listening.group)
    await listening.idle()
    assert not listening.shown(listening.group)
    said = await listening.say(listening.lan, "/hoi", chat=listening.group)
    openai.play(heard(CHAIR))
    listening.telegram.voice(listening.lan, SOUND, chat=listening.group, reply_to=said.id)
    await listening.until(lambda: "Sùng A Páo" in listening.last(listening.group).text)


async def test_without_a_key_a_sentence_says_so(bare_office: Office) -> None:
    shown = await bare_office.reply(lambda: bare_office.telegram.voice(bare_office.lan, SOUND), bare_office.lan)
    assert shown.text.startswith("Bot chưa nghe được tin thoại")


async def test_a_stranger_is_not_listened_to(listening: Office, openai: OpenAIServer) -> None:
    await listening.reply(lambda: listening.telegram.voice(listening.stranger, SOUND), listening.stranger)
    assert not [one for one in openai.requests if "audio" in one.path]
