"""Addresses of streams: recognised among other texts, and asked why they give no picture."""

from __future__ import annotations

import base64
import re
import socket
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from digitpad.languages import _
from digitpad.passwords import without_secret
from digitpad.vision.capture.parameters import DEVICE, DeviceParams
from digitpad.vision.capture.states import Trouble

PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}  # the usual ones
STATUS = re.compile(rb"(?:HTTP|RTSP)/\d\.\d (\d{3})")


def is_address(text: str) -> bool:
    """Return True for a text that begins with one of the schemes in PORTS."""
    scheme, mark, _ = text.partition("://")
    return bool(mark) and scheme.lower() in PORTS


def why_no_picture(url: str, params: DeviceParams = DEVICE) -> Trouble:
    """Return the reason that a stream gives no picture, by a request of its own.

    Takes at most three times `ask_s`, and the time to look up the host's name.
    """
    name = without_secret(url)
    try:
        address = urlsplit(url)
        place = (address.hostname or "", address.port or PORTS[address.scheme])
    except ValueError:
        return Trouble(
            "not found", _("{name} is no address that can be understood; check it.").format(name=name), final=True
        )
    try:
        head = _head(place, address, params)
    except socket.gaierror:
        words = _("{name} was not found: no computer is called {host}; check the address and the network.")
        return Trouble("not found", words.format(name=name, host=place[0]))
    except TimeoutError:
        return Trouble.of("never answered", name)
    except (OSError, UnicodeError):
        words = _("{name} refuses the connection; start the camera there, or check the address.")
        return Trouble("not found", words.format(name=name))
    return _trouble_of(head, name, bool(address.username))


def _head(place: tuple[str, int], address: SplitResult, params: DeviceParams) -> bytes:
    """Return the first bytes of the answer."""
    with socket.create_connection(place, timeout=params.ask_s) as plain:
        if address.scheme not in ("https", "rtsps"):
            return _answer(plain, address, params.most_head)
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE  # cameras sign their own
        with unchecked.wrap_socket(plain, server_hostname=place[0]) as wrapped:
            return _answer(wrapped, address, params.most_head)


def _answer(connection: socket.socket, address: SplitResult, most: int) -> bytes:
    host = address.netloc.rpartition("@")[2]
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    if address.scheme.startswith("rtsp"):
        request = f"DESCRIBE {address.scheme}://{host}{path} RTSP/1.0\r\nCSeq: 1\r\n"
    else:
        request = f"GET {path} HTTP/1.0\r\nHost: {host}\r\n"
    if address.username:
        login = f"{unquote(address.username)}:{unquote(address.password or '')}"
        request += f"Authorization: Basic {base64.b64encode(login.encode()).decode()}\r\n"
    connection.sendall((request + "\r\n").encode())
    return connection.recv(most)


def _trouble_of(head: bytes, name: str, with_login: bool) -> Trouble:
    status = STATUS.match(head)
    code = int(status[1]) if status else 0
    if code in (401, 403) and with_login:
        words = _("{name} refuses this name and password; check them in the address.")
        return Trouble("refused", words.format(name=name), final=True)
    if code in (401, 403):
        words = _("{name} asks for a name and password; write them before the host, as name:password@.")
        return Trouble("refused", words.format(name=name), final=True)
    if code in (404, 410):
        words = _("{name} was not found there; check the address behind the host.")
        return Trouble("not found", words.format(name=name))
    if code == 503:
        return Trouble.of("busy", name)
    if b"text/html" in head.lower():
        words = _("{name} is a web page and no video; the video's own address often ends in /video or /mjpeg.")
        return Trouble("unreadable", words.format(name=name), final=True)
    words = _("{name} sends no video that can be read; check the address.")
    return Trouble("unreadable", words.format(name=name))
