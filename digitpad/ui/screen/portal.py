"""A picture of the screen from the portal of a Wayland desktop, asked over D-Bus.

The connection stays open until the answer: a portal drops the requests of whoever has left the bus.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from digitpad.errors import DigitPadError
from digitpad.languages import _

PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop", "org.freedesktop.portal.Screenshot"
)
REQUEST = "org.freedesktop.portal.Request"
ANSWER_S = 120.0  # so long a user may think about the permission that the desktop asks for
BEGIN_S = 10.0  # for the portal to start
DONE = 0  # of the codes of a response
NO_BUS = _("This desktop's session bus cannot be reached; take a screenshot with its own keys and paste it here.")
NO_PORTAL = _("This desktop has no portal for screenshots; take one with its own keys and paste it here.")
NOT_ALLOWED = _("The desktop gave no picture of the screen; allow screenshots when it asks, or paste one here.")


def portal_screenshot() -> bytes:
    """Return the file of a picture of the screen; the desktop may ask the user first.

    Raises DigitPadError where there is no portal or it gives no picture.
    """
    try:
        connection = open_dbus_connection()
    except (OSError, KeyError, RuntimeError, ValueError) as error:
        raise DigitPadError(NO_BUS) from error
    with connection:
        try:
            code, results = _response(connection)
        except DBusErrorResponse as error:
            raise DigitPadError(NO_PORTAL) from error
        except OSError as error:  # also where it takes too long
            raise DigitPadError(NOT_ALLOWED) from error
    if code != DONE or "uri" not in results:
        raise DigitPadError(NOT_ALLOWED)
    return _taken(Path(unquote(urlsplit(results["uri"][1]).path)))


def _response(connection: DBusConnection) -> tuple[int, dict[str, Any]]:
    """Ask, and wait for code and results, each a type and a value."""
    token = f"digitpad{secrets.token_hex(8)}"
    sender = connection.unique_name[1:].replace(".", "_")
    rule = MatchRule(type="signal", interface=REQUEST, path=f"{PORTAL.object_path}/request/{sender}/{token}")
    Proxy(message_bus, connection, timeout=BEGIN_S).AddMatch(rule)
    options = {"handle_token": ("s", token), "interactive": ("b", False)}
    question = new_method_call(PORTAL, "Screenshot", "sa{sv}", ("", options))
    with connection.filter(rule) as answers:
        unwrap_msg(connection.send_and_get_reply(question, timeout=ANSWER_S))
        code, results = connection.recv_until_filtered(answers, timeout=ANSWER_S).body
    return int(code), dict(results)


def _taken(path: Path) -> bytes:
    """Return what is in the file, and remove it: it was made for this."""
    try:
        content = path.read_bytes()
        path.unlink(missing_ok=True)
    except OSError as error:
        raise DigitPadError(NOT_ALLOWED) from error
    return content
