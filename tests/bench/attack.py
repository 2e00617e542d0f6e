"""Damaged and hostile files of every kind, each opened as DigitPad does: python -m tests.bench.attack [--cases N]

Every case ends in a result or a DigitPadError; nothing outside of its folder changes; memory stays flat.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from digitpad import settings
from digitpad.commands.reading.tables import is_table
from digitpad.errors import DigitPadError
from digitpad.formats import kaggle_csv
from digitpad.formats.stroke_json import load_strokes
from digitpad.glyph_import import MAKERS as IMPORT_MAKERS
from digitpad.learning.registry.versions import Versions
from digitpad.recognizer import Recognizer
from digitpad.store.exchange import import_samples
from digitpad.store.samples import SampleStore
from digitpad.vision.picture.pictures import picture_pages
from tests.support.hostile_files import MAKERS

# Of 100 cases: a large picture takes a second, a scribbled one a third, a picture or an archive 20 ms, the others 5.
SHARES = {
    **{"picture": 27, "scribbled": 3, "other format": 4, "strokes": 12, "table": 10, "archive": 12},
    **{"database": 8, "weights": 8, "card": 6, "settings": 6, "onnx": 3, "large picture": 1},
}
SLOW_S = 5.0  # so long no case takes
FLAT_MB = 60.0  # more than this, in the second half of the cases, is a leak


@dataclass
class Outcome:
    cases: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    grown_mb: float = 0.0  # in the second half of the cases
    resident_mb: float = 0.0  # at the end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", choices=MAKERS, default=list(MAKERS))
    arguments = parser.parse_args()
    begun = time.perf_counter()
    outcome = attack(arguments.cases, arguments.seed, arguments.kinds)
    for kind, count in outcome.cases.items():
        print(f"{kind:14} {count:6} cases, {outcome.refused[kind]:6} refused in a sentence")
    seconds = time.perf_counter() - begun
    print(f"{arguments.cases} cases in {seconds:.0f} s; memory +{outcome.grown_mb:.0f} MB in their second half")
    for fault, count in Counter(outcome.faults).most_common():
        print(f"FAULT {count:4} times: {fault}")
    sys.exit(1 if outcome.faults or outcome.grown_mb > FLAT_MB else 0)


def attack(cases: int, seed: int, kinds: list[str]) -> Outcome:
    """Attack with `count` cases, in a folder of their own beside one that must stay as it is."""
    outcome, random = Outcome(), np.random.default_rng(seed)
    recognizer = Recognizer.load(device="cpu")
    shares = np.array([SHARES[kind] for kind in kinds], float)
    first_mb = 0.0
    with tempfile.TemporaryDirectory() as top, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = _surroundings(Path(top))
        for number in range(cases):
            kind = str(random.choice(kinds, p=shares / shares.sum())) if number >= len(kinds) else kinds[number]
            _one(kind, np.random.default_rng([seed, number]), Path(top), recognizer, outcome)
            if _surroundings(Path(top)) != before:
                outcome.faults.append(f"{kind}: a file outside of its folder changed")
                before = _surroundings(Path(top))
            if number == cases // 2:
                first_mb = _resident_mb()
    outcome.resident_mb = _resident_mb()
    outcome.grown_mb = outcome.resident_mb - first_mb
    return outcome


def _one(kind: str, random: np.random.Generator, top: Path, recognizer: Recognizer, outcome: Outcome) -> None:
    ending, content = MAKERS[kind](random)
    outcome.cases[kind] += 1
    begun = time.process_time()
    with tempfile.TemporaryDirectory(dir=top, prefix="case-") as folder:
        path = Path(folder) / f"case{ending}"
        path.write_bytes(content)
        try:
            USES[kind](path, recognizer)
        except DigitPadError:
            outcome.refused[kind] += 1
        except Exception as error:
            outcome.faults.append(_described(kind, error))
    if time.process_time() - begun > SLOW_S:
        outcome.faults.append(f"{kind}: took more than {SLOW_S:.0f} s")


def _described(kind: str, error: Exception) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "digitpad/" in frame.filename]
    at = frames[-1] if frames else None
    place = f"{at.filename.rpartition('digitpad/')[2]}:{at.lineno}" if at else "?"
    return f"{kind}: {type(error).__name__} at {place}: {str(error)[:90]}"


def _read_picture(path: Path, recognizer: Recognizer) -> None:
    for page in picture_pages(path):
        recognizer.read_image(page.open())


def _read_strokes(path: Path, recognizer: Recognizer) -> None:
    with contextlib.suppress(DigitPadError):
        import_samples(path, IMPORT_MAKERS)
    recognizer.read_strokes(load_strokes(path))


def _read_table(path: Path, recognizer: Recognizer) -> None:
    is_table(str(path), path.read_bytes()[:100])
    with contextlib.suppress(DigitPadError):
        import_samples(path, IMPORT_MAKERS)
    glyphs = kaggle_csv.read(path).glyphs
    if len(glyphs):
        recognizer.classify(glyphs)


def _import(path: Path, recognizer: Recognizer) -> None:
    import_samples(path, IMPORT_MAKERS)


def _use_database(path: Path, recognizer: Recognizer) -> None:
    with SampleStore(path, patience_s=0.2) as store:
        store.counts()
        recognizer.remember(store.all(whole=True))
    recognizer.forget()


def _use_weights(path: Path, recognizer: Recognizer) -> None:
    Versions(path.parent).bring(path)
    Versions(path.parent).list()


def _use_card(path: Path, recognizer: Recognizer) -> None:
    from digitpad.paths import bundled

    models = path.parent / "models"
    models.mkdir()
    weights = bundled("models", "lenet5.safetensors")
    (models / "0123456789abcdef.safetensors").write_bytes(weights.read_bytes())
    path.rename(models / "0123456789abcdef.json")
    for version in Versions(path.parent).list():
        _ = version.name, version.parent, version.created_at, version.samples, version.mnist, version.own


def _use_settings(path: Path, recognizer: Recognizer) -> None:
    path.rename(path.parent / settings.FILE_NAME)
    loaded, _ = settings.load(path.parent)
    settings.save(path.parent, loaded)


USES: dict[str, Callable[[Path, Recognizer], None]] = {
    "picture": _read_picture,
    "large picture": _read_picture,
    "scribbled": _read_picture,
    "other format": _read_picture,
    "strokes": _read_strokes,
    "table": _read_table,
    "archive": _import,
    "database": _use_database,
    "weights": _use_weights,
    "card": _use_card,
    "settings": _use_settings,
    "onnx": _use_weights,
}


def _surroundings(top: Path) -> list[tuple[str, int]]:
    """Names and sizes of all that lies beside the cases' folders, and beside their top."""
    beside = [path for path in top.iterdir() if not path.name.startswith("case-")]
    beside += [path for path in top.parent.iterdir() if path.name.startswith("out")]
    return sorted((str(path), path.stat().st_size) for path in beside)


def _resident_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
