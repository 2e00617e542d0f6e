"""Makes the small files of the self-test: `python -m tests.support.self_test_files` writes assets/self_test."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from digitpad.commands.self_test import NUMBER, VIDEO_NUMBER
from digitpad.formats.stroke_json import save_strokes
from digitpad.records import Rgb, Stroke
from tests.support.drawings import number
from tests.support.scenes import coarse, paper, ruled, shaded, written

FOLDER = Path(__file__).parents[2] / "assets" / "self_test"
FRAMES, FPS = 5, 10.0
SHIFT = 4  # px to the right from frame to frame
VIDEO_SIZE = (180, 240)  # height, width in px


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    strokes = [Stroke.of(line) for line in number(NUMBER, left=60, top=120, height=160)]
    save_strokes(FOLDER / "drawing.json", strokes, 640, 400)
    Image.fromarray(photograph()).save(FOLDER / "photograph.jpg", quality=80)
    save_video(FOLDER / "video.mp4")


def photograph() -> Rgb:
    """Squared rough paper under a lamp, half of it in a shadow."""
    ground = ruled(coarse(paper(size=(360, 640), noise=4)), 24, 0.18, squared=True)
    return shaded(written(ground, NUMBER, left=90, top=110, height=120, pen=0.08), 0.35, 12)


def save_video(path: Path) -> None:
    height, width = VIDEO_SIZE
    video = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), FPS, (width, height))
    for place in range(FRAMES):
        picture = written(paper(size=VIDEO_SIZE, noise=2), VIDEO_NUMBER, left=80 + SHIFT * place, top=35, height=100)
        video.write(np.ascontiguousarray(picture[..., ::-1]))
    video.release()


if __name__ == "__main__":
    main()
