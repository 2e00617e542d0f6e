"""Time and memory from the start of a process until it can read, by ONNX Runtime and by torch, in the same run.

    python -m tests.bench.start [--times N]

Every figure is the median of fresh processes, from before Python starts; the first, which warms the disk's cache and
compiles what it imports, does not count: an installed program is compiled, too. torch's figures are those of the same
program where ONNX Runtime cannot be imported.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from pyvirtualdisplay import Display

from digitpad.paths import bundled

TIMES = 5  # fresh processes
IDLE_S = 5.0
LOOK_MS = 2  # between looks whether the window can read
CALLS = {1: 200, 32: 100, 1000: 20}  # glyphs in a call: calls
WITHOUT_RUNTIME = "import sys; sys.modules['onnxruntime'] = None; "
READ = "import sys; from digitpad.cli import main; sys.exit(main(['read', sys.argv[1], '--device', 'cpu']))"
CHILD = "import digitpad.cli; from tests.bench.start import {0}; {0}()"  # as the program begins
ROWS = {  # name: least that is asked for
    "process start to able to read (window), s": 0.5,
    "the same, seconds of processor until then": 0.5,
    "digitpad read photograph.jpg, whole process, s": 0.6,
    "the same, seconds of processor": 0.6,
    "resident memory, window able to read, MB": 150.0,
    "classify 1 glyph, ms": 0.2,
    "classify 32 glyphs, ms": 1.5,
    "classify 1,000 glyphs, ms": 30.0,
    "resident memory after 1,000 glyphs, MB": 150.0,
    "idle window, % of one core": 1.0,
    "idle engine after reading, % of one core": 0.05,
}
Figures = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=TIMES, help=f"fresh processes for each figure (default: {TIMES})")
    arguments = parser.parse_args()
    with Display(visible=False, size=(1400, 1000)), tempfile.TemporaryDirectory() as compiled:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        runtime, torch = (figures(before, arguments.times) for before in ("", WITHOUT_RUNTIME))
    print(f"{'':52} {'ONNX Runtime':>12} {'torch':>10} {'at least':>10}")
    for name, least in ROWS.items():
        print(f"{name:52} {runtime[name]:12.2f} {torch[name]:10.2f} {least:10g}")
    return int(any(runtime[name] > least for name, least in ROWS.items()))


def figures(before: str, times: int) -> Figures:
    """Measure everything; `before`: what each process does first."""
    photograph = bundled("assets", "self_test/photograph.jpg")
    read = [seconds([sys.executable, "-c", before + READ, str(photograph)]) for _ in range(times + 1)][1:]
    whole = {
        "digitpad read photograph.jpg, whole process, s": median(wall for wall, _ in read),
        "the same, seconds of processor": median(busy for _, busy in read),
    }
    parts = [child(before, name, times) for name in ("window_child", "classify_child")]
    return whole | parts[0] | parts[1]


def seconds(command: list[str]) -> tuple[float, float]:
    """Run a whole process; return how long it took, and how long processors worked for it, whoever else was there."""
    begun, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, busy


def child(before: str, name: str, times: int) -> Figures:
    """Return the medians of what one of the functions below printed in fresh processes."""
    runs = []
    for _ in range(times + 1):
        environment = os.environ | {"DIGITPAD_BENCH_START": repr(time.time())}
        command = [sys.executable, "-c", before + CHILD.format(name)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: median(run[name] for run in runs[1:]) for name in runs[0]}


def window_child() -> None:
    """Open the window, wait until it can read, then leave it alone."""
    from digitpad.cli import arguments_of, opened_window

    start = float(os.environ["DIGITPAD_BENCH_START"])
    with tempfile.TemporaryDirectory() as folder:
        app = opened_window(arguments_of(["--data-dir", folder, "--device", "cpu"]))
        _run_until_ready(app)
        ready, busy, used = time.time() - start, time.process_time(), resident_mb()
        figures = {
            "process start to able to read (window), s": ready,
            "the same, seconds of processor until then": busy,
            "resident memory, window able to read, MB": used,
            "idle window, % of one core": idle_percent(app.root),
        }
        app.quit()
    print(json.dumps(figures))


def _run_until_ready(app) -> None:  # type: ignore[no-untyped-def]
    """Run Tk's own loop, which sleeps while the network is loaded, until the status line says that it can read."""
    from tests.support.hand import Hand

    hand = Hand(app)

    def look() -> None:
        app.root.quit() if "Ready" in hand.status else app.root.after(LOOK_MS, look)

    look()
    app.root.mainloop()


def idle_percent(root) -> float:  # type: ignore[no-untyped-def]
    """Run Tk's own loop for a while, in which nobody does anything, and return its share of a core."""
    root.after(1000, root.quit)  # what the start still has to do
    root.mainloop()
    before, begun = time.process_time(), time.perf_counter()
    root.after(round(1000 * IDLE_S), root.quit)
    root.mainloop()
    return 100 * (time.process_time() - before) / (time.perf_counter() - begun)


def classify_child() -> None:
    """Classify drawn digits by the library."""
    from digitpad import Recognizer, Stroke
    from digitpad.recognition.strokes import stroke_glyph
    from tests.support.drawings import DIGITS

    recognizer = Recognizer.load(device="cpu")
    digits = [stroke_glyph([Stroke.of(line) for line in lines]) for lines in DIGITS.values()]
    glyphs = np.resize(np.stack(digits), (1000, 28, 28))
    taken = {}
    for count, calls in CALLS.items():
        part = glyphs[:count]
        ms = 1000 * median(_timed(lambda part=part: recognizer.classify(part), calls))  # type: ignore[misc]
        taken[f"classify {count:,} glyph{'s' * (count > 1)}, ms"] = ms
    before = time.process_time()
    time.sleep(IDLE_S)
    idle = 100 * (time.process_time() - before) / IDLE_S
    after = {"resident memory after 1,000 glyphs, MB": resident_mb(), "idle engine after reading, % of one core": idle}
    print(json.dumps(taken | after))


def _timed(work: Callable[[], object], calls: int) -> list[float]:
    taken = []
    for _ in range(calls):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return taken


def resident_mb() -> float:
    """Return what this process holds of the memory now."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
