"""A reader for the camera's page that knows the answer beforehand, and an eye for that page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from digitpad.records import Box, Digit, FrameResult, Reading, RowTrust
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits
from tests.support.hand import Hand
from tests.support.readers import Counting, digit

PLACES = ((0.15, 0.3), (0.45, 0.3), (0.75, 0.3))  # left and top of three digits, as parts of the picture
SIDES = (0.1, 0.4)  # their width and height
STAGES = ("light", "ink", "segments", "glyphs")


class Onlooker(Counting):
    """Sees 4, 7 and 1 in every frame, or those of them that lie in the region, and keeps what it was asked."""

    def __init__(self) -> None:
        self.labels = [4, 7, 1]
        self.frames: list[np.ndarray] = []
        self.regions: list[Box | None] = []
        self.sure = True  # of a number that is read by itself

    def read_image(self, image: np.ndarray, edits: SegmentationEdits = NO_EDITS) -> Reading:
        row = tuple(digit(label, 0.97, ()) for label in self.labels)
        return Reading((row,) if row else (), trusts=(RowTrust(0.999 if self.sure else 0.9, agreed=True),))

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        self.frames = [*self.frames[-3:], picture]
        self.regions.append(region)
        height, width = picture.shape[:2]
        seen = [_placed(label, place, width, height) for label, place in zip(self.labels, PLACES, strict=False)]
        inside = tuple(one for one in seen if region is None or _holds(region, one.box))
        pictures = {stage: np.full((90, 160, 3), 40 * number, np.uint8) for number, stage in enumerate(STAGES)}
        return FrameResult(Reading((inside,) if inside else ()), {"light": 0.002}, "", pictures if stages else {})


def _placed(label: int, place: tuple[float, float], width: int, height: int) -> Digit:
    box = Box(*(round(part * side) for part, side in zip((*place, *SIDES), (width, height) * 2, strict=True)))
    found = digit(label, 0.97, ())
    return Digit(label, found.confidence, found.probabilities, box, found.glyph)


def _holds(region: Box, box: Box) -> bool:
    across = region.left <= box.left and box.right <= region.right
    return across and region.top <= box.top and box.bottom <= region.bottom


def video(path: Path, scene: Callable[[int], np.ndarray], frames: int = 30, fps: int = 30) -> str:
    """A video of `frames` pictures (H, W, 3), `fps` a second; its path, for `--camera`."""
    first = scene(0)
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (first.shape[1], first.shape[0]))
    for number in range(frames):
        out.write(scene(number)[..., ::-1])
    out.release()
    return str(path)


class CameraEye:
    """The words and pictures on the camera's page."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand

    @property
    def view(self) -> Any:
        return self._hand.widgets("CameraView")[0]

    @property
    def marks(self) -> list[str]:
        """The labels on the picture, from left to right."""
        view = self.view
        items = [item for item in view.find_withtag("label") if view.itemcget(item, "state") != "hidden"]
        return [view.itemcget(item, "text") for item in sorted(items, key=lambda item: view.coords(item)[0])]

    @property
    def words(self) -> str:
        """The sentence in the middle of the picture."""
        texts = [item for item in self.view.find_all() if self.view.type(item) == "text"]
        return "".join(self.view.itemcget(item, "text") for item in texts if not self.view.gettags(item))

    @property
    def hint(self) -> str:
        return str(self._hand.widgets("HintLine")[0].winfo_children()[1].cget("text"))

    @property
    def kept(self) -> list[str]:
        """The numbers in the list, without their times."""
        lines = self._hand.widgets("Listbox")
        return [line.split(maxsplit=1)[1] for line in lines[0].get(0, "end")] if lines else []

    @property
    def _image(self) -> str:
        view = self.view
        return str(view.itemcget(next(item for item in view.find_all() if view.type(item) == "image"), "image"))

    @property
    def _shown(self) -> tuple[float, float, int, int]:
        """Left and top of the picture on the canvas, its width and height."""
        view, call, image = self.view, self._hand.root.tk.call, self._image
        left, top = view.coords(next(item for item in view.find_all() if view.type(item) == "image"))
        return left, top, int(call("image", "width", image)), int(call("image", "height", image))

    def colour_at(self, across: float, down: float) -> tuple[int, int, int]:
        """Red, green, blue of the picture at a part of its width and height."""
        _, _, width, height = self._shown
        x, y = int(across * (width - 1)), int(down * (height - 1))
        red, green, blue = self._hand.root.tk.splitlist(self._hand.root.tk.call(self._image, "get", x, y))
        return int(red), int(green), int(blue)

    def place(self, across: float, down: float) -> tuple[int, int]:
        """On the canvas, of a part of the picture's width and height."""
        left, top, width, height = self._shown
        return round(left + across * width), round(top + down * height)

    def click(self, across: float, down: float) -> None:
        x, y = self.place(across, down)
        self.view.event_generate("<ButtonPress-1>", x=x, y=y)
        self.view.event_generate("<ButtonRelease-1>", x=x, y=y)
        self._hand.root.update()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x, y), (to_x, to_y) = self.place(*start), self.place(*end)
        self.view.event_generate("<ButtonPress-1>", x=x, y=y)
        for step in range(1, 6):
            self.view.event_generate("<B1-Motion>", x=x + (to_x - x) * step // 5, y=y + (to_y - y) * step // 5)
        self.view.event_generate("<ButtonRelease-1>", x=to_x, y=to_y)
        self._hand.root.update()

    def type(self, key: str) -> None:
        """A key to what has the focus: after a click on a digit its card, else the picture."""
        root = self._hand.root
        root.update()
        name = str(root.tk.call("focus"))
        if ".!camera" not in name:
            self.view.focus_force()
            root.update()
            name = str(self.view)
        root.nametowidget(name).event_generate(key)
        self._hand.root.update()
