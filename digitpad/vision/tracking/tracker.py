"""A steady reading from those of frames: digits are followed, their probabilities averaged, their boxes glide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Box, Digit, Floats, Reading, locked
from digitpad.vision.tracking.matching import matches
from digitpad.vision.tracking.parameters import TRACK, TrackParams

RowsOf = Callable[[Sequence[Box]], list[list[int]]]  # indices of boxes as rows, in reading order
Corners = NDArray[np.float64]  # (4,) left, top, right, bottom in px of the frame


@dataclass(eq=False)
class _Track:
    """One digit over the frames."""

    number: int
    corners: Corners
    newest: Digit
    params: TrackParams
    shares: Floats = field(default_factory=lambda: np.zeros(10, np.float32))  # averaged, digit AND label
    weight: float = 0.0  # of what was averaged
    presence: float = 0.0  # 0..1
    label: int = 0
    streak: int = 0  # readings that gave `newest.label` in a row
    shown: bool = False
    user_label: int | None = None  # what the user said
    no_digit: bool = False  # the user said so

    @property
    def box(self) -> Box:
        left, top, right, bottom = (round(corner) for corner in self.corners)
        return Box(left, top, max(1, right - left), max(1, bottom - top))

    @property
    def agrees(self) -> bool:
        """True where the newest frame was read as shown, apart from the user's correction."""
        if self.no_digit or not self.shown:
            return self.no_digit or not self.streak
        return self.streak > 0 and (self.user_label is not None or self.newest.label == self.label)

    def see(self, digit: Digit, passed_s: float) -> None:
        """Take an observation, `passed_s` after the last."""
        absent = float(np.exp(-passed_s / self.params.present_s))
        self.presence = self.presence * absent + 1 - absent
        weight = self.weight * float(np.exp(-passed_s / self.params.forget_s))
        self.shares = (self.shares * weight + _shares(digit)) / (weight + 1)
        self.weight = weight + 1
        self.streak = self.streak + 1 if self.weight > 1 and digit.label == self.newest.label else 1
        self.newest = digit
        self._glide(_corners(digit.box), passed_s)
        self._weigh()

    def settle(self) -> None:
        """Forget earlier observations: only the newest counts, in its own place."""
        self.corners, self.shares, self.weight = _corners(self.newest.box), _shares(self.newest), 1.0
        self.label, self.shown = self.newest.label, not self.no_digit

    def miss(self, passed_s: float) -> None:
        """Note a reading without this digit, `passed_s` after the last."""
        self.presence *= float(np.exp(-passed_s / self.params.present_s))
        self.streak = 0

    def digit(self) -> Digit:
        """Return the digit as it is shown."""
        if self.user_label is not None:
            certain = np.zeros(10, np.float32)
            certain[self.user_label] = 1
            answer = replace(
                self.newest, label=self.user_label, confidence=1.0, probabilities=locked(certain), box=self.box
            )
            return replace(answer, decided_by="hand", reminded_by=None)
        shares = locked(self.shares / max(float(self.shares.sum()), 1e-9))
        return replace(
            self.newest,
            label=self.label,
            confidence=float(self.shares[self.label]),
            probabilities=shares,
            box=self.box,
        )

    def _weigh(self) -> None:
        """Take another label where the evidence is clear, or while the digit is not shown yet."""
        likely = int(self.shares.argmax())
        lead = float(self.shares[likely] - self.shares[self.label])
        if not self.shown or lead > self.params.evidence * float(self.shares.sum()):
            self.label = likely

    def _glide(self, target: Corners, passed_s: float) -> None:
        size = max(target[2] - target[0], target[3] - target[1], 1.0)
        far = float(np.abs(target - self.corners).max()) / size
        glided = 1 - np.exp(-passed_s / self.params.glide_s)
        share = min(1.0, max(glided, self.params.hurry * far))
        self.corners = self.corners + (target - self.corners) * share


