"""Which machines may be fetched from: only public ones, on the ports of the web.

What enters is an address that a name resolved to; what leaves is the reason why it is refused, or None. Without this
rule anyone who may add a URL could read the admin pages of the network that the bot runs in.
"""

import ipaddress
import socket
from collections.abc import Callable

from rag.load.reasons import PORT, PRIVATE_ADDRESS

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressPolicy = Callable[[Address, int], str | None]
Resolver = Callable[[str, int], list[str]]

PORTS = frozenset({80, 443, 8080, 8443})
# Not public, and taken for public by some versions of `ipaddress`. Source: IANA special-purpose address registries.
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23", "3fff::/20", "5f00::/16"),
    )
)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64. Source: RFC 6052


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to, where it only wraps one."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _TRANSLATED or int(address) >> 32 == 0:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def public_only(address: Address, port: int) -> str | None:
    """The policy that users get: public addresses and the usual ports of the web."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id or address.is_site_local:
            return PRIVATE_ADDRESS
        if inner := _embedded(address):
            return public_only(inner, port)
    if any(address in network for network in _SPECIAL):
        return PRIVATE_ADDRESS
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return PRIVATE_ADDRESS
    return None if port in PORTS else PORT


def resolve(host: str, port: int) -> list[str]:
    """All addresses of `host`, as the system resolves it; also "127.1", "0x7f000001" and the like.

    Raises:
        OSError: There is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
