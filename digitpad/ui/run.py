"""Opens the window."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from digitpad import settings as settings_file
from digitpad.paths import user_folder
from digitpad.settings import Settings
from digitpad.ui.app import PAINT_MS, App
from digitpad.ui.core.heap import hold_heap
from digitpad.ui.core.loading import begin_imports, loaders
from digitpad.ui.widgets.theme import SystemLook, see_real_pixels

HAND_OVER_S = 0.0005  # so soon a thread that reads lets the pen go on


def open_window(
    data_dir: Path | None = None,
    weights: Path | None = None,
    device: str | None = None,
    camera: str | None = None,
    file: Path | None = None,
    kept: tuple[Settings, str] | None = None,
) -> App:
    """Put the window on screen, for its loop to be run.

    `data_dir`: where settings and the log are kept; `weights`: read with these instead of the shipped ones;
    `camera`: open the page with the camera, with this source (a name, path or address); `file`: a drawing or picture.
    `kept`: the settings with a sentence about them, where they are loaded already.
    Raises DigitPadError where no window can be opened.
    """
    hold_heap()
    sys.setswitchinterval(HAND_OVER_S)
    system = SystemLook()
    begin_imports()
    folder = data_dir or user_folder()
    settings, sentence = kept or settings_file.load(folder)
    see_real_pixels()
    engines = loaders(weights, device or settings.device, folder)
    app = App(engines, settings, folder, system=system, camera=camera, weights=weights, restores=True)
    if sentence:
        app.say(sentence)
    signal.signal(signal.SIGINT, lambda number, frame: app.quit())
    app.start()
    if file is not None:
        app.root.after(PAINT_MS, app.open, [file])
    return app