class Tracker:
    """Follows the digits of one source. For one thread; a new source takes a new tracker."""

    def __init__(self, rows_of: RowsOf, params: TrackParams = TRACK) -> None:
        self._rows_of, self._params = rows_of, params
        self._tracks: list[_Track] = []
        self._last_s: float | None = None
        self._size: tuple[int, int] | None = None
        self._numbered = 0
        self._rows: list[list[int]] = []  # numbers of the tracks, as shown
        self._other_since_s: float | None = None  # since when they would be arranged otherwise
        self._shown = Reading()  # last
        self._labels: dict[int, int] = {}  # of the tracks in it that the user said nothing about
        self._at_once = False  # the user said something: that is shown whatever was read
        self._unseen_since_s: float | None = None  # since when another number would be shown that no frame was read as

    def follow(self, reading: Reading, time_s: float, size: tuple[int, int]) -> Reading:
        """Return the steady reading after one more frame, of `size` (width, height) px, taken at `time_s`."""
        passed_s = self._params.usual_s if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        self._resize(size)
        self._see(reading.digits, min(passed_s, self._params.longest_s) if passed_s > 0 else self._params.usual_s)
        self._show_and_drop()
        steady = self._steady(time_s)
        return self._shown if self._is_mixture(steady, time_s) else self._show(steady, time_s)

    def settle(self, reading: Reading, time_s: float, size: tuple[int, int]) -> Reading:
        """Return the reading of one frame by itself, with the corrections made so far, and go on from it."""
        self._last_s = time_s
        self._resize(size)
        self._see(reading.digits, self._params.longest_s)
        self._tracks = [track for track in self._tracks if track.streak > 0]
        for track in self._tracks:
            track.settle()
        self._rows = []
        return self._show(self._steady(time_s), time_s)

    def correct(self, digit: Digit, label: int | None) -> None:
        """Show `label` for the digit that was shown as `digit`, as long as it is in sight; None: it is no digit."""
        track = self._nearest(digit)
        if track is not None:
            track.user_label, track.no_digit, track.shown = label, label is None, label is not None
            self._at_once = True

    def take_back(self, digit: Digit) -> None:
        """Drop the correction of the digit shown as `digit`."""
        track = self._nearest(digit)
        if track is not None:
            track.user_label, track.no_digit = None, False
            self._at_once = True

    def _is_mixture(self, steady: Reading, time_s: float) -> bool:
        """Return True for a number that no frame was read as: it may be part of one scene and part of the next.

        After a while it is shown all the same, for some numbers are never read whole.
        """
        if self._at_once or steady.text == self._shown.text or all(track.agrees for track in self._tracks):
            self._unseen_since_s = None
            return False
        if self._unseen_since_s is None or time_s < self._unseen_since_s:
            self._unseen_since_s = time_s
        return time_s - self._unseen_since_s < self._params.unseen_s

    def _show(self, steady: Reading, time_s: float) -> Reading:
        """Return the steady reading without corrections of another scene."""
        shown = [track for track in self._tracks if track.shown]
        stays = any(self._labels.get(track.number) == track.label for track in shown)
        if len(self._labels) > 1 and not stays:
            for track in self._tracks:
                track.user_label, track.no_digit = None, False
            steady = self._steady(time_s)
        self._labels = {track.number: track.label for track in shown if track.user_label is None}
        self._shown, self._at_once, self._unseen_since_s = steady, False, None
        return steady

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
            self._params.match,
        )
        seen_twice = [(self._tracks[old], digits[new]) for new, old in pairs.items() if self._tracks[old].streak]
        way = _scene_way([(track.newest.box, digit.box) for track, digit in seen_twice])
        for number, track in enumerate(self._tracks):
            if number not in pairs.values():
                track.miss(passed_s)
            if number not in pairs.values() or len(seen_twice) >= self._params.scene:
                track.corners = track.corners + way
        tracks = [self._tracks[pairs[number]] if number in pairs else self._begin(d) for number, d in enumerate(digits)]
        for track, digit in zip(tracks, digits, strict=True):
            track.see(digit, passed_s)

    def _begin(self, digit: Digit) -> _Track:
        self._numbered += 1
        self._tracks.append(_Track(self._numbered, _corners(digit.box), digit, self._params))
        return self._tracks[-1]

    def _show_and_drop(self) -> None:
        self._tracks = [track for track in self._tracks if track.presence > self._params.leaves or track.streak > 0]
        shown = [track for track in self._tracks if track.shown]
        new = [track for track in self._tracks if not track.shown and not track.no_digit]
        for track in sorted(new, key=lambda track: -track.presence):
            ripe = track.presence >= self._params.appears and track.streak >= self._params.agreeing
            if ripe and not any(_overlap(track.corners, other.corners) > self._params.overlap for other in shown):
                track.shown = True
                shown.append(track)

    def _steady(self, time_s: float) -> Reading:
        shown = {track.number: track for track in self._tracks if track.shown}
        numbers = list(shown)
        rows = [[numbers[i] for i in row] for row in self._rows_of([shown[number].box for number in numbers])]
        self._rows = self._arranged(rows, time_s)
        return Reading(tuple(tuple(shown[number].digit() for number in row) for row in self._rows))

    def _arranged(self, rows: list[list[int]], time_s: float) -> list[list[int]]:
        """Return `rows`, or the shown ones while the same digits have stood in other rows for too short a time."""
        same = sorted(number for row in rows for number in row) == sorted(n for row in self._rows for n in row)
        if not same or rows == self._rows:
            self._other_since_s = None
            return rows
        if self._other_since_s is None:
            self._other_since_s = time_s
        return rows if time_s - self._other_since_s >= self._params.rearrange_s else self._rows


def _shares(digit: Digit) -> Floats:
    """Return (10,) the probabilities of being a digit AND each label; `confidence` at the label itself."""
    own = max(float(digit.probabilities[digit.label]), 1e-6)
    return np.asarray(digit.probabilities * np.float32(digit.confidence / own), np.float32)


def _corners(box: Box) -> Corners:
    return np.array([box.left, box.top, box.right, box.bottom], np.float64)


def _alike(before: Sequence[Floats], now: Sequence[Floats]) -> Floats:
    """Return (n, m) 0..1, the likeness of the labels of two digits."""
    if not before or not now:
        return np.zeros((len(before), len(now)), np.float32)
    return np.asarray(np.clip(np.array(before) @ np.array(now).T, 0, 1), np.float32)


def _scene_way(pairs: Sequence[tuple[Box, Box]]) -> Corners:
    """Return (4,) px: the median motion of boxes from one frame to the next."""
    if not pairs:
        return np.zeros(4)
    ways = [(_corners(now) - _corners(before)).reshape(2, 2).mean(axis=0) for before, now in pairs]
    return np.tile(np.median(np.array(ways), axis=0), 2)


def _overlap(one: Corners, other: Corners) -> float:
    """Return the area that two boxes share, as a share of the smaller one."""
    shared = np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None).prod()
    return float(shared / max(min((one[2:] - one[:2]).prod(), (other[2:] - other[:2]).prod()), 1e-9))
