"""Readings over frames -> a steady reading: digits are followed, their probabilities averaged, their boxes glide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Digit, Floats, Reading, locked
from digitpad.vision.matching import matches
from digitpad.vision.rows import rows_of

FORGET_S = 0.8  # after this time an observation counts 1/e
PRESENT_S = 0.25  # the same for whether a digit was seen at all
APPEARS, LEAVES = 0.5, 0.15  # presence at which a digit is shown, and at which it is gone
AGREEING = 2  # readings in a row that must give one label before it is shown
EVIDENCE = 0.15  # by how much another label's share must be larger before the shown one changes
GLIDE_S = 0.12  # after this time a box has gone 63 % of a small way; large ways are gone faster
REARRANGE_S = 0.3  # so long other rows must last before the shown ones change
SCENE = 3  # digits that move together: boxes go with them, and glide only as far as they differ
OVERLAP = 0.4  # of the smaller box: two digits cannot lie in one place
USUAL_S, LONGEST_S = 0.05, 0.5  # between two readings, where it is not known, and the most that is counted
Corners = NDArray[np.float64]  # (4,) left, top, right, bottom in px of the frame


@dataclass(eq=False)
class _Track:
    """One digit on its way through the frames."""

    number: int
    corners: Corners
    newest: Digit
    shares: Floats = field(default_factory=lambda: np.zeros(10, np.float32))  # averaged, digit AND label
    weight: float = 0.0  # of what was averaged
    presence: float = 0.0  # 0..1
    label: int = 0
    streak: int = 0  # readings that gave `newest.label` in a row
    shown: bool = False
    told: int | None = None  # what the user said
    no_digit: bool = False  # the user said so

    @property
    def box(self) -> Box:
        left, top, right, bottom = (round(corner) for corner in self.corners)
        return Box(left, top, max(1, right - left), max(1, bottom - top))

    def see(self, digit: Digit, passed_s: float) -> None:
        absent = float(np.exp(-passed_s / PRESENT_S))
        self.presence = self.presence * absent + 1 - absent
        kept = self.weight * float(np.exp(-passed_s / FORGET_S))
        self.shares = (self.shares * kept + _shares(digit)) / (kept + 1)
        self.weight = kept + 1
        self.streak = self.streak + 1 if self.weight > 1 and digit.label == self.newest.label else 1
        self.newest = digit
        self._glide(_corners(digit.box), passed_s)
        self._weigh()

    def miss(self, passed_s: float) -> None:
        self.presence *= float(np.exp(-passed_s / PRESENT_S))
        self.streak = 0

    def digit(self) -> Digit:
        if self.told is not None:
            certain = np.zeros(10, np.float32)
            certain[self.told] = 1
            said = replace(self.newest, label=self.told, confidence=1.0, probabilities=locked(certain), box=self.box)
            return replace(said, decided_by="hand", reminded_by=None)
        shares = locked(self.shares / max(float(self.shares.sum()), 1e-9))
        return replace(
            self.newest,
            label=self.label,
            confidence=float(self.shares[self.label]),
            probabilities=shares,
            box=self.box,
        )

    def _weigh(self) -> None:
        """Take another label where the evidence is clear, or as long as nobody has seen this one."""
        likely = int(self.shares.argmax())
        lead = float(self.shares[likely] - self.shares[self.label])
        if not self.shown or lead > EVIDENCE * float(self.shares.sum()):
            self.label = likely

    def _glide(self, target: Corners, passed_s: float) -> None:
        size = max(target[2] - target[0], target[3] - target[1], 1.0)
        far = float(np.abs(target - self.corners).max()) / size
        self.corners = self.corners + (target - self.corners) * min(1.0, max(1 - np.exp(-passed_s / GLIDE_S), 2 * far))


class Tracker:
    """Follows the digits of one source. For one thread; a new source takes a new tracker."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []
        self._last_s: float | None = None
        self._size: tuple[int, int] | None = None
        self._numbered = 0
        self._rows: list[list[int]] = []  # numbers of the tracks, as shown
        self._other_since_s: float | None = None  # since when they would be arranged otherwise

    def follow(self, reading: Reading, time_s: float, size: tuple[int, int]) -> Reading:
        """The steady reading after one more frame, of `size` (width, height) px, taken at `time_s`."""
        passed_s = USUAL_S if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        self._resize(size)
        self._see(reading.digits, min(passed_s, LONGEST_S) if passed_s > 0 else USUAL_S)
        self._show_and_drop()
        return self._steady(time_s)

    def settle(self, reading: Reading, time_s: float, size: tuple[int, int]) -> Reading:
        """As follow, for a frame that is held: boxes are where they are, and what is seen is shown at once."""
        self._last_s = time_s
        self._resize(size)
        self._see(reading.digits, LONGEST_S)
        for track in self._tracks:
            if track.presence > APPEARS:
                track.corners = _corners(track.newest.box)
        self._tracks = [track for track in self._tracks if track.presence > APPEARS]
        for track in self._tracks:
            track.shown = not track.no_digit
        self._rows = []
        return self._steady(time_s)

    def correct(self, digit: Digit, label: int | None) -> None:
        """From now on the digit that was shown as `digit` is `label`, as long as it is in sight; None: no digit."""
        track = self._nearest(digit)
        if track is not None:
            track.told, track.no_digit, track.shown = label, label is None, label is not None

    def take_back(self, digit: Digit) -> None:
        """Read again what was corrected where `digit` was shown."""
        track = self._nearest(digit)
        if track is not None:
            track.told, track.no_digit = None, False

    def _nearest(self, digit: Digit) -> _Track | None:
        box = _corners(digit.box)
        return min(self._tracks, key=lambda track: float(np.abs(track.corners - box).sum()), default=None)

    def _resize(self, size: tuple[int, int]) -> None:
        if self._size is not None and size != self._size:
            factors = np.array([size[0] / self._size[0], size[1] / self._size[1]] * 2)
            for track in self._tracks:
                track.corners = track.corners * factors
        self._size = size

    def _see(self, digits: Sequence[Digit], passed_s: float) -> None:
        pairs = matches(
            np.array([track.corners for track in self._tracks]).reshape(-1, 4),
            np.array([_corners(digit.box) for digit in digits]).reshape(-1, 4),
            _alike([track.shares for track in self._tracks], [_shares(digit) for digit in digits]),
        )
        seen_twice = [(self._tracks[old], digits[new]) for new, old in pairs.items() if self._tracks[old].streak]
        way = _scene_way([(track.newest.box, digit.box) for track, digit in seen_twice])
        for number, track in enumerate(self._tracks):
            if number not in pairs.values():
                track.miss(passed_s)
            if number not in pairs.values() or len(seen_twice) >= SCENE:
                track.corners = track.corners + way
        seen = [self._tracks[pairs[number]] if number in pairs else self._begin(d) for number, d in enumerate(digits)]
        for track, digit in zip(seen, digits, strict=True):
            track.see(digit, passed_s)

    def _begin(self, digit: Digit) -> _Track:
        self._numbered += 1
        self._tracks.append(_Track(self._numbered, _corners(digit.box), digit))
        return self._tracks[-1]

    def _show_and_drop(self) -> None:
        self._tracks = [track for track in self._tracks if track.presence > LEAVES or track.streak > 0]
        shown = [track for track in self._tracks if track.shown]
        new = [track for track in self._tracks if not track.shown and not track.no_digit]
        for track in sorted(new, key=lambda track: -track.presence):
            ripe = track.presence >= APPEARS and track.streak >= AGREEING
            if ripe and not any(_overlap(track.corners, other.corners) > OVERLAP for other in shown):
                track.shown = True
                shown.append(track)

    def _steady(self, time_s: float) -> Reading:
        shown = {track.number: track for track in self._tracks if track.shown}
        numbers = list(shown)
        rows = [[numbers[i] for i in row] for row in rows_of([shown[number].box for number in numbers])]
        self._rows = self._arranged(rows, time_s)
        return Reading(tuple(tuple(shown[number].digit() for number in row) for row in self._rows))

    def _arranged(self, rows: list[list[int]], time_s: float) -> list[list[int]]:
        """`rows`, or those shown until now where the digits are the same and others have not lasted long enough."""
        same = sorted(number for row in rows for number in row) == sorted(n for row in self._rows for n in row)
        if not same or rows == self._rows:
            self._other_since_s = None
            return rows
        if self._other_since_s is None:
            self._other_since_s = time_s
        return rows if time_s - self._other_since_s >= REARRANGE_S else self._rows


