"""Passwords in addresses of network cameras: taken out of all that is shown or stored; the keyring keeps them."""

from __future__ import annotations

import re
from types import ModuleType

from digitpad.faults import Fault, outcome_of

KEYRING_NAME = "DigitPad"  # what the keyring calls the program
SECRET = re.compile(
    r"pass|pwd|user|usr|login|token|auth|key|secret|sig|session|credential|^[up]$|^pw$", re.IGNORECASE
)  # names of parameters
URL = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.IGNORECASE)
# name:password@host without a scheme before it; bounded, lest a long line takes minutes
LOGIN = re.compile(r"(?<![^\s'\"(])[^\s:@/'\"(]{1,100}:[^\s@/'\"]{0,100}@(?=[\w\[])")
PLAIN = ("keyrings.alt", "keyring.backends.fail", "keyring.backends.null")  # backends that keep nothing, or openly


def without_secret(address: str) -> str:
    """Return an address without its login, its parameters that look like secrets, and its fragment."""
    scheme, _, rest = address.partition("://")
    place, path = _parted(rest)
    login_with_a_slash = "@" not in place and ":" in place and "@" in path
    if "@" in place:
        place = place.rpartition("@")[2]
    elif login_with_a_slash:  # not allowed, and still nothing to be shown
        place, path = _parted(rest.rpartition("@")[2])
    path, mark, query = path.partition("#")[0].partition("?")
    path = "/".join(_harmless(part) for part in path.split("/"))
    query = _harmless(query)
    return f"{scheme.lower()}://{place}{path}" + (mark + query if query else "")


def without_secrets(text: str) -> str:
    """Return a text, such as a traceback, without the secrets of the addresses in it."""
    return LOGIN.sub("", URL.sub(lambda match: without_secret(match[0]), text))


def has_secret(address: str) -> bool:
    """Tell whether something of an address must not be shown."""
    scheme, mark, rest = address.partition("://")
    return without_secret(address) != f"{scheme.lower()}{mark}{rest.partition('#')[0].rstrip('?')}"


def remember_secret(address: str) -> bool:
    """Put a whole address into the system's keyring, found again by what is shown of it; False where there is none."""
    keyring = _keyring()
    if keyring is None or not has_secret(address):
        return False
    fault = outcome_of(lambda: keyring.set_password(KEYRING_NAME, without_secret(address), address))
    return not fault  # a keyring that is locked or broken must not stop a camera: its password is asked for again


def secret_of(address: str) -> str:
    """Return the whole address that the keyring has for one without its secret; "" where it has none.

    May wait until the user unlocks the keyring: not for the Tk thread.
    """
    keyring = _keyring()
    if keyring is None or has_secret(address):
        return ""
    whole = outcome_of(lambda: keyring.get_password(KEYRING_NAME, without_secret(address)))
    if not isinstance(whole, str) or without_secret(whole) != without_secret(address):
        return ""
    return whole


def keyring_name() -> str:
    """Return the name of the system's keyring, "" where passwords cannot be kept."""
    keyring = _keyring()
    return "" if keyring is None else str(keyring.get_keyring().name)


def _keyring() -> ModuleType | None:
    """Return the optional package keyring; None where it is missing or has no backend that keeps secrets safe."""
    keyring = outcome_of(_usable_keyring)  # it is optional, and its backends fail in ways of their own
    return None if isinstance(keyring, Fault) else keyring


def _usable_keyring() -> ModuleType | None:
    import keyring

    backend = keyring.get_keyring()
    usable = backend.priority > 0 and not type(backend).__module__.startswith(PLAIN)
    return keyring if usable else None


def _parted(rest: str) -> tuple[str, str]:
    """Return host with login and port, and the path, query and fragment, of an address without its scheme."""
    place = re.split(r"[/?#]", rest, maxsplit=1)[0]
    return place, rest[len(place) :]


def _harmless(parameters: str) -> str:
    """Return `name=value` pairs between & or ; without those whose name, or a name within the value, tells a secret."""
    pairs = re.split(r"[&;]", parameters)
    return "&".join(pair for pair in pairs if "=" not in pair or not any(map(SECRET.search, _names(pair))))


def _names(pair: str) -> list[str]:
    """Return the names in `name=value`, and in `name=value_name=value` as some cameras write it."""
    return re.findall(r"(?:^|_)([^_=]+)(?==)", pair) or [pair]
