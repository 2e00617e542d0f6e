"""The page with the camera: the live picture on the left, the steady reading on the right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from digitpad.errors import DigitPadError
from digitpad.records import Reading, Rgb
from digitpad.ui import camera_words as words
from digitpad.ui.camera_bar import Actions
from digitpad.ui.camera_commands import camera_commands
from digitpad.ui.camera_corrections import CameraCorrections
from digitpad.ui.camera_picture import BAR_GAP, CameraPicture
from digitpad.ui.camera_reading import CameraReading
from digitpad.ui.camera_state import Remembered, doing
from digitpad.ui.hint_line import HINTS
from digitpad.ui.icons import Icons
from digitpad.ui.live import Live, Look, OpenCamera, Wish
from digitpad.ui.pages import Page
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.session import Session
from digitpad.ui.survey import Found, Survey
from digitpad.ui.theme import Theme
from digitpad.vision.display import Share, part_of
from digitpad.vision.screen import Shown
from digitpad.vision.sources import Source, ask_permission, source_of
from digitpad.vision.states import CameraState

LEFT_SHARE, RIGHT_SHARE = 60, 42
EDGE, GUTTER = 20, 24  # px at scale 1
STOP_S = 8.0  # a network camera may take its whole time limit to let go


class CameraPage(Page):
    """`wanted`: the source to begin with, as `source_of` understands it; "" for any camera.

    `on_remember` gets what the settings are to keep, `on_take` a picture and its name for the pad's page.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        session: Session,
        remembered: Remembered,
        wanted: str,
        on_remember: Callable[[Remembered], None],
        on_take: Callable[[Rgb, str], None],
        desk: SampleDesk,
        show_sample: Callable[[int], None],
        open_camera: OpenCamera,
        list_cameras: Callable[[], Sequence[Source]],
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._session = theme, icons, session
        self._remembered, self._on_remember, self._on_take = remembered, on_remember, on_take
        self._source: Source | None = None
        self._state: CameraState | None = None
        self._look: Look | None = None
        self._wanted, self._surveyed = wanted, False
        self._live = self._make_live(open_camera)
        self._survey = Survey(session, list_cameras=list_cameras, on_found=self._found)
        self._picture = self._make_picture()
        self._view, self._bar = self._picture.view, self._picture.bar
        self.corrections = CameraCorrections(
            session, desk, self._live, seen=self._seen, show_sample=show_sample, take_away=self.take_away
        )
        self.reading = self._make_reading()
        self._place()
        self.commands = camera_commands(self)
        self._show_buttons()

    def arrive(self) -> None:
        if self._source is not None:
            self._start(self._source)
        elif not self._surveyed:
            self._view.say(words.LOOKING)
            self._survey.begin(self._wanted)
        self._show_state()

    def leave(self) -> None:
        self._live.stop()
        self._show_buttons()
        self._session.say_state()

    def close(self) -> None:
        self._live.close(STOP_S)
        self._survey.stop()

    def watch(self, text: str) -> None:
        """Show the source that `text` means: a path, an address, the name of a camera."""
        try:
            source = source_of(text)
        except DigitPadError as error:
            self._session.failed(str(error))
        else:
            self._choose(source)

    @property
    def has_picture(self) -> bool:
        return self._live.has_picture

    @property
    def mirrored(self) -> bool:
        return self._remembered.mirrored

    @property
    def region(self) -> Share | None:
        return self._remembered.region

    def switch_hold(self) -> None:
        """Hold the picture, or let it go on."""
        if self._live.held is None:
            self._live.hold()
            self.reading.hint(words.HELD, now=True)
        else:
            self._live.release()
        self._show_buttons()
        self._show_state()

    def switch_mirror(self) -> None:
        self._remember(replace(self._remembered, mirrored=not self.mirrored))

    def switch_region(self) -> None:
        """Read all of the picture again; where that is done already, say how a part is chosen."""
        if self.region is None:
            self.reading.hint(words.DRAG, now=True)
        else:
            self._set_region(None)

    def next_stage(self) -> None:
        self._bar.stages.next()

    def take_away(self) -> None:
        """Take the picture that is shown to the pad's page, where digits can be joined and split."""
        shown = self._live.shown
        if shown is not None and self._source is not None:
            self._on_take(shown.picture, self._source.name)

    def _seen(self) -> tuple[Reading, Rgb | None]:
        return self.reading.reading, self._look.frame.picture if self._look is not None else None

    def _light(self, index: int | None) -> None:
        self._view.light(index if index is not None else self.reading.chosen_index)

    def _make_live(self, open_camera: OpenCamera) -> Live:
        return Live(
            self,
            self._session,
            open_camera=open_camera,
            fit=lambda: self._view.fit,
            wish=lambda: Wish(partial(part_of, self.region), bool(self._bar.stages.chosen)),
            on_frame=self._frame_came,
            on_look=self._looked,
            on_state=self._state_came,
        )

    def _make_reading(self) -> CameraReading:
        return CameraReading(
            self,
            theme=self._theme,
            icons=self._icons,
            session=self._session,
            on_hover=self._light,
            corrects=self.corrections.actions,
        )

    def _place(self) -> None:
        edge, gutter, below = self._theme.px(EDGE), self._theme.px(GUTTER), self._theme.px(BAR_GAP)
        self.columnconfigure(0, weight=LEFT_SHARE, uniform="half")
        self.columnconfigure(1, weight=RIGHT_SHARE, uniform="half")
        self.rowconfigure(0, weight=1)
        self._picture.grid(row=0, column=0, sticky="nsew", padx=(edge, gutter), pady=(edge, 0))
        self.reading.list.grid(row=1, column=0, sticky="sew", padx=(edge, gutter), pady=(0, below))
        self.reading.grid(row=0, column=1, rowspan=2, sticky="nsew", padx=(0, edge), pady=(edge, below))

    def _make_picture(self) -> CameraPicture:
        actions = Actions(
            choose=self._choose,
            given=self.watch,
            look=lambda: self._survey.begin(),
            hold=self.switch_hold,
            mirror=self.switch_mirror,
            region=self.switch_region,
            stage=self._stage_chosen,
        )
        picture = CameraPicture(
            self,
            theme=self._theme,
            icons=self._icons,
            actions=actions,
            on_hover=lambda index: self.reading.light(index),
            on_pick=lambda index: self.reading.choose(index),
            on_type=lambda letter: self.reading.step(letter),
            on_region=self._set_region,
        )
        picture.view.mirrored, picture.view.region = self.mirrored, self.region
        return picture

    def _found(self, found: Found) -> None:
        self._surveyed = True
        self._bar.sources.offer(found.cameras)
        if found.sentence:
            self._session.failed(found.sentence)
        first = found.cameras[0] if found.cameras else None
        source = found.wanted or (first if not self._wanted else None)
        if source is not None:
            self._choose(source)
        elif self._source is None:
            self._view.say(words.CHOOSE if found.cameras else words.NO_CAMERA)

    def _choose(self, source: Source) -> None:
        self._source = source
        self._bar.sources.choose(source)
        self._remember(replace(self._remembered, source=source.key))
        self._start(source)

    def _start(self, source: Source) -> None:
        self._state = self._look = None
        self._picture.clear()
        self.reading.forget()
        ask_permission(source)
        self._live.start(source)
        self._show_buttons()
        self._show_state()

    def _frame_came(self, shown: Shown) -> None:
        self._picture.show(shown)
        self._show_buttons()

    def _looked(self, look: Look) -> None:
        if not self._in_sight:
            return
        self._look = look
        self._picture.mark(look)
        self._light(None)
        self.reading.show(look.reading, source=self._source.name if self._source is not None else "")
        if self._live.held is None and self._state is not None and self._state.kind == "running":
            usual = words.GOOD if look.reading.digits else ""
            self.reading.hint(HINTS.get(look.seen.hint, look.seen.hint) or usual)
        self._show_state()

    def _state_came(self, state: CameraState) -> None:
        self._state = state
        if state.traceback:
            self._session.failed(state.sentence, state.traceback)
        self._view.say("" if self._in_sight else state.sentence)
        if state.kind != "running":
            self.reading.hint(state.sentence if self._in_sight else "", now=True)
        if not self._in_sight:
            self.reading.forget()
        self._show_state()

    @property
    def _in_sight(self) -> bool:
        """There is something to look at: frames that come, one that is held, or the last one of a video."""
        state = self._state
        return self._live.held is not None or (state is not None and (state.flowing or state.kind == "ended"))

    def _stage_chosen(self, name: str) -> None:
        self._picture.show_stage(name)
        self._live.look_again()

    def _set_region(self, region: Share | None) -> None:
        self._remember(replace(self._remembered, region=region))
        self._live.look_again()

    def _remember(self, remembered: Remembered) -> None:
        self._remembered = remembered
        self._view.mirrored, self._view.region = remembered.mirrored, remembered.region
        self._view.redraw()
        self._show_buttons()
        self._on_remember(remembered)

    def _show_buttons(self) -> None:
        self._bar.show(
            can_hold=self.has_picture,
            held=self._live.held is not None,
            mirrored=self.mirrored,
            region=self.region is not None,
        )

    def _show_state(self) -> None:
        self._session.say_state(*doing(self._live, self._source, self._state, self._look))
