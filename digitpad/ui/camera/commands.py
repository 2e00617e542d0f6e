"""Commands of the page with the camera, for its keys and menus."""

from __future__ import annotations

from typing import Protocol

from digitpad.ui.camera.corrections import CameraCorrections
from digitpad.ui.camera.reading import CameraReading
from digitpad.ui.core.commands import Command


class CameraActions(Protocol):
    """The parts and actions of the camera's page that have a command."""

    corrections: CameraCorrections
    reading: CameraReading

    @property
    def has_picture(self) -> bool: ...
    @property
    def mirrored(self) -> bool: ...
    def switch_hold(self) -> None: ...
    def switch_mirror(self) -> None: ...
    def switch_region(self) -> None: ...
    @property
    def has_stills(self) -> bool: ...
    def step(self, by: int) -> None: ...
    def next_stage(self) -> None: ...
    def take_away(self) -> None: ...


def camera_commands(page: CameraActions) -> tuple[Command, ...]:
    def has_number() -> bool:
        return bool(page.reading.reading.digits)

    def can_undo() -> bool:
        return page.corrections.can_undo

    def has_readings() -> bool:
        return bool(page.reading.list.numbers)

    return (
        Command("File", "Save the numbers as CSV…", ("Mod+S",), page.reading.save_list, has_readings, place=11),
        Command("Edit", "Undo the last correction", ("Mod+Z",), page.corrections.undo, can_undo, place=10),
        Command("Edit", "Copy the number", ("Mod+C",), page.reading.copy, has_number, place=20),
        Command("Edit", "Save the number with its time", ("Return",), page.reading.keep, has_number, place=22),
        Command("Camera", "Freeze, or resume", ("space",), page.switch_hold, lambda: page.has_picture, place=10),
        Command(
            "Camera", "Previous picture of the folder", ("P",), lambda: page.step(-1), lambda: page.has_stills, place=11
        ),
        Command(
            "Camera", "Next picture of the folder", ("N",), lambda: page.step(1), lambda: page.has_stills, place=12
        ),
        Command(
            "Camera", "Take the picture to the pad's page", ("D",), page.take_away, lambda: page.has_picture, place=13
        ),
        Command("Camera", "Mirror the picture", ("M",), page.switch_mirror, on=lambda: page.mirrored, place=20),
        Command("Camera", "Read a part only, or the whole picture", ("R",), page.switch_region, place=21),
        Command("Camera", "See the next step of reading", ("S",), page.next_stage, place=22),
    )
