"""Seconds and memory of pictures full of ink, from files of up to 50 megapixels: python -m tests.bench.dense

Each is saved as a PNG, opened and read. `ink` is the share of the pixels that are darker than the mean.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PIL import Image

from digitpad.recognizer import Recognizer
from digitpad.vision.picture.pictures import open_picture
from tests.support.dense_pictures import KINDS, dense_picture

MEGAPIXELS = (1, 3, 6, 12, 25, 49.9)
TARGETS = {"slowest, s": 2.0, "largest peak of memory, MB": 600.0}


def figures() -> dict[str, float]:
    print(f"{'kind':12} {'megapixels':>10} {'ink':>6} {'open, s':>8} {'read, s':>8} {'peak, MB':>9}  hint")
    recognizer = Recognizer.load(device="cpu")
    spent, peaks = [], []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for megapixels in MEGAPIXELS:
                seconds, peak = _measured(recognizer, kind, megapixels, Path(folder) / "dense.png")
                spent.append(seconds)
                peaks.append(peak)
    return {"slowest, s": max(spent), "largest peak of memory, MB": max(peaks)}


def _measured(recognizer: Recognizer, kind: str, megapixels: float, path: Path) -> tuple[float, float]:
    """Seconds to open and read, and the process' peak meanwhile, MB."""
    pixels = dense_picture(kind, megapixels)
    share = float((pixels < pixels.mean()).mean())
    Image.fromarray(pixels).convert("RGB").save(path, compress_level=1)
    del pixels
    _forget_peak()
    begun = time.perf_counter()
    picture = open_picture(path)
    opened = time.perf_counter() - begun
    reading = recognizer.read_image(picture)
    seconds, peak = time.perf_counter() - begun, _peak_mb()
    print(
        f"{kind:12} {megapixels:10} {share:6.0%} {opened:8.2f} {seconds - opened:8.2f} {peak:9.0f}  {reading.hint}",
        flush=True,
    )
    return seconds, peak


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    for words, value in figures().items():
        print(f"{words:40} {value:8.2f}   at most {TARGETS[words]:g}")
