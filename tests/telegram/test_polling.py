"""Long polling: another instance, a server in trouble."""

import asyncio

import pytest

from bot.telegram import messages
from bot.telegram.polling import Polling
from rag import RagError

from .office import Office


def second(office: Office, said: list[str], patience: float) -> Polling:
    """Another instance with the same token, which is new."""
    service = office.service
    return Polling(office.desk.api, service._inbox, service._worker, office.clock, said.append, patience=patience)


async def test_a_second_instance_says_so_and_gives_up(bare_office: Office) -> None:
    said: list[str] = []
    polling = second(bare_office, said, 0.2)
    bare_office.telegram.fault("getUpdates", kind="409", times=1000)
    with pytest.raises(RagError) as caught:
        await polling.run()
    assert said == [messages.CONFLICT]
    assert str(caught.value) == messages.CONFLICT_GIVEN_UP


async def test_an_instance_that_was_replaced_by_chance_goes_on(bare_office: Office) -> None:
    office = bare_office
    await office.say(office.lan, "/start")
    said: list[str] = []
    other = asyncio.create_task(second(office, said, 60).run())
    await office.until(lambda: office.said == [messages.CONFLICT])
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)
    assert (await office.say(office.lan, "/start")).text


async def test_a_webhook_that_somebody_sets_is_taken_away_again(bare_office: Office) -> None:
    office = bare_office
    await office.desk.api.call("setWebhook", {"url": "http://127.0.0.1:9/"})
    await office.until(lambda: [call.method for call in office.telegram.calls].count("deleteWebhook") == 2)
    assert (await office.say(office.lan, "/start")).text


async def test_a_server_in_trouble_is_asked_again_and_nothing_is_lost(bare_office: Office) -> None:
    office = bare_office
    await office.until(lambda: any(call.method == "getUpdates" for call in office.telegram.calls))
    for kind in ("500", "reset"):
        office.telegram.fault("getUpdates", kind=kind)
    first = await office.say(office.lan, "/start")
    shown = await office.say(office.lan, "/start")
    assert shown.text == first.text
    assert messages.CONNECTION_BACK in office.said or not office.said
