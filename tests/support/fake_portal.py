"""A desktop's portal for screenshots, on the session bus that is named in the environment:

    python -m tests.support.fake_portal FILE CODE

It answers each question with a copy of FILE, and CODE 0 for allowed, 1 for refused by the user.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.blocking import Proxy, open_dbus_connection

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"


def main(file: str, code: int) -> None:
    bus = open_dbus_connection()
    Proxy(message_bus, bus).RequestName(NAME)
    print("ready", flush=True)
    while True:
        question = bus.receive()
        if question.header.message_type is not MessageType.method_call:
            continue
        _, options = question.body
        sender = question.header.fields[HeaderFields.sender]
        handle = f"{PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token'][1]}"
        bus.send(new_method_return(question, "o", (handle,)))
        picture = Path(tempfile.mkdtemp()) / "Screenshot 1.png"
        shutil.copy(file, picture)
        results = {"uri": ("s", picture.as_uri())} if code == 0 else {}
        request = DBusAddress(handle, interface="org.freedesktop.portal.Request")
        bus.send(new_signal(request, "Response", "ua{sv}", (code, results)))
        print(picture, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
