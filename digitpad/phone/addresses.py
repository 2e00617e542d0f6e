"""The addresses that this computer has in local networks."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

# One address of each range that local networks use: the way to it says which address of this computer is in that range.
# Nothing is sent there.
SOMEWHERE = ("192.168.255.254", "10.255.255.254", "172.31.255.254", "192.0.2.1")
PORT = 9


def own_addresses() -> tuple[str, ...]:
    """Return the IPv4 addresses of this computer in local networks, the likeliest first; none where it is in none."""
    candidates = [*(_address_towards(place) for place in SOMEWHERE), *_named_addresses()]
    return tuple(dict.fromkeys(address for address in candidates if _is_local(address)))


def _address_towards(place: str) -> str:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect((place, PORT))
        return str(way.getsockname()[0])
    return ""


def _named_addresses() -> list[str]:
    """Return the IPv4 addresses of the computer's own name."""
    with contextlib.suppress(OSError):
        return [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return []


def _is_local(address: str) -> bool:
    if not address:
        return False
    ip = ipaddress.ip_address(address)
    return ip.is_private and not ip.is_loopback and not ip.is_unspecified
