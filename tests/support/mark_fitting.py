"""The model that tells marks from parts of digits, fitted on drawings as strokes of the pad and as ink of pictures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from digitpad.inference.network import Network
from digitpad.paths import bundled
from digitpad.recognizer import SHIPPED
from digitpad.vision.marks.features import features_of, possible_marks
from digitpad.vision.marks.model import KINDS, PART, SIGN
from digitpad.vision.marks.shapes import LineShape, LineShapes
from digitpad.vision.picture.light import normalize
from digitpad.vision.picture.threshold import patches_of
from digitpad.vision.segmentation.components import segments_of
from digitpad.vision.segmentation.picture_marks import InkLine, lines_of, specks_of
from digitpad.vision.segmentation.stroke_course import course_of, resampled
from tests.support import mark_drawings
from tests.support.mark_drawings import HEIGHT, Drawn, Random
from tests.support.mark_pictures import shot_of

Texts = Callable[[Random], str]
Drawings = Callable[[Texts, Random], Iterator[Drawn]]
Examples = tuple[NDArray[np.float64], NDArray[np.int64]]  # (N, F) features, (N,) kinds

HIDDEN, EPOCHS, BATCH, RATE, DECAY = 64, 60, 512, 4e-3, 1e-3
TEXTS: tuple[tuple[Texts, float], ...] = (
    (mark_drawings.without, 0.25),
    (lambda random: "".join(random.choice(list("1114457"), int(random.integers(1, 7)))), 0.12),  # strokes like marks
    (lambda random: mark_drawings.with_one(str(random.choice(list(".,--///:"))), random), 0.38),
    (mark_drawings.with_several, 0.12),
    (mark_drawings.with_sign, 0.13),
)
CHUNK = 500  # drawings
LATE = 0.1  # of the drawings are kept away from fitting, to say how good it is
STRAY = 0.08  # of the drawings have dots far from the digits
IN_PICTURES = 0.6  # of the drawings are pictures
DIRTY = 0.1  # of the pictures have specks of dirt
PURE = 0.85  # of a line's px are of one sign's strokes: it is that sign
COMPLETE = 0.7  # of a stroke's px at least are in a line that is its sign
RIM = 64  # px of paper around a picture, for lines that are thickened at its edge


def fit(drawings: Drawings, count: int, seed: int, path: Path) -> None:
    """Write the model that `count` drawings give, the last ones kept apart to say how good it is."""
    chunks = max(2, count // CHUNK)
    found = []
    for chunk in range(chunks):
        found.append(examples_of(drawings, seed, chunk))
        print(f"{(chunk + 1) * CHUNK} drawings", flush=True)
    late = max(1, int(chunks * LATE))
    values = trained(joined(found[:-late]), seed)
    _report(values, joined(found[-late:]))
    path.write_text(json.dumps({**_rounded(values), "kinds": KINDS, "drawings": chunks * CHUNK, "seed": seed}) + "\n")


def examples_of(drawings: Drawings, seed: int, chunk: int) -> Examples:
    """Return the lines of CHUNK drawings, the same for the same seed and chunk."""
    random = np.random.default_rng((seed, chunk))
    sources, shares = [drawings(texts, random) for texts, _ in TEXTS], [share for _, share in TEXTS]
    found = []
    for _ in range(CHUNK):
        drawn = with_strays(next(sources[int(random.choice(len(sources), p=shares))]), random)
        found += picture_examples(drawn, random) if random.random() < IN_PICTURES else [pad_examples(drawn)]
    return joined(found)


def with_strays(drawn: Drawn, random: Random) -> Drawn:
    """With a dot or two far below or above the digits, which are no marks, in some."""
    if random.random() > STRAY:
        return drawn
    points = np.concatenate(drawn.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    dots = []
    for _ in range(int(random.integers(1, 3))):
        below = random.random() < 0.6
        y = high[1] + random.uniform(0.3, 2) * HEIGHT if below else low[1] - random.uniform(0.2, 2) * HEIGHT
        x = random.uniform(low[0] - HEIGHT, high[0] + HEIGHT)
        dots.append(np.array([[x, y], [x + random.uniform(0, 4), y + random.uniform(0, 4)]]))
    return Drawn((*drawn.strokes, *dots), (*drawn.signs, *(PART for _ in dots)), drawn.text)


def pad_examples(drawn: Drawn) -> Examples:
    """The lines of a drawing as the pad has them."""
    course = course_of(drawn.strokes)
    strays = sorted(course.left_out)
    lines = [*course.lines, *((number,) for number in strays)]
    shapes = [LineShape.of_course(np.concatenate([resampled(drawn.strokes[n]) for n in line])) for line in lines]
    return _examples(shapes, [kind_of_signs({drawn.signs[n] for n in line}) for line in lines])


def picture_examples(drawn: Drawn, random: Random) -> list[Examples]:
    """The lines that are found in a picture of a drawing: its patches, and the pieces of those that are cut."""
    shot = shot_of(drawn, random)
    if random.random() < DIRTY:
        draw_dirt(shot.rgb, random)
    patches = patches_of(normalize(shot.rgb))
    segments = segments_of(patches, network().classify)
    if not segments:
        return []
    strokes = cv2.resize(shot.strokes, patches.shape[::-1], interpolation=cv2.INTER_NEAREST)
    strokes = np.pad(strokes, RIM, constant_values=-1)
    uncut, pieces = lines_of(segments, specks_of(segments, patches))
    return [_line_examples(uncut, drawn, strokes), _line_examples(pieces, drawn, strokes, only_cut=True)]


def _line_examples(
    lines: Sequence[InkLine], drawn: Drawn, strokes: NDArray[np.int16], *, only_cut: bool = False
) -> Examples:
    kinds = [_kind_of(line, drawn, strokes) if line.cut or not only_cut else None for line in lines]
    return _examples([line.shape for line in lines], kinds)


def draw_dirt(rgb: NDArray[np.uint8], random: Random) -> None:
    """Draw a few specks anywhere, from grey to black."""
    height, width = rgb.shape[:2]
    for _ in range(int(random.integers(1, 5))):
        place = random.uniform(0, width), random.uniform(0, height)
        wide, high = (random.uniform(0.01, 0.08, 2) * height).tolist()
        grey = (int(random.integers(0, 140)),) * 3
        cv2.ellipse(rgb, (place, (wide, high), random.uniform(0, 180)), grey, -1, cv2.LINE_AA)


def _kind_of(line: InkLine, drawn: Drawn, strokes: NDArray[np.int16]) -> int:
    """Return the kind of the sign whose ink the line is, nearly nothing but it and most of its stroke; else PART."""
    ink = line.segment.ink
    own = strokes[line.segment.box.moved(RIM, RIM).part][ink > ink.max() / 2]
    counts = np.bincount(own[own >= 0], minlength=len(drawn.signs))
    main = int(counts.argmax())
    alike = np.array([sign == drawn.signs[main] for sign in drawn.signs])
    pure = counts[alike].sum() >= PURE * max(int(counts.sum()), 1)
    complete = counts[main] >= COMPLETE * np.count_nonzero(strokes == main)
    return kind_of_signs({drawn.signs[main]}) if pure and complete else KINDS.index(PART)


@cache
def network() -> Network:
    return Network.load(bundled("models", SHIPPED), "cpu")


def kind_of_signs(signs: set[str]) -> int:
    """Return the number among KINDS of a line that is of these signs."""
    if len(signs) != 1:
        return KINDS.index(PART)
    sign = next(iter(signs))
    return KINDS.index(sign) if sign in KINDS else KINDS.index(SIGN)


def _examples(lines: list[LineShape], kinds: list[int | None]) -> Examples:
    """The features of the lines that may be marks, and their kinds; those of kind None are only neighbours."""
    shapes = LineShapes.of(lines)
    found = [(features_of(shapes, int(i)), kinds[i]) for i in possible_marks(shapes) if kinds[i] is not None]
    known = [(features, kind) for features, kind in found if features is not None]
    return np.array([features for features, _ in known]), np.array([kind for _, kind in known], np.int64)


def joined(examples: list[Examples]) -> Examples:
    some = [each for each in examples if len(each[1])]
    return np.concatenate([features for features, _ in some]), np.concatenate([kinds for _, kinds in some])


def trained(examples: Examples, seed: int) -> dict[str, NDArray[np.float64]]:
    """Two layers by AdamW with a cosine; the same arrays that MarkModel has."""
    features, kinds = examples
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    torch.manual_seed(seed)
    inputs = torch.from_numpy((features - mean) / spread).float()
    labels = torch.from_numpy(kinds)
    net = torch.nn.Sequential(
        torch.nn.Linear(inputs.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, len(KINDS))
    )
    steps = EPOCHS * (len(labels) // BATCH + 1)
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(labels)).split(BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(net(inputs[batch]), labels[batch]).backward()
            optimizer.step()
            schedule.step()
    layers = [
        np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()]).astype(np.float64)
        for layer in (net[0], net[2])
    ]
    return {"mean": mean, "spread": spread, "first": layers[0], "second": layers[1]}


def _report(values: dict[str, NDArray[np.float64]], examples: Examples) -> None:
    from digitpad.vision.marks.model import MarkModel

    features, kinds = examples
    likely = MarkModel(**values).predict(features)
    print(f"{len(kinds)} lines of other drawings: {100 * np.mean(likely.argmax(axis=1) == kinds):.2f} % right")
    for kind, name in enumerate(KINDS):
        own = likely[kinds == kind].argmax(axis=1)
        wrong = {KINDS[k] or "part": int((own == k).sum()) for k in range(len(KINDS)) if k != kind and (own == k).any()}
        print(f"{name or 'part':5} {len(own):6} {100 * np.mean(own == kind):6.2f} %  taken for {wrong}")


def _rounded(values: dict[str, NDArray[np.float64]]) -> dict[str, object]:
    return {name: np.round(value, 4).tolist() for name, value in values.items()}
