"""Files up and down."""

from typing import Any, Final

from bot.local.errors import bad
from bot.local.keyboards import inline_keyboard
from bot.local.methods.sending import caption_of, outgoing
from bot.local.parameters import Parameters, Upload
from bot.local.people import Json
from bot.local.storage import Stored
from bot.local.world import World

UP_LIMIT: Final = 50 * 1024 * 1024  # bytes a bot may send
DOWN_LIMIT: Final = 20 * 1024 * 1024  # bytes a bot may fetch
_PHOTO_LIMIT: Final = 10 * 1024 * 1024
_ALBUM: Final = range(2, 11)


def send_document(world: World, parameters: Parameters) -> Json:
    """sendDocument."""
    return _send(world, parameters, "document")


def send_photo(world: World, parameters: Parameters) -> Json:
    """sendPhoto."""
    return _send(world, parameters, "photo")


def _send(world: World, parameters: Parameters, kind: str) -> Json:
    upload, known = _file(world, parameters, kind, parameters.text(kind))
    words = caption_of(world, parameters)
    keyboard = inline_keyboard(parameters, world.complaints)
    chat = world.writable(parameters.chat_id())
    message = outgoing(world, chat, parameters, keyboard)
    message.media = media(kind, known or _keep(world, upload, kind))
    message.write(*words)
    return world.add(chat, message).as_json()


def send_media_group(world: World, parameters: Parameters) -> list[Json]:
    """sendMediaGroup: 2 to 10 documents, or as many photos."""
    items: Any = parameters.json("media", "media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad("expected an Array of InputMedia")
    if len(items) not in _ALBUM:
        raise bad("there must be 2-10 items in the album" if items else "there must be at least one media")
    if any(item.get("type") != items[0].get("type") for item in items) or items[0].get("type") not in (
        "document",
        "photo",
    ):
        raise bad("can't use the media of the specified type in the album")
    kind = str(items[0]["type"])
    files = [_file(world, parameters, kind, str(item.get("media", ""))) for item in items]
    words = [caption_of(world, Parameters(item)) for item in items]
    chat = world.writable(parameters.chat_id())
    album = world.album()
    sent = []
    for (upload, known), caption in zip(files, words, strict=True):
        message = outgoing(world, chat, parameters, [])
        message.media = media(kind, known or _keep(world, upload, kind))
        message.more["media_group_id"] = album
        message.write(*caption)
        sent.append(world.add(chat, message).as_json())
    return sent


def _file(world: World, parameters: Parameters, kind: str, reference: str) -> tuple[Upload | None, Stored | None]:
    """What came along, or what is known by its id."""
    upload = parameters.files.get(reference.removeprefix("attach://") if reference else kind)
    if upload is None and (not reference or reference.startswith("attach://")):
        raise bad(f"there is no {kind} in the request")
    if upload is None:
        known = world.files.get(reference)
        if known is None:
            raise bad("wrong remote file identifier specified: Wrong character in the string")
        return None, known
    if not upload.data:
        raise bad("file must be non-empty")
    if kind == "photo" and len(upload.data) > _PHOTO_LIMIT:
        raise bad("PHOTO_SAVE_FILE_INVALID")
    return upload, None


def _keep(world: World, upload: Upload | None, kind: str) -> Stored:
    assert upload is not None
    return world.files.put(upload.name, upload.data, upload.mime, kind)


def media(kind: str, file: Stored) -> Json:
    """The fields of a message with this file."""
    common: Json = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.data)}
    if kind == "photo":
        return {"photo": [{**common, "width": 800, "height": 600}]}
    if kind == "voice":
        return {"voice": {**common, "duration": 3, "mime_type": file.mime}}
    return {kind: {**common, "file_name": file.name, "mime_type": file.mime}}


def get_file(world: World, parameters: Parameters) -> Json:
    """getFile."""
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad("file_id not specified")
    file = world.files.get(file_id)
    if file is None:
        raise bad("invalid file_id")
    if len(file.data) > DOWN_LIMIT:
        raise bad("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }
