"""Strokes as JSON files: written by the pad, read by the pad and the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.formats.json_file import JsonRefusals, json_in, parsed
from digitpad.languages import _
from digitpad.paths import replace_text
from digitpad.records import MOST_STROKES, Floats, Stroke, locked

FORMAT, VERSION = "digitpad-strokes", 1
ENDINGS = (".json", ".strokes")  # the second one belongs to DigitPad alone, so that file managers can open it
LARGEST = 1e6  # px; a coordinate beyond it is a mistake
MOST_POINTS = 200_000
REFUSALS = JsonRefusals(
    too_large=_("{path} is larger than {most} MB; split it into several files."),
    missing=_("{path} does not exist; check the name."),
    folder=_("{path} is a folder; name a stroke file in it."),
    no_text=_("{path} is not a text file; strokes are read from JSON."),
    empty=_("{name} is empty; save it from the pad again."),
    nested=_("{name} is nested too deeply to be a stroke file; choose another."),
    invalid=_("{name} is not valid JSON ({error}); save it from the pad again."),
)


def save_strokes(path: Path, strokes: Iterable[Stroke], width: int, height: int) -> None:
    """Write `strokes` (px of a pad of `width` x `height`). Raises DigitPadError where the disk refuses."""
    text = strokes_text(strokes, width, height)
    replace_text(path, text)


def strokes_text(strokes: Iterable[Stroke], width: int, height: int) -> str:
    """Return the JSON text of a stroke file."""
    values = [stroke_values(stroke) for stroke in strokes]
    return json.dumps({"format": FORMAT, "version": VERSION, "width": width, "height": height, "strokes": values})


def stroke_values(stroke: Stroke) -> dict[str, Any]:
    """Return one stroke as JSON can hold it: points to a hundredth of a px, times and width where they are known."""
    points = [[round(float(x), 2), round(float(y), 2)] for x, y in stroke.points]
    item: dict[str, Any] = {"points": points}
    if stroke.times is not None:
        item["times"] = [round(float(time), 4) for time in stroke.times]
    if stroke.width is not None:
        item["width"] = stroke.width
    return item


def load_strokes(path: Path) -> list[Stroke]:
    """Return the strokes of a file, empty ones dropped. Raises DigitPadError, naming the file, where it holds none."""
    return _strokes(json_in(path, REFUSALS), str(path))


def strokes_from_text(text: str, name: str) -> list[Stroke]:
    """Return the strokes in JSON text: `[[[x, y], …], …]`, `{"strokes": that}` or the pad's own format.

    `name` says in the sentence where the text came from. Raises DigitPadError where the text holds no strokes.
    """
    return _strokes(parsed(text, name, REFUSALS), name)


def _strokes(content: Any, name: str) -> list[Stroke]:
    if isinstance(content, dict):
        if content.get("format", FORMAT) != FORMAT or not _at_most(content.get("version", VERSION), VERSION):
            raise DigitPadError(
                _("{name} is in a format that this version does not know; update DigitPad to open it.").format(
                    name=name
                )
            )
        content = content.get("strokes")
    if not isinstance(content, list):
        raise DigitPadError(
            _("{name} holds no strokes; a list of strokes, each a list of [x, y] points, is needed.").format(name=name)
        )
    if len(content) > MOST_STROKES:
        raise DigitPadError(
            _("{name} holds {count:,} strokes; split it into files of {most:,} at most.").format(
                name=name, count=len(content), most=MOST_STROKES
            )
        )
    strokes = [_stroke(item, name, number) for number, item in enumerate(content, 1)]
    if sum(len(stroke.points) for stroke in strokes) > MOST_POINTS:
        raise DigitPadError(
            _("{name} holds more than {most:,} points; split it into several files.").format(
                name=name, most=MOST_POINTS
            )
        )
    return [stroke for stroke in strokes if len(stroke.points)]


def _stroke(item: Any, name: str, number: int) -> Stroke:
    if isinstance(item, dict):
        points = _points(item.get("points"), name, number)
        return Stroke(points, _times(item.get("times"), len(points), name, number), _width(item, name, number))
    return Stroke(_points(item, name, number))


def _points(content: Any, name: str, number: int) -> Floats:
    if not isinstance(content, list) or not all(_is_pair(point) for point in content):
        raise DigitPadError(
            _("Stroke {number} in {name} is not a list of [x, y] points; correct or remove it.").format(
                number=number, name=name
            )
        )
    array = np.array(content, np.float64).reshape(-1, 2)
    if not np.isfinite(array).all():
        raise DigitPadError(
            _("Stroke {number} in {name} has a coordinate that is not a finite number; correct it.").format(
                number=number, name=name
            )
        )
    if array.size and np.abs(array).max() > LARGEST:
        raise DigitPadError(
            _("Stroke {number} in {name} has a coordinate beyond {largest:,.0f}; correct or remove it.").format(
                number=number, name=name, largest=LARGEST
            )
        )
    return locked(array.astype(np.float32))


def _is_pair(point: Any) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(_is_number(value) for value in point)


def _is_number(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1e300)


def _times(content: Any, count: int, name: str, number: int) -> Floats | None:
    if content is None:
        return None
    if not isinstance(content, list) or len(content) != count or not all(_is_number(value) for value in content):
        raise DigitPadError(
            _("Stroke {number} in {name} needs one time for each of its {count} points; correct it.").format(
                number=number, name=name, count=count
            )
        )
    times = np.array(content, np.float64)
    if not np.isfinite(times).all() or (times.size and np.abs(times).max() > LARGEST):
        raise DigitPadError(
            _("Stroke {number} in {name} has a time that is not a number of seconds; correct it.").format(
                number=number, name=name
            )
        )
    return locked(times.astype(np.float32))


def _width(item: dict[str, Any], name: str, number: int) -> float | None:
    width = item.get("width")
    if width is None:
        return None
    if not _is_number(width) or not 0 < width <= LARGEST:
        raise DigitPadError(
            _("Stroke {number} in {name} has a width that is not a positive number; correct it.").format(
                number=number, name=name
            )
        )
    return float(width)


def _at_most(version: Any, newest: int) -> bool:
    return isinstance(version, int) and version <= newest
