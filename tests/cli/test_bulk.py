"""Many files read by several processes, or by a Dask cluster: each answered once, in order, whatever is stopped."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitpad.commands.reading import bulk_output
from digitpad.errors import DigitPadError
from tests.support.samples import number_picture

FEW, MANY = 12, 150  # pictures: so many that a second passes before all are read
WAIT_S = 60.0
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="dask[distributed] is absent")
posix = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
LATE = """
import sys
from digitpad.cli import main
code = main(["read", *sys.argv[1:]])
print(code, sorted({"concurrent.futures.process", "multiprocessing", "distributed"} & set(sys.modules)))
"""


def start(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """Start `digitpad read` as a terminal does, in a session of its own."""
    command = [sys.executable, "-m", "digitpad", "read", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        start_new_session=True,
    )


def read(*arguments: object, **environment: str) -> tuple[int, str, str]:
    """Return the exit code, the results and the complaints of `digitpad read`."""
    with start(*arguments, **environment) as process:
        out, complaints = process.communicate(timeout=2 * WAIT_S)
        return process.returncode, out.decode(), complaints.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of pictures, all of the number 2027 but the first, which reads 31."""
    place = tmp_path_factory.mktemp("many")
    number_picture("2027").save(place / "p000.png")
    for number in range(1, MANY):
        shutil.copy(place / "p000.png", place / f"p{number:03}.png")
    number_picture("31").save(place / "p000.png")
    return place


@pytest.fixture
def few(folder: Path, tmp_path: Path) -> Path:
    place = tmp_path / "few"
    place.mkdir()
    for file in sorted(folder.iterdir())[:FEW]:
        shutil.copy(file, place)
    return place


def paths_in(output: Path) -> list[str]:
    return [json.loads(line)["path"] for line in output.read_bytes().splitlines()]


def all_of(folder: Path) -> list[str]:
    return [str(file) for file in sorted(folder.glob("*.png"))]


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not there():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def session(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes of the same session that are alive."""
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == process.pid and state != "Z":
            alive.append(int(stat.parent.name))
    return alive


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that read for it."""
    return [pid for pid in session(process) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_two_processes_answer_in_order_and_name_the_broken_file(few: Path) -> None:
    (few / "p005.png").write_text("no picture")
    code, out, complaints = read(few, "--jobs", 2)
    wanted = [f"{path}: {2027 if number else 31}" for number, path in enumerate(all_of(few)) if number != 5]
    assert out.splitlines() == wanted
    assert complaints.count("\n") == 1 and "p005.png is not a picture" in complaints
    assert code == 1


def test_a_few_files_start_no_process_and_load_nothing_for_it(few: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LATE, few / "p000.png", few / "p001.png"], capture_output=True)
    assert done.stdout.decode().splitlines()[-1] == "0 []"


def test_an_output_is_gone_on_with_where_it_stopped(few: Path) -> None:
    out = few / "results.jsonl"
    (few / "b.tif").write_bytes(two_pages(few / "b.tif"))
    assert read(few, "--out", out)[:2] == (0, f"{out}: files written: {FEW + 1}\n")
    whole = out.read_bytes()
    assert [json.loads(line)["text"] for line in whole.splitlines()] == ["7", "2", "31"] + ["2027"] * (FEW - 1)
    for size in (len(whole) - 5, whole.index(b"\n") + 1, 4):  # half a line, one page of two, half a start
        out.write_bytes(whole[:size])
        assert read(few, "--out", out)[0] == 0
        assert out.read_bytes() == whole
    assert read(few, "--out", out)[1].endswith(f"written: 0, in it already: {FEW + 1}\n")


def two_pages(path: Path) -> bytes:
    number_picture("7").save(path, save_all=True, append_images=[number_picture("2")])
    return path.read_bytes()


@posix
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_stop_leaves_no_process_and_whole_results(folder: Path, tmp_path: Path, stop: signal.Signals) -> None:
    out = tmp_path / "out.jsonl"
    with start(folder, "--out", out, "--jobs", 2) as process:
        wait_for(lambda: lines(out) >= 5)
        assert len(workers(process)) == 2
        if stop == signal.SIGINT:
            os.killpg(process.pid, stop)  # as a terminal tells the whole group
        else:
            process.kill()
        _, complaints = process.communicate(timeout=WAIT_S)
        wait_for(lambda: not session(process))
    if stop == signal.SIGINT:
        assert (process.returncode, complaints) == (130, b"digitpad: Stopped.\n")
    assert b"Traceback" not in complaints
    assert paths_in(out) == all_of(folder)[: lines(out)] and lines(out) < MANY
    assert read(folder, "--out", out, "--jobs", 2)[0] == 0
    assert paths_in(out) == all_of(folder)


@posix
def test_a_worker_that_is_killed_is_told_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with start(folder, "--out", out, "--jobs", 2) as process:
        wait_for(lambda: lines(out) >= 5)
        os.kill(workers(process)[0], signal.SIGKILL)
        _, complaints = process.communicate(timeout=WAIT_S)
        wait_for(lambda: not session(process))
    assert process.returncode == 1
    assert b"ended from outside" in complaints and complaints.count(b"\n") == 1
    assert paths_in(out) == all_of(folder)[: lines(out)]


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("none/out.csv", None, "cannot be written"),
        ("out.jsonl", "[[[1, 2], [3, 4]]]\n", "holds something else"),
        ("out.jsonl", '{"path": "a", "text": "1"}\n{"path": "b"}\n', "holds something else"),
        ("out.csv", "ImageId,Label\n1,2\n", "holds something else"),
    ],
)
def test_a_file_that_is_no_output_of_ours_is_left_alone(
    few: Path, tmp_path: Path, name: str, content: str | None, part: str
) -> None:
    out = tmp_path / name
    if content:
        out.write_text(content)
    with pytest.raises(DigitPadError, match=part), bulk_output.written_files(out):
        pass
    assert (out.read_text() if out.exists() else None) == content


