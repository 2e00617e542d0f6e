"""The desktop's portal, which shows the desktop's own dialogs to programs that ask over D-Bus.

The connection stays open until the answer: a portal drops the requests of whoever has left the bus.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from jeepney.wrappers import unwrap_msg

PATH, NAME = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop"
REQUEST = "org.freedesktop.portal.Request"
LOOK_S = 0.1  # between two looks at whether the answer is still wanted
ALIVE_S = 5.0  # between two questions whether a portal that has not answered is still there
CLOSE_S = 2.0  # for the portal to say that a dialog is gone; then the bus is left, which takes it away as well
DONE, CANCELLED = 0, 1  # of the codes of a response
GONE = {f"org.freedesktop.DBus.Error.{name}" for name in ("ServiceUnknown", "NameHasNoOwner", "NoReply")}
Variants = dict[str, tuple[str, Any]]  # D-Bus type and value of each name


class PortalError(Exception):
    """There is no answer of a portal."""


class NoBus(PortalError):
    """The session bus cannot be reached."""


class NoPortal(PortalError):
    """No portal on the bus can do what is asked, or it refuses to."""


class PortalSilent(PortalError):
    """The portal does not answer in time, or not in a form that can be understood."""


@dataclass(frozen=True)
class PortalQuestion:
    """A method of the portal that asks the user; its answer comes when the user has decided."""

    interface: str  # of org.freedesktop.portal, as "Screenshot"
    method: str
    arguments: tuple[tuple[str, str], ...]  # D-Bus type and value, before the options
    options: Variants
    begin_s: float = 10.0  # for the portal to start and to take the question
    answer_s: float | None = None  # for the user; None: any time

    @property
    def address(self) -> DBusAddress:
        return DBusAddress(PATH, NAME, f"org.freedesktop.portal.{self.interface}")


def ask_portal(question: PortalQuestion, unwanted: Callable[[], bool] = lambda: False) -> tuple[int, dict[str, Any]]:
    """Return code and values of the answer; CANCELLED once it is `unwanted`, which is looked at all the time.

    Waits: for a worker thread. Raises PortalError where there is no answer.
    """
    with _session_bus() as connection:
        code, results = _response(connection, question, unwanted)
        return int(code), {name: value for name, (_, value) in results.items()}


def portal_version(interface: str, begin_s: float) -> int:
    """Return the version of one of the portal's interfaces. Raises PortalError where it has none."""
    address = DBusAddress(PATH, NAME, "org.freedesktop.DBus.Properties")
    with _session_bus() as connection:
        asked = new_method_call(address, "Get", "ss", (f"org.freedesktop.portal.{interface}", "version"))
        ((_, version),) = unwrap_msg(connection.send_and_get_reply(asked, timeout=begin_s))
        return int(version)


@contextlib.contextmanager
def _session_bus() -> Iterator[DBusConnection]:
    try:
        connection = open_dbus_connection()
    except (OSError, KeyError, RuntimeError, ValueError) as error:
        raise NoBus from error
    with connection:
        try:
            yield connection
        except DBusErrorResponse as error:
            raise NoPortal from error
        except (OSError, ValueError, TypeError, AttributeError) as error:  # the last three: of an answer's form
            raise PortalSilent from error


def _response(connection: DBusConnection, question: PortalQuestion, unwanted: Callable[[], bool]) -> Any:
    """Ask, and wait for code and results."""
    token = f"digitpad{secrets.token_hex(8)}"
    handle = f"{PATH}/request/{(connection.unique_name or '')[1:].replace('.', '_')}/{token}"
    rule = MatchRule(type="signal", interface=REQUEST, path=handle)
    Proxy(message_bus, connection, timeout=question.begin_s).AddMatch(rule)
    types = "".join(kind for kind, _ in question.arguments) + "a{sv}"
    options = {"handle_token": ("s", token), **question.options}
    values = (*(value for _, value in question.arguments), options)
    asked = new_method_call(question.address, question.method, types, values)
    with connection.filter(rule) as answers:
        begun = connection.send_and_get_reply(asked, timeout=question.begin_s)
        unwrap_msg(begun)
        return _awaited(connection, answers, question, begun.header.fields[HeaderFields.sender], handle, unwanted)


def _awaited(
    connection: DBusConnection,
    answers: Any,
    question: PortalQuestion,
    portal: str,
    handle: str,
    unwanted: Callable[[], bool],
) -> Any:
    """Wait for the answer as long as it is wanted, the portal lives, and time is left."""
    begun = alive = time.monotonic()
    while True:
        with contextlib.suppress(TimeoutError):
            return connection.recv_until_filtered(answers, timeout=LOOK_S).body
        now = time.monotonic()
        if unwanted():
            _close(connection, DBusAddress(handle, portal, REQUEST))
            return CANCELLED, {}
        if question.answer_s is not None and now > begun + question.answer_s:
            raise TimeoutError
        if now > alive + ALIVE_S:
            _check_alive(connection, portal, question.begin_s)
            alive = time.monotonic()


def _close(connection: DBusConnection, request: DBusAddress) -> None:
    """Take the dialog away, and wait for the portal to say so where it is still there."""
    with contextlib.suppress(OSError):
        connection.send_and_get_reply(new_method_call(request, "Close"), timeout=CLOSE_S)


def _check_alive(connection: DBusConnection, portal: str, begin_s: float) -> None:
    """Raise where the portal has left the bus, or says nothing any more."""
    ping = new_method_call(DBusAddress(PATH, portal, "org.freedesktop.DBus.Peer"), "Ping")
    try:
        unwrap_msg(connection.send_and_get_reply(ping, timeout=begin_s))
    except DBusErrorResponse as error:
        if error.name in GONE:
            raise
