"""A desktop's portal for files, on the session bus that is named in the environment:

    python -m tests.support.fake_file_portal FOLDER

FOLDER holds `answer.json`, read for each question: {"code": 0, "uris": [...], "after": seconds}; where "manner" is
"mute" nothing is answered, "broken" an error, "odd" an answer of another form, "dies" takes the question and leaves the
bus, "deaf" takes it and says nothing more. "version" is the interface's. What was asked is written to `asked.jsonl`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from jeepney import HeaderFields, Message, new_error, new_method_return

from tests.support.fake_portal import PortalOnBus

LOOK_S = 0.02
BROKEN = "org.freedesktop.DBus.Error.Failed"


class FilePortal:
    """The portal with its dialogs, each open until its time has come."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._portal = folder, PortalOnBus()
        self._open: dict[str, tuple[float, dict[str, Any]]] = {}  # handle -> when to answer, and how

    def run(self) -> None:
        for question in self._portal.questions(LOOK_S):
            if question is not None:
                self._take(question)
            for handle, (due, answer) in list(self._open.items()):
                if time.monotonic() >= due:
                    del self._open[handle]
                    results = {"uris": ("as", answer["uris"])} if "uris" in answer else {}
                    self._portal.respond(handle, answer.get("code", 0), results)

    def _take(self, question: Message) -> None:
        fields, bus = question.header.fields, self._portal.bus
        member, answer = fields[HeaderFields.member], json.loads((self._folder / "answer.json").read_text())
        manner = answer.get("manner")
        if member in ("Close", "OpenFile", "SaveFile"):
            self._note(member, question.body)
        if member == "Close":
            self._open.pop(fields[HeaderFields.path], None)
            bus.send(new_method_return(question))
        elif manner == "mute" or (manner == "deaf" and member == "Ping"):
            return
        elif member == "Ping":
            bus.send(new_method_return(question))
        elif member == "Get":
            bus.send(new_method_return(question, "v", (("u", answer.get("version", 4)),)))
        elif manner == "broken":
            bus.send(new_error(question, BROKEN))
        elif manner == "odd":
            bus.send(new_method_return(question, "s", ("no handle",)))
            self._portal.respond(self._portal.begin(question), 0, {"uris": ("s", "no list")})
        else:
            handle = self._portal.begin(question)
            if manner == "dies":
                sys.exit()
            if manner != "deaf":
                self._open[handle] = time.monotonic() + answer.get("after", 0.0), answer

    def _note(self, member: str, body: tuple[Any, ...]) -> None:
        """Write the method, the title and the options."""
        title, options = (body[1], body[2]) if body else ("", {})
        values = {name: value for name, (_, value) in options.items()}
        with (self._folder / "asked.jsonl").open("a") as asked:
            asked.write(json.dumps([member, title, values], default=lambda each: each.decode()) + "\n")


if __name__ == "__main__":
    FilePortal(Path(sys.argv[1])).run()
