"""Photographs, made scenes, empty pictures and videos: how well they are read, and how long a frame takes.

python -m tests.bench.camera [KIND …]   (shows what is misread in these kinds of tests/rooms.py)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from digitpad import Recognizer
from digitpad.paths import data_folder
from digitpad.records import Reading
from digitpad.vision.picture.pictures import open_picture
from digitpad.vision.segmentation.rows import rows_of
from digitpad.vision.tracking.tracker import Tracker
from tests.bench.photos import edit_distance, photos
from tests.support.rooms import EMPTY, KINDS, Room, Scene, empty_scene, made, scene
from tests.support.videos import FRAMES_A_SECOND, ROOMS, video

SCENES = 4  # of each kind
VIDEOS, FRAMES = 1, 75  # of each kind; frames of a video
SETTLED = 15  # frames after which a number must stand still
RUNS = 60  # readings of the timed frame
TEN_DIGITS = 7  # the number of a scene of TIMED that has room for all ten

TIMED = Room(digits=(5, 5), rows=(2, 2), height=(0.12, 0.14), gap=(0.2, 0.3))
TARGETS = {
    "photographs: digits right, %": 97.0,
    "photographs without a mistake, %": 85.0,
    "scenes: digits right, %": 95.0,
    "scenes without a mistake, %": 85.0,
    "false digits an empty picture": 0.05,
    "frame with ten digits, p95 ms": 16.0,
    "wrong changes a minute of video": 0.0,
}


def figures() -> dict[str, float]:
    recognizer = Recognizer.load(device="cpu")
    found = _photographs(recognizer) | _scenes(recognizer) | _empty(recognizer)
    return found | _speed(recognizer) | _videos(recognizer)


def _photographs(recognizer: Recognizer) -> dict[str, float]:
    listed = photos(data_folder() / "photos")
    scores = [photo.score(recognizer.read_image(open_picture(photo.path))) for photo in listed]
    if not scores:
        return {}
    right, whole = float(np.mean(scores)), float(np.mean(np.array(scores) == 1))
    return {"photographs: digits right, %": 100 * right, "photographs without a mistake, %": 100 * whole}


def _scenes(recognizer: Recognizer) -> dict[str, float]:
    scores = {kind: [_score(recognizer, scene(kind, number)) for number in range(SCENES)] for kind in KINDS}
    every = np.array(list(scores.values()))  # (kinds, SCENES)
    by_kind = {f"scenes, {kind}: digits right, %": 100 * float(np.mean(score)) for kind, score in scores.items()}
    together = {"scenes: digits right, %": every.mean(), "scenes without a mistake, %": (every == 1).mean()}
    return by_kind | {words: 100 * float(share) for words, share in together.items()}


def _score(recognizer: Recognizer, shown: Scene) -> float:
    truth, read = "\n".join(shown.rows), recognizer.read_frame(shown.picture).reading.text
    return max(0.0, 1 - edit_distance(truth, read) / len(truth))


def _empty(recognizer: Recognizer) -> dict[str, float]:
    counts = {
        kind: [len(recognizer.read_frame(empty_scene(kind, number).picture).reading.digits) for number in range(SCENES)]
        for kind in EMPTY
    }
    by_kind = {f"empty, {kind}: false digits": float(np.mean(found)) for kind, found in counts.items() if any(found)}
    return by_kind | {"false digits an empty picture": float(np.mean(list(counts.values())))}


def _speed(recognizer: Recognizer) -> dict[str, float]:
    picture = made(TIMED, np.random.default_rng(TEN_DIGITS)).picture
    for _ in range(5):
        seen = recognizer.read_frame(picture)
    wall, own, stages = [], [], []
    for _ in range(RUNS):
        start, used = time.perf_counter(), time.thread_time()
        stages.append(recognizer.read_frame(picture).seconds)
        wall.append(1000 * (time.perf_counter() - start))
        own.append(1000 * (time.thread_time() - used))
    by_stage = {f"frame, {stage}, median ms": 1000 * median(run[stage] for run in stages) for stage in seen.seconds}
    return by_stage | {
        "digits in the timed frame": float(len(seen.reading.digits)),
        "frame with ten digits, median ms": median(wall),
        "frame with ten digits, p95 ms": float(np.quantile(wall, 0.95)),
        "frame with ten digits, p95 ms of its own thread": float(np.quantile(own, 0.95)),
    }


def _videos(recognizer: Recognizer) -> dict[str, float]:
    texts = [(kind, number) for kind in ROOMS for number in range(VIDEOS)]
    changes, right = zip(*(_followed(recognizer, kind, number) for kind, number in texts), strict=True)
    minutes = len(texts) * (FRAMES - SETTLED) / FRAMES_A_SECOND / 60
    return {
        "wrong changes a minute of video": sum(changes) / minutes,
        "frames of video that show the number, %": 100 * float(np.mean(right)),
    }


def _followed(recognizer: Recognizer, kind: str, number: int) -> tuple[int, float]:
    """Return the changes of the steady reading to wrong numbers, and the share of frames that show the right one."""
    frames, rows = video(kind, number, FRAMES)
    shown, truth = list(_steady(recognizer, frames))[SETTLED:], "\n".join(rows)
    changed = sum(before != after != truth for before, after in pairwise(shown))
    return changed, float(np.mean([text == truth for text in shown]))


def _steady(recognizer: Recognizer, frames: Iterator[np.ndarray]) -> Iterator[str]:
    tracker = Tracker(rows_of)
    for number, frame in enumerate(frames):
        reading: Reading = recognizer.read_frame(frame).reading
        yield tracker.follow(reading, number / FRAMES_A_SECOND, (frame.shape[1], frame.shape[0])).text


def main(kinds: Sequence[str]) -> None:
    recognizer = Recognizer.load(device="cpu")
    for kind in kinds or KINDS:
        for number in range(SCENES):
            shown = scene(kind, number)
            read = recognizer.read_frame(shown.picture).reading.text
            if read != "\n".join(shown.rows):
                print(f"{kind} {number}: {'/'.join(shown.rows)} read {read.replace(chr(10), '/')}")


if __name__ == "__main__":
    main(sys.argv[1:])