@pytest.mark.skipif(shutil.which("bash") is None, reason="the limit is set by bash")
def test_a_full_disk_is_told_and_what_was_written_stays(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = f'ulimit -f 4; exec "{sys.executable}" -m digitpad read "{few}" --jobs 2 --out "{out}"'  # 4 KiB
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and "cannot be written" in done.stderr
    assert lines(out) >= 1
    assert read(few, "--out", out)[0] == 0
    assert paths_in(out) == all_of(few)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    code, _, complaints = read(tmp_path, "--jobs", 2)
    assert code == 1 and "holds no pictures" in complaints and complaints.count("\n") == 1


def test_a_table_holds_any_name_and_is_repaired_within_one(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    names = ['a "b"\nc.png', "d,e.png", "f.png"]
    results = [{"path": name, "text": "12\n3", "digits": [{"confidence": 0.5}]} for name in names]
    with bulk_output.written_files(path) as output:
        for each in results:
            output.write([each])
    whole = path.read_bytes()
    with path.open(newline="") as stream:
        assert list(csv.reader(stream)) == [[*bulk_output.COLUMNS], *([name, "", "12 3", "0.5"] for name in names)]
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with bulk_output.written_files(path) as output:
            for each, name in zip(results, names, strict=True):
                if name not in output:
                    output.write([each])
        assert path.read_bytes() == whole, size


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    """Give a Dask cluster of two processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        yield local


@needs_dask
def test_a_cluster_answers_each_file_once_though_a_worker_is_killed(cluster, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with start(folder, "--out", out, "--dask", cluster.scheduler_address) as process:
        wait_for(lambda: lines(out) >= 5)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        assert lines(out) < MANY
        said, complaints = process.communicate(timeout=WAIT_S)
    assert (process.returncode, complaints) == (0, b"")
    assert said.decode() == f"{out}: files written: {MANY}\n"
    assert paths_in(out) == all_of(folder)


@needs_dask
def test_ctrl_c_ends_the_wait_for_a_cluster(cluster, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with start(folder, "--out", out, "--dask", cluster.scheduler_address) as process:
        wait_for(lambda: lines(out) >= 5)
        os.killpg(process.pid, signal.SIGINT)
        _, complaints = process.communicate(timeout=WAIT_S)
    assert (process.returncode, complaints) == (130, b"digitpad: Stopped.\n")


@needs_dask
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "abacus://here:1"])
def test_a_cluster_that_does_not_answer_is_told(few: Path, monkeypatch, address: str) -> None:
    from digitpad.commands.reading import cluster

    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    with pytest.raises(DigitPadError, match="No Dask cluster answers"), cluster.on_cluster(address, str, ["a"]):
        pass


@needs_dask
def test_a_cluster_without_workers_is_told(monkeypatch) -> None:
    from distributed import LocalCluster

    from digitpad.commands.reading import cluster

    monkeypatch.setattr(cluster, "CONNECT_S", 2.0)
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as local,
        pytest.raises(DigitPadError, match="no workers"),
        cluster.on_cluster(local.scheduler_address, str, ["a"]),
    ):
        pass


def test_the_package_that_a_cluster_needs_is_named(few: Path, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('absent')")
    code, _, complaints = read(few, "--dask", "tcp://127.0.0.1:9", PYTHONPATH=f"{tmp_path}{os.pathsep}{Path.cwd()}")
    assert code == 1 and "digitpad[cluster]" in complaints and complaints.count("\n") == 1
