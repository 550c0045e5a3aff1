"""Groups: known once an admin has brought the bot in, seeing only what is bound to them, left otherwise."""

from bot.local import Channel, Group, User

from .office import ADMIN, GROUP, LAN, STRANGER, Office

NEW = Group(-1001000000777, "Phòng Tài chính")
BASIC = Group(-4242, "Nhóm thường")
BOT = "@giaoban_bot"
QUESTION = f"{BOT} ai chủ trì họp giao ban tháng 9?"


async def bring(office: Office, group: Group | Channel, by: User, status: str = "member") -> None:
    """Somebody changes the bot's standing in a group."""
    if status == "kicked":
        office.telegram.expel(group, by)
    else:
        office.telegram.invite(group, by, status)
    await office.idle()


def in_it(office: Office, group: Group | Channel) -> bool:
    return office.telegram.world.meet(group).bot not in ("left", "kicked")


async def test_brought_into_a_group_by_a_stranger_the_bot_says_so_and_leaves(office: Office) -> None:
    for by in (STRANGER, LAN):
        await bring(office, NEW, by)
        assert "xin phép rời nhóm" in office.last(NEW).text
        assert not in_it(office, NEW)
    assert office.desk.access.groups.get(NEW.id) is None


async def test_a_group_that_is_not_known_is_left_when_somebody_speaks_to_the_bot(office: Office) -> None:
    office.telegram.world.meet(NEW)  # the bot is in it, nobody knows why
    await office.say(ADMIN, QUESTION, chat=NEW)
    await office.idle()
    assert [one.text for one in office.shown(NEW)] == [
        "Giao Ban chỉ phục vụ nhóm do quản trị viên của mình thêm vào, nên xin phép rời nhóm này."
    ]
    assert not in_it(office, NEW)


async def test_a_channel_is_left(office: Office) -> None:
    channel = Channel(-1001000000888, "Kênh tin")
    await bring(office, channel, ADMIN)
    assert not in_it(office, channel)


async def test_an_admin_binds_a_group_from_the_private_chat(office: Office) -> None:
    await office.say(ADMIN, "/start")
    await bring(office, NEW, ADMIN)
    assert "chưa được gắn phạm vi" in office.last(NEW).text
    card = office.last(ADMIN)
    assert "Phòng Tài chính" in card.text
    assert "chưa được gắn phạm vi" in (await office.say(LAN, QUESTION, chat=NEW)).text, "nothing is bound yet"
    await office.press(ADMIN, "▫️ chung")
    assert "Nhắc tên bot" in office.last(NEW).text
    answer = await office.say(STRANGER, QUESTION, chat=NEW)
    await office.idle()
    assert "phạm vi" not in answer.text
    assert office.desk.access.groups.scopes(NEW.id) == ("chung",)


async def test_taking_the_scope_away_holds_from_the_next_message(office: Office) -> None:
    shown = await office.say(ADMIN, "/nhom")
    assert "Văn phòng: chung" in shown.text
    await office.press(ADMIN, "Văn phòng")
    await office.press(ADMIN, "✅ chung")
    assert "chưa được gắn phạm vi" in (await office.say(LAN, QUESTION, chat=GROUP)).text


async def test_a_link_adds_the_bot_to_a_group(office: Office) -> None:
    shown = await office.say(ADMIN, "/nhom")
    assert [key.url for row in shown.keyboard for key in row if key.url] == ["https://t.me/giaoban_bot?startgroup=nhom"]


async def test_nothing_said_in_a_group_opens_the_list_of_groups(office: Office) -> None:
    for text in ("/nhom", f"/nhom{BOT}"):
        office.telegram.say(ADMIN, text, chat=GROUP)
        await office.idle()
    assert not office.shown(GROUP)


async def test_leaving_is_asked_once_more_and_forgets_the_binding(office: Office) -> None:
    await office.say(ADMIN, "/nhom")
    await office.press(ADMIN, "Văn phòng")
    await office.press(ADMIN, "Rời nhóm")
    assert in_it(office, GROUP)
    await office.press(ADMIN, "Đúng vậy")
    assert not in_it(office, GROUP)
    assert office.desk.access.groups.get(GROUP.id) is None
    await bring(office, GROUP, LAN)
    assert not in_it(office, GROUP), "known no more"


async def test_thrown_out_the_bot_forgets_what_was_bound(office: Office) -> None:
    await bring(office, GROUP, LAN, "kicked")
    assert office.desk.access.groups.get(GROUP.id) is None
    await bring(office, GROUP, LAN)
    assert not in_it(office, GROUP)


async def test_other_rights_change_nothing(office: Office) -> None:
    await bring(office, GROUP, LAN, "administrator")
    assert office.desk.access.groups.scopes(GROUP.id) == ("chung",)


async def test_what_was_bound_moves_with_a_group_that_becomes_a_supergroup(office: Office) -> None:
    await office.say(ADMIN, "/start")
    await bring(office, BASIC, ADMIN)
    await office.press(ADMIN, "▫️ chung")
    new = office.telegram.migrate(BASIC)
    await office.idle()
    assert office.desk.access.groups.scopes(new.id) == ("chung",)
    assert office.desk.access.groups.get(BASIC.id) is None


async def test_an_anonymous_admin_and_a_channel_are_not_answered(office: Office) -> None:
    shown = await office.say(ADMIN, QUESTION, chat=GROUP, sender_chat=GROUP)
    assert "bằng tài khoản của chính mình" in shown.text
    channel = Channel(-1001000000888, "Kênh tin")
    shown = await office.say(ADMIN, QUESTION, chat=GROUP, sender_chat=channel)
    assert "bằng tài khoản của chính mình" in shown.text


async def test_groups_and_what_is_bound_are_in_the_journal(office: Office) -> None:
    await office.say(ADMIN, "/start")
    await bring(office, NEW, ADMIN)
    await office.press(ADMIN, "▫️ chung")
    await bring(office, NEW, LAN, "kicked")
    entries, _ = office.desk.journal.page(0, 10)
    assert [(one.actor, one.action, one.detail) for one in entries] == [
        (LAN.id, "group_gone", ""),
        (ADMIN.id, "group_scopes", "chung"),
        (ADMIN.id, "group_add", ""),
    ]
