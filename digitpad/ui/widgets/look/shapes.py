"""Lines, outlines and pills as pictures with smooth edges, at the scale of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from digitpad.ui.widgets.look.palette import colour

FINER = 4  # drawn so many times larger, then averaged
Size = tuple[float, float]  # width and height, px at scale 1, as are all lengths here
Box = tuple[float, float, float, float]  # left, top, right, bottom
Points = Sequence[tuple[float, float]]
Layer = tuple[Image.Image, str]  # where it has ink, and its colour


class Shapes:
    def __init__(self, scale: float) -> None:
        """`scale`: px of the screen for a px at scale 1."""
        self.scale = scale

    def px(self, length: float) -> int:
        return max(1, round(length * self.scale))

    def line(self, size: Size, points: Points, width: float) -> Image.Image:
        """Return where a line through the points has ink, with round ends."""
        mask, pen = self._mask(size)
        scale, half = self.scale * FINER, width * self.scale * FINER / 2
        finer = [(x * scale, y * scale) for x, y in points]
        pen.line(finer, fill=255, width=round(2 * half), joint="curve")
        for x, y in finer:
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
        return self._averaged(mask, size)

    def filled(self, size: Size, corners: Points) -> Image.Image:
        """Return where a shape with these corners has ink."""
        mask, pen = self._mask(size)
        scale = self.scale * FINER
        pen.polygon([(x * scale, y * scale) for x, y in corners], fill=255)
        return self._averaged(mask, size)

    def rounded(self, size: Size, box: Box, radius: float) -> Image.Image:
        """Return where a box with round corners has ink."""
        mask, pen = self._mask(size)
        left, top, right, bottom = (side * self.scale * FINER for side in box)
        pen.rounded_rectangle((left, top, right - 1, bottom - 1), radius * self.scale * FINER, fill=255)
        return self._averaged(mask, size)

    def painted(self, size: Size, *layers: Layer) -> Image.Image:
        """Return a picture of the layers, the lowest first, clear where none has ink."""
        picture = Image.new("RGBA", (self.px(size[0]), self.px(size[1])))
        for mask, ink in layers:
            layer = Image.new("RGBA", picture.size, colour(ink))
            layer.putalpha(mask)
            picture = Image.alpha_composite(picture, layer)
        return picture

    def _mask(self, size: Size) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        mask = Image.new("L", (self.px(size[0]) * FINER, self.px(size[1]) * FINER))
        return mask, ImageDraw.Draw(mask)

    def _averaged(self, mask: Image.Image, size: Size) -> Image.Image:
        return mask.resize((self.px(size[0]), self.px(size[1])), Image.Resampling.BOX)
