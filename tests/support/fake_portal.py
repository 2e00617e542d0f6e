"""A desktop's portal for screenshots, on the session bus that is named in the environment:

    python -m tests.support.fake_portal FILE CODE

It answers each question with a copy of FILE, and CODE 0 for allowed, 1 for refused by the user.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.blocking import Proxy, open_dbus_connection

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"


class PortalOnBus:
    """The name of the portal on the bus, and what it sends; says "ready" once it is there."""

    def __init__(self) -> None:
        self.bus = open_dbus_connection()
        Proxy(message_bus, self.bus).RequestName(NAME)
        print("ready", flush=True)

    def questions(self, timeout: float | None = None) -> Iterator[Message | None]:
        """Yield each call of a method; None each time that none has come for so many seconds."""
        while True:
            try:
                message = self.bus.receive(timeout=timeout)
            except TimeoutError:
                yield None
                continue
            if message.header.message_type is MessageType.method_call:
                yield message

    def begin(self, question: Message) -> str:
        """Say that the user is asked; return the handle of the answer to come."""
        options = question.body[-1]
        sender = question.header.fields[HeaderFields.sender]
        handle = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token'][1]}"
        self.bus.send(new_method_return(question, "o", (handle,)))
        return handle

    def respond(self, handle: str, code: int, results: dict[str, Any]) -> None:
        request = DBusAddress(handle, interface="org.freedesktop.portal.Request")
        self.bus.send(new_signal(request, "Response", "ua{sv}", (code, results)))


def main(file: str, code: int) -> None:
    portal = PortalOnBus()
    for question in portal.questions():
        handle = portal.begin(question)
        picture = Path(tempfile.mkdtemp()) / "Screenshot 1.png"
        shutil.copy(file, picture)
        portal.respond(handle, code, {"uri": ("s", picture.as_uri())} if code == 0 else {})
        print(picture, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
