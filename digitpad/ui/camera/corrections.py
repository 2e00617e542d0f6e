"""Corrections of digits seen by the camera: stored with their piece of the picture, and followed as they move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from digitpad.languages import _
from digitpad.records import Digit, Glyph, Reading, Rgb, RowString
from digitpad.ui.camera.live import Live
from digitpad.ui.camera.looks import Look
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.pending_corrections import PendingCorrection, Storing
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.reading.corrected_rows import rows_in_frame
from digitpad.vision.render.display import piece

NO_MARKS = _("Marks can be corrected on the pad's page; D takes the picture there.")
OTHER_COUNT = _("That number has another count of digits than the picture; D takes the picture to the pad's page.")


class CameraCorrections:
    """Implements CorrectionActions for the live picture.

    `view`: the reading, and the look at the newest frame that it comes from, None before there is one.
    """

    def __init__(
        self,
        bridge: Bridge,
        service: SampleService,
        live: Live,
        *,
        view: Callable[[], tuple[Reading, Look | None]],
        show_sample: Callable[[int], None],
        take_away: Callable[[], None],
    ) -> None:
        """`take_away`: to where digits can be joined and split."""
        self._bridge, self._service, self._live, self._view = bridge, service, live, view
        self._notices = bridge.notices
        self._take_away = take_away
        self._corrections: list[tuple[Digit, PendingCorrection]] = []
        self.show_sample = show_sample

    @property
    def can_undo(self) -> bool:
        return bool(self._corrections)

    def label(self, places: Sequence[int], label: int | str | None) -> None:
        """The digits at these places are this one; None: not a digit."""
        if isinstance(label, str):
            self._notices.news(NO_MARKS)
        else:
            self._say(dict.fromkeys(places, label))

    def confirm(self, places: Sequence[int]) -> None:
        """These were read right."""
        digits = self._view()[0].digits
        self._say({place: digits[place].label for place in places if place < len(digits)})

    def join(self, places: Sequence[int]) -> None:
        """Take the picture to where digits can be joined."""
        self._take_away()

    def split(self, place: int) -> None:
        """Take the picture to where a digit can be split."""
        self._take_away()

    def undo(self) -> None:
        """Undo the last correction."""
        if self._corrections:
            self._take(len(self._corrections) - 1)

    def _say(self, labels: Mapping[int, int | None]) -> None:
        reading, look = self._view()
        if look is None:
            return
        rows = rows_in_frame(look.result.reading, reading.digits, labels)
        for place, label in labels.items():
            if place < len(reading.digits):
                self._correct(reading.digits[place], label, look.frame.picture, rows.get(place))

    def _correct(self, digit: Digit, label: int | None, picture: Rgb, row: RowString | None) -> None:
        sample = self._service.sample_of(digit, label, "camera", crop=piece(picture, digit.box))
        correction = PendingCorrection([replace(sample, row=row)])
        self._corrections.append((digit, correction))
        self._service.settle([(correction, True)], lambda: self._notices.news(_("Saved")), self._live.look_again)
        self._live.correct(digit, label)

    def spell(self, text: str, on_done: Callable[[str], None]) -> None:
        rows, digits = text.split(), self._view()[0].digits
        if [len(row) for row in rows] != [len(row) for row in self._view()[0].rows]:
            on_done(OTHER_COUNT)
            return
        pairs = enumerate(zip("".join(rows), digits, strict=True))
        self._say({at: int(said) for at, (said, digit) in pairs if said.isdecimal() and int(said) != digit.label})
        on_done("")

    def take_back(self, place: int) -> None:
        """Undo the newest correction of this digit."""
        number = self._nearest(place)
        if number is not None:
            self._take(number)

    def storing(self, place: int) -> Storing:
        number = self._nearest(place)
        return "saved" if number is None else self._corrections[number][1].storing

    def _nearest(self, place: int) -> int | None:
        """Return the number of the newest correction where this digit lies now, or nearest to it."""
        digits = self._view()[0].digits
        if not self._corrections or place >= len(digits):
            return None
        box = digits[place].box
        far = [abs(digit.box.left - box.left) + abs(digit.box.top - box.top) for digit, _ in self._corrections]
        return min(range(len(far)), key=lambda number: (far[number], -number))

    def _take(self, number: int) -> None:
        digit, correction = self._corrections.pop(number)
        self._service.settle([(correction, False)], lambda: self._notices.news(_("Undone")), self._live.look_again)
        self._live.take_back(digit)

    def sample_glyph(self, id: int) -> Glyph | None:
        sample = self._service.samples.get(id)
        return sample.glyph if sample is not None else None
