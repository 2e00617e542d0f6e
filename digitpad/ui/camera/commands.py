"""Commands of the page with the camera, for its keys and menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.camera.corrections import CameraCorrections
from digitpad.ui.camera.picture_settings import PictureSettings
from digitpad.ui.camera.reading import CameraReading
from digitpad.ui.camera.shown_frame import ShownFrame
from digitpad.ui.core.commands import Command
from digitpad.ui.playback.foot import PictureFoot
from digitpad.ui.recorded.recorder import Recorder


class CameraActions(Protocol):
    """The parts and actions of the camera's page that have a command."""

    corrections: CameraCorrections
    reading: CameraReading
    recorder: Recorder
    foot: PictureFoot
    frame: ShownFrame
    picture: PictureSettings

    def switch_hold(self) -> None: ...
    @property
    def from_file(self) -> bool: ...  # a video or a folder, which can be gone through
    def next_stage(self) -> None: ...


def camera_commands(page: CameraActions) -> tuple[Command, ...]:
    return (*_saving(page.recorder), *_editing(page), *_of_sources(page), *_of_picture(page), *_playing(page))


def _saving(recorder: Recorder) -> list[Command]:
    """Return the commands about the numbers that were saved."""

    def has_readings() -> bool:
        return bool(recorder.list.numbers)

    def appending() -> bool:
        return recorder.appending

    return [
        Command(_("File"), _("Save the numbers as CSV…"), ("Mod+S",), recorder.save_list, has_readings, place=11),
        Command(_("File"), _("Append the numbers to a CSV…"), (), recorder.switch_append, on=appending, place=12),
        Command(_("File"), _("Columns of the CSV…"), (), recorder.choose_columns, place=13),
    ]


def _editing(page: CameraActions) -> list[Command]:
    """Return the commands about the number that is read."""
    menu, recorder, corrections, reading = _("Edit"), page.recorder, page.corrections, page.reading

    def has_number() -> bool:
        return bool(reading.reading.digits)

    def can_undo() -> bool:
        return corrections.can_undo

    type_number = reading.view.type_number
    return [
        Command(menu, _("Undo the last correction"), ("Mod+Z",), corrections.undo, can_undo, place=10),
        Command(menu, _("Type the right number…"), ("F2", "Mod+E"), type_number, has_number, place=11),
        Command(menu, _("Copy the number"), ("Mod+C",), recorder.copy, has_number, place=20),
        Command(menu, _("Save the number with its time"), ("Return",), recorder.keep, has_number, place=22),
        Command(menu, _("Rule for numbers…"), ("Mod+U",), reading.rule.open, place=23),
    ]


def _of_sources(page: CameraActions) -> list[Command]:
    """Return the commands that hold a picture and keep it."""
    frame = page.frame

    def there() -> bool:
        return frame.there

    return [
        Command(_("Camera"), _("Freeze, pause or go on"), ("space",), page.switch_hold, there, place=10),
        Command(_("Camera"), _("Save a snapshot"), ("Shift+S",), frame.save, there, place=40),
        Command(_("Camera"), _("Folder of snapshots…"), (), frame.snapshots.choose_folder, place=41),
        Command(_("Camera"), _("Take the picture to the pad's page"), ("D",), frame.take_away, there, place=42),
    ]


def _of_picture(page: CameraActions) -> list[Command]:
    """Return the commands that change how the picture is shown and read."""
    picture = page.picture

    def mirrored() -> bool:
        return picture.mirrored

    def ruler() -> bool:
        return picture.ruler

    return [
        Command(_("Camera"), _("Mirror the picture"), ("M",), picture.switch_mirror, on=mirrored, place=30),
        Command(_("Camera"), _("Read a part only, or the whole picture"), ("R",), picture.switch_region, place=31),
        Command(_("Camera"), _("See the next step of reading"), ("S",), page.next_stage, place=32),
        Command(_("Camera"), _("Ruler of the smallest digit"), ("L",), picture.switch_ruler, on=ruler, place=33),
    ]


def _playing(page: CameraActions) -> list[Command]:
    """Return the commands that go through a video or a folder."""
    foot = page.foot
    moves: tuple[tuple[str, tuple[str, ...], Callable[[], None]], ...] = (
        (_("Previous frame or picture"), ("P", ","), lambda: foot.step(-1)),
        (_("Next frame or picture"), ("N", "."), lambda: foot.step(1)),
        (_("Five seconds back"), ("Shift+Left",), lambda: foot.skip(-1)),
        (_("Five seconds on"), ("Shift+Right",), lambda: foot.skip(1)),
        (_("Slower"), ("[",), lambda: foot.faster(-1)),
        (_("Faster"), ("]",), lambda: foot.faster(1)),
    )
    return [
        Command(_("Camera"), label, keys, run, lambda: page.from_file, place=20 + place)
        for place, (label, keys, run) in enumerate(moves)
    ]
