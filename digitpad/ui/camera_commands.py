"""What can be done by key and menu on the page with the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitpad.ui.commands import Command

if TYPE_CHECKING:
    from digitpad.ui.camera_page import CameraPage


def camera_commands(page: CameraPage) -> tuple[Command, ...]:
    def has_number() -> bool:
        return bool(page.reading.reading.digits)

    def can_undo() -> bool:
        return page.corrections.can_undo

    def has_kept() -> bool:
        return bool(page.reading.list.kept)

    return (
        Command("File", "Save the kept readings…", ("Mod+S",), page.reading.save_list, has_kept),
        Command("Edit", "Take the last correction back", ("Mod+Z",), page.corrections.undo, can_undo),
        Command("Edit", "Copy the number", ("Mod+C",), page.reading.copy, has_number),
        Command("Edit", "Keep the number with its time", ("Return",), page.reading.keep, has_number),
        Command("Camera", "Freeze, or go on", ("space",), page.switch_hold, lambda: page.has_picture),
        Command("Camera", "Take the picture to the pad's page", ("D",), page.take_away, lambda: page.has_picture),
        Command("Camera", "Mirror the picture", ("M",), page.switch_mirror, on=lambda: page.mirrored),
        Command("Camera", "Read a part only, or the whole picture", ("R",), page.switch_region),
        Command("Camera", "See the next step of reading", ("S",), page.next_stage),
    )
