"""One request of a phone's browser: GET / for the page, POST /read for a photograph or strokes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import strokes_from_text
from digitpad.languages import _
from digitpad.phone.gate import TurnedAway
from digitpad.phone.host import PhoneContent, Reception
from digitpad.phone.page import page
from digitpad.records import Reading
from digitpad.vision.picture.pictures import picture_from_bytes

PAGE, READ = "/", "/read"
TOKEN = "code"  # its name in the address
MOST_BYTES, MOST_STROKE_BYTES = 20_000_000, 2_000_000  # of a body
STALLED_S = 10.0  # without a byte
PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "connect-src 'self'; img-src blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
COMMON_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


class Visit(BaseHTTPRequestHandler):
    """Answers in HTTP/1.0: a connection ends with its answer. Nothing is written to disk or log."""

    server_version, sys_version = "DigitPad", ""
    timeout = STALLED_S

    def do_GET(self) -> None:
        self._answer_with(self._page)

    def do_POST(self) -> None:
        self._answer_with(self._reading)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep nothing: addresses hold the token."""

    @property
    def _server(self) -> Reception:
        return cast(Reception, self.server)

    def _answer_with(self, answer: Any) -> None:
        try:
            answer()
        except TurnedAway as turned_away:
            self._send_json(turned_away.status, {"error": str(turned_away)})
        except DigitPadError as error:
            self._send_json(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)})

    def _page(self) -> None:
        self._admit(PAGE)
        self._server.host.greeted()
        self._send(HTTPStatus.OK, page(), PAGE_HEADERS)

    def _reading(self) -> None:
        self._admit(READ)
        with self._server.turn():
            reading = self._server.host.read(self._content())
        self._send_json(HTTPStatus.OK, values_of(reading))

    def _admit(self, path: str) -> None:
        """Raise TurnedAway where this request has another path, or the gate does not admit it."""
        own_path, token = _parts(self.path)
        if own_path != path:
            raise TurnedAway(HTTPStatus.NOT_FOUND, _("There is nothing at this address; scan the code again."))
        self._server.gate.admit(self.client_address[0], token)

    def _content(self) -> PhoneContent:
        """Return the picture or strokes of the body. Raises TurnedAway or DigitPadError where it holds neither."""
        is_json = self.headers.get_content_type() == "application/json"
        body = self._body(MOST_STROKE_BYTES if is_json else MOST_BYTES)
        if is_json:
            return tuple(strokes_from_text(body.decode("utf-8", "replace"), _("The drawing")))
        return picture_from_bytes(body, _("The photograph"))

    def _body(self, most: int) -> bytes:
        length = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not length:
            raise TurnedAway(HTTPStatus.LENGTH_REQUIRED, _("Say how long the picture is."))
        if not (length.isascii() and length.isdigit()):
            raise TurnedAway(HTTPStatus.BAD_REQUEST, _("The length of the picture is no number."))
        if len(length) > len(str(most)) or int(length) > most:
            sentence = _("This is larger than {size} MB; take a smaller photograph.").format(size=most // 1_000_000)
            raise TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise TurnedAway(HTTPStatus.BAD_REQUEST, _("Not all of the picture arrived; send it again."))
        return body

    def _send_json(self, status: HTTPStatus, values: Mapping[str, Any]) -> None:
        self._send(status, json.dumps(values).encode(), {"Content-Type": "application/json"})

    def _send(self, status: HTTPStatus, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, **COMMON_HEADERS, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _parts(address: str) -> tuple[str, str]:
    """Return the path and the token of a request's address; "" for both where it is no address."""
    try:
        parts = urlsplit(address)
        return parts.path, parse_qs(parts.query, max_num_fields=4).get(TOKEN, [""])[0]
    except ValueError:
        return "", ""


def values_of(reading: Reading) -> dict[str, Any]:
    """Return what the page shows of a reading."""
    doubtful = any(not sign.sure for sign in reading.sequence)
    return {"text": reading.text, "doubtful": doubtful, "hint": reading.hint}
