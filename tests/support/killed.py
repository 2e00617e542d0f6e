"""Two DigitPads at work on one folder, killed at any moment: what each said was done has to be there afterwards."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.samples import stroke_line
from tests.support.stored import glyph, sample

ROOT = Path(__file__).parents[2]
WORKER = "import sys; from tests.support import killed; killed.work(sys.argv[1], sys.argv[2], int(sys.argv[3]))"
KINDS = ("corrections", "imports", "retrainings")
READY, FIRST = "ready", 1_000_000  # so far apart are the numbers of two workers' samples
IMPORTED = 40  # samples in a file
START_S = 60.0  # until a worker has begun


@dataclass
class Outcome:
    confirmed: int = 0  # pieces of work that a worker said were done
    kills: int = 0
    lost: list[str] = field(default_factory=list)  # what was said and is not there, or is there by halves


def work(kind: str, folder: str, first: int) -> None:
    """Say that it is ready, do one piece of work after the other, and say each once it is done; to be killed."""
    pieces: Iterator[str] = {"corrections": _corrections, "imports": _imports, "retrainings": _retrainings}[kind](
        Path(folder), first
    )
    for said in pieces:
        print(said, flush=True)


def killed(kind: str, folder: Path, rounds: int, seed: int = 1, wait_s: float = 0.3) -> Outcome:
    """Kill two workers, `rounds` times, each some time up to `wait_s` after it began; look at the folder after each."""
    chance, outcome = random.Random(seed), Outcome()
    said: list[str] = []
    for round in range(rounds):
        workers = [_started(kind, folder, FIRST * (2 * round + number + 1)) for number in range(2)]
        for worker in chance.sample(workers, 2):
            time.sleep(chance.uniform(0, wait_s))
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
            outcome.kills += 1
        for worker in workers:
            said += [line for line in worker.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        outcome.lost += LOOKS[kind](folder, [line.strip() for line in said])
    outcome.confirmed = len(said)
    return outcome


def _started(kind: str, folder: Path, first: int) -> subprocess.Popen[str]:
    """A worker that has loaded everything and begun."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WORKER, kind, str(folder), str(first)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    assert worker.stdout is not None and worker.stdout.readline().strip() == READY
    return worker


def _corrections(folder: Path, first: int) -> Iterator[str]:
    with SampleStore(folder / FILE_NAME, patience_s=START_S) as store:
        number = first
        yield READY
        while True:
            label = number % 10
            (id,) = store.add([sample(number, (label + 1) % 10)]).ids
            store.relabel([id], label)
            yield json.dumps([number, label])
            number += 1


def _imports(folder: Path, first: int) -> Iterator[str]:
    from digitpad.glyph_import import MAKERS
    from digitpad.store.exchange import import_samples

    file = folder / f"own-{first}.jsonl"
    with SampleStore(folder / FILE_NAME, patience_s=START_S) as store:
        number = first
        yield READY
        while True:
            chance = np.random.default_rng(number)
            lines = [_moved(stroke_line(label % 10, "me"), chance) for label in range(IMPORTED)]
            file.write_text("".join(lines))
            store.add(import_samples(file, MAKERS))
            yield json.dumps([number, store.count()])
            number += 1


def _moved(line: str, chance: np.random.Generator) -> str:
    """Return the drawing with other points."""
    values = json.loads(line)
    values["strokes"] = [[[x + chance.normal(0, 2), y + chance.normal(0, 2)] for x, y in s] for s in values["strokes"]]
    return json.dumps(values) + "\n"


def _retrainings(folder: Path, first: int) -> Iterator[str]:
    """Every other worker keeps one network after the other; the rest train, and are killed meanwhile."""
    from digitpad.inference.torch_engine import use_one_core
    from digitpad.inference.weights import load_weights
    from digitpad.learning.finetune.finetune import FinetuneConfig, finetune
    from digitpad.learning.registry.versions import Versions

    use_one_core()
    versions = Versions(folder)
    yield READY
    while first // FIRST % 2 == 0:
        version = versions.add(load_weights(versions.active.path), {"samples": 10}, "Mine")
        versions.activate(version.key)
        yield json.dumps([version.key])
    samples = [sample(number, number % 10) for number in range(10)]
    tuned = finetune(versions.active.path, samples, FinetuneConfig(epochs=1), lambda step: None, None)
    yield json.dumps([tuned.keep(versions, "Trained").key])
    time.sleep(START_S)


def _look_at_corrections(folder: Path, said: list[str]) -> list[str]:
    with SampleStore(folder / FILE_NAME) as store:
        labels = {one.glyph.tobytes(): one.label for one in store.all()}
        lost = [line for line in said if labels.get(glyph(json.loads(line)[0]).tobytes()) != json.loads(line)[1]]
        return lost + [store.notice] * bool(store.notice)


def _look_at_imports(folder: Path, said: list[str]) -> list[str]:
    with SampleStore(folder / FILE_NAME) as store:
        count = store.count()
        most = max((json.loads(line)[1] for line in said), default=0)
        lost = [f"{count} samples are there where {most} were"] if count < most else []
        halves = [f"{count} is no whole number of imports"] if count % IMPORTED else []
        return lost + halves + [store.notice] * bool(store.notice)


def _look_at_retrainings(folder: Path, said: list[str]) -> list[str]:
    from digitpad.inference.weights import load_weights
    from digitpad.learning.registry.versions import Versions

    versions = Versions(folder)
    keys = {version.key for version in versions.list()}
    lost = [line for line in said if json.loads(line)[0] not in keys]
    for version in versions.list():
        load_weights(version.path)
        if not version.card.get("name"):
            lost.append(f"{version.key} has no card")
    return [*lost, *versions.complaints(), *([] if versions.active.key in keys else ["nothing reads"])]


LOOKS: dict[str, Callable[[Path, list[str]], list[str]]] = {
    "corrections": _look_at_corrections,
    "imports": _look_at_imports,
    "retrainings": _look_at_retrainings,
}
