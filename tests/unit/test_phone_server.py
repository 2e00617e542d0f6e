"""The phone's server: one phone, by its token, for one sitting; hostile clients are refused."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import time

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.phone import addresses, gate, server, visit
from tests.support.phone_host import (
    JSON,
    PhoneAnswers,
    answer_on,
    asked,
    connected,
    head,
    reads,
    serving,
    strokes_json,
)

LINE = [[[10, 10], [10, 90]]]


@pytest.fixture
def host():
    return PhoneAnswers()


@pytest.fixture
def phone(host):
    with serving(host) as made:
        yield made


def picture(side: int = 40) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((side, side, 3), 200, np.uint8)).save(file, "JPEG")
    return file.getvalue()


def test_the_page_comes_by_its_token_and_nothing_is_fetched_from_elsewhere(phone, host):
    status, page = asked(phone, head("GET", phone.address.partition(str(phone.server_address[1]))[2]))
    assert status == 200 and "<canvas" in page and host.greetings == 1
    assert "http:" not in page and "https:" not in page and "src=" not in page


def test_strokes_and_photographs_reach_the_program(phone, host):
    assert json.loads(reads(phone, strokes_json(LINE), JSON)[1]) == {"text": "", "doubtful": False, "hint": ""}
    assert reads(phone, picture(), "Content-Type: image/jpeg")[0] == 200
    strokes, pixels = host.contents
    assert strokes[0].points.tolist() == LINE[0] and pixels.shape == (40, 40, 3)


def test_it_listens_at_one_address_alone(phone):
    assert phone.server_address[0] == "127.0.0.1"
    with pytest.raises(OSError):
        connected_to("127.0.0.2", phone.server_address[1])


def connected_to(host: str, port: int):
    import socket

    return socket.create_connection((host, port), 5)


def test_each_sitting_has_a_token_of_its_own():
    tokens = {gate.Gate().token for _ in range(50)}
    assert len(tokens) == 50 and all(len(token) >= 16 for token in tokens)


@pytest.mark.parametrize("address", ["/", "/read", "/?code=", "/?other=1"])
def test_without_a_token_there_is_403_and_no_count_of_it(phone, host, address):
    method = "POST" if address == "/read" else "GET"
    for _ in range(5):
        assert asked(phone, head(method, address, "Content-Length: 0"))[0] == 403
    assert host.greetings == host.ends == 0 and reads(phone, strokes_json(LINE), JSON)[0] == 200


def test_three_wrong_tokens_end_it(phone, host):
    for token in ("wrong", phone.gate.token + "x", phone.gate.token.swapcase()):
        assert reads(phone, picture(), token=token)[0] == 403
    wait_until(lambda: host.ends == 1)
    with pytest.raises(OSError):
        connected(phone)
    assert host.contents == []


def test_wrong_tokens_at_the_same_time_are_counted_all(phone, host):
    def guess() -> None:
        with contextlib.suppress(OSError):  # it may have ended already
            reads(phone, b"x", token="guess")

    threads = [threading.Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    wait_until(lambda: host.ends == 1)


def test_two_wrong_tokens_end_nothing(phone, host):
    for _ in range(2):
        assert reads(phone, picture(), token="wrong")[0] == 403
    assert reads(phone, picture())[0] == 200 and host.ends == 0


def test_the_code_is_good_for_one_phone(phone):
    phone.gate.admit("192.168.1.20", phone.gate.token)
    status, text = reads(phone, strokes_json(LINE), JSON)
    assert status == 403 and "Another device" in text


def test_too_many_requests_of_others_do_not_lock_the_phone_out():
    door = gate.Gate()
    door.admit("192.168.1.20", door.token)
    statuses = [refusal(door, "192.168.1.66", "") for _ in range(gate.MOST_REQUESTS + 5)]
    assert statuses[0] == 403 and statuses[-1] == 429
    assert refusal(door, "192.168.1.20", door.token) == 0


def test_the_phone_may_not_ask_without_end():
    door = gate.Gate()
    statuses = [refusal(door, "192.168.1.20", door.token) for _ in range(2 * gate.MOST_REQUESTS + 1)]
    assert statuses[-1] == 429 and statuses.count(0) >= gate.MOST_REQUESTS


def refusal(door: gate.Gate, address: str, token: str) -> int:
    try:
        door.admit(address, token)
    except gate.TurnedAway as turned_away:
        return int(turned_away.status)
    return 0


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((), 411),
        (("Transfer-Encoding: chunked",), 411),
        (("Content-Length: -5",), 400),
        (("Content-Length: +5",), 400),
        (("Content-Length: five",), 400),
        (("Content-Length: ٣",), 400),
        ((f"Content-Length: {visit.MOST_BYTES + 1}",), 413),
        (("Content-Length: " + "9" * 5000,), 413),
        ((JSON, f"Content-Length: {visit.MOST_STROKE_BYTES + 1}"), 413),
    ],
)
def test_a_body_of_no_known_or_too_great_a_length_is_refused_before_it_is_taken(phone, host, lines, status):
    answer = asked(phone, head("POST", f"/read?code={phone.gate.token}", *lines))
    assert answer[0] == status and "error" in answer[1] and host.contents == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]]", b"nonsense", b"[" * 100_000, b'{"strokes": 5}', b'{"strokes": [[[1, "x"]]]}', b"\xff\xfe\x00",
     b'{"strokes": [[[1e999, 2]]]}', b'{"strokes": [[[' + b"9" * 6000 + b", 1]]]}"],
)  # fmt: skip
def test_bad_json_is_a_sentence(phone, host, body):
    status, text = reads(phone, body, JSON)
    assert status == 422 and json.loads(text)["error"].endswith(".") and host.contents == []


@pytest.mark.parametrize("body", [b"GIF89a", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", picture()[:300], b"\0" * 5000])
def test_a_broken_picture_is_a_sentence(phone, host, body):
    status, text = reads(phone, body)
    assert status == 422 and json.loads(text)["error"].endswith(".") and host.contents == []


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/page.html", "/read/../", "//evil", "/%2e%2e/", "/\0", "//[", "/favicon.ico", "*", "/read/"],
)
def test_no_other_path_holds_anything_and_none_counts_as_a_wrong_token(phone, host, path):
    for _ in range(4):
        assert asked(phone, head("GET", f"{path}?code=guess"))[0] in (400, 404)
    assert host.ends == 0 and reads(phone, strokes_json(LINE), JSON)[0] == 200


def test_other_methods_are_not_there(phone):
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "HEAD", "X" * 300):
        assert asked(phone, head(method, f"/?code={phone.gate.token}"))[0] == 501


def test_bombs_of_headers_are_refused(phone):
    place = f"/?code={phone.gate.token}"
    assert asked(phone, head("GET", place, *(f"X-{number}: y" for number in range(500))))[0] == 431
    assert asked(phone, head("GET", place, "X: " + "y" * 100_000))[0] in (0, 431)  # 0: cut while it was being sent
    assert asked(phone, head("GET", "/?code=" + "y" * 100_000))[0] in (0, 414)
    assert asked(phone, head("GET", "/?" + "&".join(f"a{number}=1" for number in range(50))))[0] in (403, 404)
    assert asked(phone, b"\xff\xfe\x00\x01\r\n\r\n")[0] in (0, 400) and asked(phone, "\r\n\r\n")[0] in (0, 400)
    assert reads(phone, strokes_json(LINE), JSON)[0] == 200


def test_a_body_that_stops_on_its_way_is_not_read(phone, host):
    with connected(phone) as line:
        line.sendall(head("POST", f"/read?code={phone.gate.token}", "Content-Length: 500", JSON).encode() + b"[[")
        line.shutdown(1)
        assert answer_on(line)[0] == 400
    assert host.contents == []


def test_slow_bodies_are_cut_and_meanwhile_another_is_read(host):
    with serving(host, longest_s=1.0) as phone, connected(phone) as line:
        line.sendall(head("POST", f"/read?code={phone.gate.token}", "Content-Length: 5000").encode())
        assert reads(phone, strokes_json(LINE), JSON)[0] == 200
        dribbled(line)
    assert len(host.contents) == 1


def dribbled(line) -> None:
    """Send a byte every tenth of a second until the connection is cut."""
    for _ in range(300):
        try:
            line.sendall(b"x")
        except OSError:
            return
        time.sleep(0.1)
    raise AssertionError("the connection was never cut")


def test_only_two_bodies_are_taken_at_once(phone):
    place = head("POST", f"/read?code={phone.gate.token}", "Content-Length: 50")
    with connected(phone) as first, connected(phone) as second:
        for line in (first, second):
            line.sendall(place.encode())
        wait_until(lambda: reads(phone, strokes_json(LINE), JSON)[0] == 429)


def test_of_many_connections_some_are_turned_away_until_the_slow_ones_are_cut(host):
    with serving(host, longest_s=3.0) as phone:
        crowd = [connected(phone) for _ in range(server.MOST_OF_ONE)]
        place = head("GET", f"/?code={phone.gate.token}")
        wait_until(lambda: asked(phone, place)[0] == 0)
        wait_until(lambda: asked(phone, place)[0] == 200)
        for line in crowd:
            line.close()


def test_the_end_cuts_all_connections(phone):
    with connected(phone) as line:
        line.sendall(b"GET")
        phone.end()
        assert answer_on(line)[0] == 0
    with pytest.raises(OSError):
        connected(phone)


def test_an_address_that_is_not_of_this_computer_is_a_sentence(host):
    with pytest.raises(DigitPadError, match=r"192\.0\.2\.77"):
        server.PhoneServer(host, "192.0.2.77")


def test_own_addresses_are_local_ones():
    for address in addresses.own_addresses():
        assert not address.startswith("127.") and address.count(".") == 3


def wait_until(come, patience_s: float = 20.0) -> None:
    end = time.monotonic() + patience_s
    while not come():
        assert time.monotonic() < end
        time.sleep(0.01)
