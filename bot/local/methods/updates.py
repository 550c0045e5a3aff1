"""How updates reach the bot."""

from typing import Final

from bot.local.errors import bad
from bot.local.methods.outcome import Outcome
from bot.local.parameters import Parameters
from bot.local.people import Json
from bot.local.webhook import Address
from bot.local.world import World

_CONNECTIONS: Final = 40
_MOST_CONNECTIONS: Final = 100


async def get_updates(world: World, parameters: Parameters) -> list[Json]:
    """getUpdates."""
    queue = world.queue
    queue.expire(world.clock())
    if parameters.has("allowed_updates"):
        queue.allow(parameters.json("allowed_updates", "allowed updates"))
    limit = parameters.integer("limit", 100)
    return await queue.poll(parameters.integer("offset"), limit, parameters.integer("timeout"))


def set_webhook(world: World, parameters: Parameters) -> Outcome:
    """setWebhook: an empty url removes it."""
    url = parameters.text("url")
    connections = min(max(parameters.integer("max_connections", _CONNECTIONS), 1), _MOST_CONNECTIONS)
    address = Address(url, parameters.text("secret_token"), connections) if url else None
    if parameters.has("certificate"):
        raise bad("certificates of one's own are not served here")
    if parameters.has("allowed_updates"):
        world.queue.allow(parameters.json("allowed_updates", "allowed updates"))
    if parameters.flag("drop_pending_updates"):
        world.queue.drop_all()
    before = world.webhook.address
    if address == before:
        return Outcome(True, "Webhook is already set" if url else "Webhook is already deleted")
    world.webhook.set(address)
    return Outcome(True, "Webhook was set" if url else "Webhook was deleted")


def delete_webhook(world: World, parameters: Parameters) -> Outcome:
    """deleteWebhook."""
    return set_webhook(world, Parameters({k: v for k, v in parameters.values.items() if k == "drop_pending_updates"}))


def get_webhook_info(world: World, parameters: Parameters) -> Json:
    """getWebhookInfo."""
    address = world.webhook.address
    info: Json = {
        "url": address.url if address else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.waiting),
    }
    if address:
        info["max_connections"] = address.connections
    if world.webhook.last_error:
        info["last_error_date"], info["last_error_message"] = world.webhook.last_error
    return info | ({"allowed_updates": world.queue.allowed} if world.queue.allowed is not None else {})
