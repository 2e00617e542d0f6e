"""What is done about wrong digits held up to the camera: stored with their piece of the picture, kept in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digitpad.records import Digit, Glyph, Reading, Rgb
from digitpad.ui.corrects import Corrects
from digitpad.ui.kept import Kept, Storing
from digitpad.ui.live import Live
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.session import Session
from digitpad.vision.display import piece

OTHER_COUNT = "That number has another count of digits than the picture; D takes the picture to the pad's page."


class CameraCorrections:
    """`seen`: the reading, and the picture it was read in, None before there is one."""

    def __init__(
        self,
        session: Session,
        desk: SampleDesk,
        live: Live,
        *,
        seen: Callable[[], tuple[Reading, Rgb | None]],
        show_sample: Callable[[int], None],
        take_away: Callable[[], None],
    ) -> None:
        """`take_away`: to where digits can be joined and split."""
        self._session, self._desk, self._live, self._seen = session, desk, live, seen
        self._take_away = take_away
        self._kept: list[tuple[Digit, Kept]] = []
        self.actions = Corrects(
            label=self.label,
            confirm=self.confirm,
            join=lambda places: take_away(),
            split=lambda place: take_away(),
            spell=self._spell,
            take_back=self._take_back,
            storing=self._storing,
            sample_glyph=self._sample_glyph,
            show_sample=show_sample,
        )

    @property
    def can_undo(self) -> bool:
        return bool(self._kept)

    def label(self, places: Sequence[int], label: int | None) -> None:
        """The digits at these places are this one; None: not a digit."""
        reading, picture = self._seen()
        for place in places:
            if picture is not None and place < len(reading.digits):
                self._correct(reading.digits[place], label, picture)

    def confirm(self, places: Sequence[int]) -> None:
        """These were read right."""
        digits = self._seen()[0].digits
        for place in places:
            if place < len(digits):
                self.label((place,), digits[place].label)

    def undo(self) -> None:
        """Take the last correction back."""
        if self._kept:
            self._take(len(self._kept) - 1)

    def _correct(self, digit: Digit, label: int | None, picture: Rgb) -> None:
        kept = Kept([self._desk.sample_of(digit, label, "camera", crop=piece(picture, digit.box))])
        self._kept.append((digit, kept))
        self._desk.settle([(kept, True)], lambda: self._session.news("Saved"), self._live.look_again)
        self._live.correct(digit, label)

    def _spell(self, text: str) -> None:
        rows, digits = text.split(), self._seen()[0].digits
        if [len(row) for row in rows] != [len(row) for row in self._seen()[0].rows]:
            self._session.failed(OTHER_COUNT)
            return
        for place, (letter, digit) in enumerate(zip("".join(rows), digits, strict=True)):
            if letter.isdecimal() and int(letter) != digit.label:
                self.label((place,), int(letter))

    def _take_back(self, place: int) -> None:
        """What was said last of this digit."""
        number = self._nearest(place)
        if number is not None:
            self._take(number)

    def _storing(self, place: int) -> Storing:
        number = self._nearest(place)
        return "saved" if number is None else self._kept[number][1].storing

    def _nearest(self, place: int) -> int | None:
        """The newest of what was said where this digit lies now, or nearest to it."""
        digits = self._seen()[0].digits
        if not self._kept or place >= len(digits):
            return None
        box = digits[place].box
        far = [abs(held.box.left - box.left) + abs(held.box.top - box.top) for held, _ in self._kept]
        return min(range(len(far)), key=lambda number: (far[number], -number))

    def _take(self, number: int) -> None:
        digit, kept = self._kept.pop(number)
        self._desk.settle([(kept, False)], lambda: self._session.news("Taken back"), self._live.look_again)
        self._live.take_back(digit)

    def _sample_glyph(self, id: int) -> Glyph | None:
        sample = self._desk.samples.get(id)
        return sample.glyph if sample is not None else None