def _shares(digit: Digit) -> Floats:
    """(10,) how likely it is that this is a digit AND each label; `confidence` at the label itself."""
    own = max(float(digit.probabilities[digit.label]), 1e-6)
    return np.asarray(digit.probabilities * np.float32(digit.confidence / own), np.float32)


def _corners(box: Box) -> Corners:
    return np.array([box.left, box.top, box.right, box.bottom], np.float64)


def _alike(before: Sequence[Floats], now: Sequence[Floats]) -> Floats:
    """(n, m) 0..1: how much two digits look like the same label."""
    if not before or not now:
        return np.zeros((len(before), len(now)), np.float32)
    return np.asarray(np.clip(np.array(before) @ np.array(now).T, 0, 1), np.float32)


def _scene_way(pairs: Sequence[tuple[Box, Box]]) -> Corners:
    """(4,) px: how far most boxes have moved from one frame to the next."""
    if not pairs:
        return np.zeros(4)
    ways = [(_corners(now) - _corners(before)).reshape(2, 2).mean(axis=0) for before, now in pairs]
    return np.tile(np.median(np.array(ways), axis=0), 2)


def _overlap(one: Corners, other: Corners) -> float:
    """What the two boxes share, of the smaller one."""
    shared = np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None).prod()
    return float(shared / max(min((one[2:] - one[:2]).prod(), (other[2:] - other[:2]).prod()), 1e-9))
