"""Read the photographs under DIGITPAD_DATA and print how well: `python -m tests.bench.photos [NAME …] [--folder NAME]`.

The folder is `photos`, or `photos-2`: thirteen more, harder ones. Digits are scored, for the truth of all pictures
holds digits alone; marks are counted by themselves, over the pictures of which it is known that they have some.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from digitpad.paths import data_folder
from digitpad.recognizer import Recognizer
from digitpad.records import MARKS, Reading
from digitpad.vision.picture.pictures import open_picture


@dataclass(frozen=True)
class Photo:
    path: Path
    rows: tuple[str, ...]
    layout: str  # "rows", "scattered" (scored as a multiset) or "wavy" (one row)
    written: str = ""  # with the marks, where some are known

    def score(self, reading: Reading) -> float:
        """1 - edit distance / length, at least 0; of the digits alone."""
        truth = "".join(self.rows)
        if self.layout == "wavy":
            read = "".join(d.symbol for d in sorted(reading.digits, key=lambda d: d.box.left))
        else:
            read = reading.without_marks.text.replace("\n", "")
        distance = edit_distance(truth, read) if self.layout != "scattered" else unlike(truth, read)
        return max(0.0, 1 - distance / len(truth))

    def marks(self, reading: Reading) -> tuple[int, int, int]:
        """The marks that were read right, missed, and made up, wherever in the picture."""
        wanted, got = Counter(c for c in self.written if c in MARKS), Counter(mark.symbol for mark in reading.marks)
        return sum((wanted & got).values()), sum((wanted - got).values()), sum((got - wanted).values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="of pictures, without .jpg")
    parser.add_argument("--folder", default="photos")
    arguments = parser.parse_args()
    listed = photos(data_folder() / arguments.folder)
    if not listed:
        sys.exit(f"{data_folder() / arguments.folder} holds no photographs; set DIGITPAD_DATA.")
    recognizer = Recognizer.load(device="cpu")
    scores, marks = [], []
    for photo in listed:
        if arguments.names and photo.path.stem not in arguments.names:
            continue
        picture = open_picture(photo.path)
        start = time.perf_counter()
        reading = recognizer.read_image(picture)
        spent_ms = (time.perf_counter() - start) * 1000
        score = photo.score(reading)
        scores.append(score)
        marks.append(photo.marks(reading))
        wrong = "" if score == 1 else f"  truth {'/'.join(photo.rows)}  read {reading.text.replace(chr(10), '/')}"
        print(f"{photo.path.name}  {score:6.1%}  {spent_ms:5.0f} ms{wrong}")
    print(f"mean {sum(scores) / len(scores):.1%}, without mistake {sum(s == 1 for s in scores)} of {len(scores)}")
    right, missed, made_up = (sum(each) for each in zip(*marks, strict=True))
    print(f"marks: {right} right, {missed} missed, {made_up} made up")


def photos(folder: Path) -> list[Photo]:
    """Return the photographs listed in the folder's manifest.json; none where it is absent."""
    if not (folder / "manifest.json").exists():
        return []
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        Photo(folder / entry["file"], tuple(entry["rows"]), entry["layout"], "\n".join(entry.get("written", ())))
        for entry in listed
    ]


def edit_distance(truth: str, read: str) -> int:
    """Least number of digits to insert, delete or replace."""
    line = list(range(len(read) + 1))
    for i, wanted in enumerate(truth, 1):
        corner, line[0] = line[0], i
        for j, got in enumerate(read, 1):
            corner, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, corner + (wanted != got))
    return line[-1]


def unlike(truth: str, read: str) -> int:
    """Edit distance where the order does not count."""
    wanted, got = Counter(truth), Counter(read)
    return max(sum((wanted - got).values()), sum((got - wanted).values()))


if __name__ == "__main__":
    main()
