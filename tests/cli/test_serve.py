"""`digitpad serve`, as other programs and hostile clients meet it."""

from __future__ import annotations

import http.client
import io
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from tests.cli.test_cli import digitpad
from tests.support.samples import number_picture, number_strokes
from tests.support.server import Server, answer_to, served


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served("--jobs", "2", "--waiting", "8", "--max-mb", "2") as running:
        yield running


def png(number: str) -> bytes:
    data = io.BytesIO()
    number_picture(number).save(data, "PNG")
    return data.getvalue()


def test_pictures_strokes_and_documents_are_read_as_the_command_prints_them(server: Server, tmp_path) -> None:
    (tmp_path / "number.png").write_bytes(png("2027"))
    printed = json.loads(digitpad("read", tmp_path / "number.png", "--json").stdout)
    (reading,) = server.ask("POST", "/read", png("2027")).values["readings"]
    assert reading | {"path": ""} == printed | {"path": ""}
    strokes = json.dumps({"strokes": number_strokes("720")}).encode()
    assert server.ask("POST", "/read", strokes).values["readings"][0]["text"] == "720"
    document = io.BytesIO()
    number_picture("31").save(document, "PDF", save_all=True, append_images=[number_picture("720")])
    pages = server.ask("POST", "/read", document.getvalue()).values["readings"]
    assert [(page["part"], page["text"]) for page in pages] == [(1, "31"), (2, "720")]


def test_a_rule_gives_the_likeliest_number_that_obeys_beside_what_was_read(server: Server) -> None:
    strokes = json.dumps({"strokes": number_strokes("202l")}).encode()  # read 2021; the last digit may be a 7
    (plain,) = server.ask("POST", "/read", strokes).values["readings"]
    assert "rule" not in plain and plain["text"] == "2021"
    (ruled,) = server.ask("POST", "/read?rule=range%3D2025-2028&rule=length=4", strokes).values["readings"]
    assert ruled["text"] == "2021" and ruled["numbers"][0]["obeying"] == "2027"
    (none,) = server.ask("POST", "/read?rule=prefix=9", strokes).values["readings"]
    assert none["numbers"][0]["obeying"] is None


@pytest.mark.parametrize("rule", ["lenght=4", "length=", "list=/etc/passwd", "length=4,%20list%20/etc/passwd", ""])
def test_what_is_no_rule_or_names_a_file_is_told(server: Server, rule: str) -> None:
    answer = server.ask("POST", f"/read?rule={rule}", png("31"))
    assert answer.status == 422 and "root" not in answer.text
    assert answer.values["detail"].endswith(".")


def test_more_rules_than_anybody_needs_are_refused(server: Server) -> None:
    assert server.ask("POST", f"/read?{'&'.join(['rule=luhn'] * 50)}", png("31")).status == 422


@pytest.mark.parametrize("body", [b"nonsense", b"", b"{", b"%PDF-1.4 cut", b"\x89PNG\r\n\x1a\n"])
def test_what_cannot_be_read_is_told_in_a_sentence(server: Server, body: bytes) -> None:
    answer = server.ask("POST", "/read", body)
    assert answer.status == 422
    assert answer.values["detail"].startswith("The body") and answer.values["detail"].endswith(".")


def test_a_body_that_is_too_large_is_turned_away_before_it_is_taken(server: Server) -> None:
    answer = server.ask("POST", "/read", bytes(3_000_000))
    assert answer.status == 413 and "larger than 2 MB" in answer.values["detail"]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", "/read", iter([bytes(1_000_000)] * 3), encode_chunked=True)  # no length is given
    assert answer_to(connection).status == 413
    connection.close()


def test_other_names_and_pages_of_other_sites_are_not_answered(server: Server) -> None:
    assert server.ask("POST", "/read", png("31"), Host="evil.example").status == 400
    assert server.ask("POST", "/read", png("31"), Origin="https://evil.example").status == 403
    assert server.ask("POST", "/read", png("31"), Origin=f"http://127.0.0.1:{server.port}").status == 200


def test_it_tells_how_it_is_and_how_to_ask_without_fetching_anything(server: Server) -> None:
    health = server.ask("GET", "/health").values
    assert (health["status"], health["jobs"], health["waiting"]) == ("ok", 2, 0)
    described = server.ask("GET", "/openapi.json").values
    assert {"/read", "/health"} <= described["paths"].keys()
    page = server.ask("GET", "/docs").text
    assert "/read" in page and "curl" in page and "https://" not in page and "src=" not in page


def test_one_request_too_many_is_told_to_come_back_and_none_is_lost(server: Server) -> None:
    body = png("2027")
    statuses: list[int] = []

    def ask() -> None:
        for _ in range(6):
            while (answer := server.ask("POST", "/read", body)).status == 429:
                statuses.append(429)
                assert answer.headers["retry-after"] == "1"
                time.sleep(0.05)
            statuses.append(answer.status)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == 16 * 6 and statuses.count(429) > 0 and set(statuses) == {200, 429}
    assert server.ask("GET", "/health").values["waiting"] == 0


def test_a_worker_that_is_killed_is_replaced(server: Server) -> None:
    children = subprocess.run(
        ["ps", "-ww", "--ppid", str(server.process.pid), "-o", "pid=,args="], capture_output=True, text=True, check=True
    )
    workers = [int(line.split()[0]) for line in children.stdout.splitlines() if "spawn_main" in line]
    assert workers
    os.kill(workers[0], signal.SIGKILL)
    time.sleep(0.5)
    assert server.ask("POST", "/read", png("31")).status in (200, 503)
    assert server.ask("POST", "/read", png("31")).values["readings"][0]["text"] == "31"


def test_a_client_that_sends_half_and_stays_holds_nobody_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as slow:
        slow.sendall(b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        assert server.ask("POST", "/read", png("31")).status == 200


def test_a_reading_that_takes_too_long_is_given_up(tmp_path) -> None:
    page = io.BytesIO()
    Image.effect_noise((3000, 3000), 80).save(page, "PNG")
    with served("--jobs", "1", "--timeout", "0.05") as server:
        answer = server.ask("POST", "/read", page.getvalue())
        assert answer.status == 503 and "longer than 0.05 s" in answer.values["detail"]


def test_a_port_that_is_taken_is_named(server: Server) -> None:
    result = digitpad("serve", "--port", server.port)
    assert result.returncode == 1
    assert f"127.0.0.1:{server.port} cannot be listened at" in result.stderr.decode()
