"""MNIST fetched over the wire from mirrors of our own that stall, lie, break off, and resume."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from digitpad.errors import CancelRequested, DigitPadError
from digitpad.learning.data.fetching import MIRRORS, fetch_mnist
from digitpad.learning.data.mnist_files import (
    TEST_FILES,
    TRAIN_FILES,
    FetchProgress,
    MnistFile,
    has_mnist,
    take_mnist,
)

CONTENT = {
    "images": np.random.default_rng(1).integers(0, 256, 300_000, np.uint8).tobytes(),
    "labels": bytes(range(10)) * 600,
}
PACKED = {name: gzip.compress(content, 1) for name, content in CONTENT.items()}
FILES = tuple(
    MnistFile(name, len(PACKED[name]), hashlib.md5(PACKED[name]).hexdigest(), hashlib.md5(content).hexdigest())
    for name, content in CONTENT.items()
)


class Mirror(ThreadingHTTPServer):
    """Serves PACKED; `cut`: breaks off after so many bytes of an answer; `spoilt`: sends other bytes of that length."""

    daemon_threads = True

    def __init__(self, *, cut: int | None = None, spoilt: bool = False, ranges: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.cut, self.spoilt, self.ranges = cut, spoilt, ranges
        self.asked: list[tuple[str, str]] = []  # name, Range
        threading.Thread(target=self.serve_forever, name="mirror", daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Answering(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        name, wanted = self.path[1:].removesuffix(".gz"), self.headers.get("Range", "")
        self.server.asked.append((name, wanted))
        start = int(wanted.removeprefix("bytes=").rstrip("-") or 0) if self.server.ranges else 0
        body = PACKED[name][start:]
        if self.server.spoilt:
            body = bytes(len(body))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.server.cut])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def mirrors() -> Iterator[list[Mirror]]:
    opened: list[Mirror] = []
    yield opened
    for mirror in opened:
        mirror.shutdown()
        mirror.server_close()


def test_what_comes_is_unpacked_and_counted(tmp_path, mirrors):
    mirrors.append(Mirror())
    seen: list[FetchProgress] = []
    fetch_mnist(tmp_path, seen.append, files=FILES, mirrors=[mirrors[0].url])
    assert has_mnist(tmp_path, FILES)
    assert {path.name: path.read_bytes() for path in (tmp_path / "MNIST" / "raw").iterdir()} == CONTENT
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert seen[-1].done == seen[-1].total == sum(map(len, PACKED.values()))


def test_a_connection_that_breaks_is_gone_on_with_where_it_broke(tmp_path, mirrors):
    mirrors += [Mirror(cut=100_000), Mirror()]
    fetch_mnist(tmp_path, lambda fetched: None, files=FILES, mirrors=[mirror.url for mirror in mirrors])
    assert mirrors[1].asked[0] == ("images", "bytes=100000-")
    assert has_mnist(tmp_path, FILES)


def test_a_mirror_that_cannot_send_parts_sends_all_of_it(tmp_path, mirrors):
    mirrors += [Mirror(cut=100_000), Mirror(ranges=False)]
    fetch_mnist(tmp_path, lambda fetched: None, files=FILES, mirrors=[mirror.url for mirror in mirrors])
    assert (tmp_path / "MNIST" / "raw" / "images").read_bytes() == CONTENT["images"]


def test_what_was_cancelled_is_gone_on_with_next_time(tmp_path, mirrors):
    mirrors.append(Mirror())

    def cancel_half_way(fetched: FetchProgress) -> None:
        if fetched.done > 100_000:
            raise CancelRequested

    with pytest.raises(CancelRequested):
        fetch_mnist(tmp_path, cancel_half_way, files=FILES, mirrors=[mirrors[0].url])
    assert not has_mnist(tmp_path, FILES)
    fetch_mnist(tmp_path, lambda fetched: None, files=FILES, mirrors=[mirrors[0].url])
    assert int(mirrors[0].asked[1][1].removeprefix("bytes=").rstrip("-")) > 100_000
    assert has_mnist(tmp_path, FILES)


def test_a_lying_mirror_is_passed_over(tmp_path, mirrors):
    mirrors += [Mirror(spoilt=True), Mirror()]
    fetch_mnist(tmp_path, lambda fetched: None, files=FILES, mirrors=[mirror.url for mirror in mirrors])
    assert (tmp_path / "MNIST" / "raw" / "images").read_bytes() == CONTENT["images"]


def test_without_any_mirror_a_sentence_says_what_to_do(tmp_path):
    with pytest.raises(DigitPadError, match=r"could not be fetched \(.+\); connect"):
        fetch_mnist(tmp_path, lambda fetched: None, files=FILES, mirrors=["http://127.0.0.1:9/"])
    assert not has_mnist(tmp_path, FILES)


@pytest.mark.parametrize("place", [".", "raw", "MNIST/raw"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_folder_with_mnist_is_taken_packed_or_not(tmp_path, place, packed):
    source = tmp_path / "source" / place
    source.mkdir(parents=True)
    for name in CONTENT:
        (source / (f"{name}.gz" if packed else name)).write_bytes(PACKED[name] if packed else CONTENT[name])
    take_mnist(tmp_path / "source", tmp_path / "home", lambda fetched: None, FILES)
    assert has_mnist(tmp_path / "home", FILES)


def test_mirrors_and_checksums_are_those_of_torchvision():
    torchvision = pytest.importorskip("torchvision")
    theirs = torchvision.datasets.MNIST
    assert sorted(MIRRORS) == sorted(theirs.mirrors)
    ours = {(f"{file.name}.gz", file.packed_md5) for file in (*TRAIN_FILES, *TEST_FILES)}
    assert ours == set(theirs.resources)


def test_a_folder_with_something_else_is_refused_by_name(tmp_path):
    for name in CONTENT:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(DigitPadError, match=r"images is damaged or not MNIST's"):
        take_mnist(tmp_path, tmp_path / "home", lambda fetched: None, FILES)
    with pytest.raises(DigitPadError, match=r"holds neither images nor images\.gz"):
        take_mnist(tmp_path / "nowhere", tmp_path / "home", lambda fetched: None, FILES)
    assert not has_mnist(tmp_path / "home", FILES)
