"""The page with the camera: the live picture on the left, the steady reading on the right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from digitpad.errors import DigitPadError
from digitpad.records import Reading, Rgb
from digitpad.ui.camera.bar import CameraBar
from digitpad.ui.camera.commands import camera_commands
from digitpad.ui.camera.corrections import CameraCorrections
from digitpad.ui.camera.live import FrameRequest, Live, Look, OpenCamera
from digitpad.ui.camera.picture import BAR_GAP, CameraPicture
from digitpad.ui.camera.reading import READING, CameraReading
from digitpad.ui.camera.state import Remembered, doing, hint_of, is_in_sight
from digitpad.ui.camera.survey import Survey, SurveyResult
from digitpad.ui.camera.words import CHOOSE, DRAG, HELD, LOOKING, NO_CAMERA
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.pages import Page
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.reading.reading_view import CARD_KEYS
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.capture.screen import ScreenFrame
from digitpad.vision.capture.sources import Source, ask_permission, source_of
from digitpad.vision.capture.states import CameraState
from digitpad.vision.render.display import Share, part_of

LEFT_SHARE, RIGHT_SHARE = 60, 42
EDGE, GUTTER = 20, 24  # px at scale 1
STOP_S = 8.0  # a network camera may take its whole time limit to let go


class CameraPage(Page):
    """Implements BarActions, ViewActions and CameraActions.

    `wanted`: the first source, as for `source_of`; "" for any camera. `on_remember` gets what the settings
    are to keep, `on_take` a picture and its name for the pad's page.
    """

    hints = CARD_KEYS

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        bridge: Bridge,
        remembered: Remembered,
        wanted: str,
        on_remember: Callable[[Remembered], None],
        on_take: Callable[[Rgb, str], None],
        service: SampleService,
        show_sample: Callable[[int], None],
        open_camera: OpenCamera,
        list_cameras: Callable[[], Sequence[Source]],
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._bridge = theme, icons, bridge
        self._notices = bridge.notices
        self._remembered, self._on_remember, self._on_take = remembered, on_remember, on_take
        self._source: Source | None = None
        self._state: CameraState | None = None
        self._look: Look | None = None
        self._live = self._make_live(open_camera)
        self._survey = Survey(bridge, wanted=wanted, list_cameras=list_cameras, on_found=self._take_survey)
        self._picture = self._make_picture()
        self._view, self._bar = self._picture.view, self._picture.bar
        self.corrections = CameraCorrections(
            bridge, service, self._live, view=self._current_view, show_sample=show_sample, take_away=self.take_away
        )
        self.reading = self._make_reading()
        self._place()
        self.commands = camera_commands(self)
        self._show_buttons()

    def arrive(self) -> None:
        if self._source is not None:
            self._start(self._source)
        elif not self._survey.answered:
            self._view.say(LOOKING)
            self._survey.begin()
        self._show_state()

    def leave(self) -> None:
        self._live.stop()
        self._show_buttons()
        self._notices.say_state()

    def close(self) -> None:
        self._live.close(STOP_S)
        self._survey.stop()

    def watch(self, text: str) -> None:
        """Show the source that `text` means: a path, an address, the name of a camera."""
        try:
            source = source_of(text)
        except DigitPadError as error:
            self._notices.failed(str(error))
        else:
            self.choose(source)

    def look_for_cameras(self) -> None:
        self._survey.list_again()

    @property
    def has_picture(self) -> bool:
        return self._live.has_picture

    @property
    def mirrored(self) -> bool:
        return self._remembered.mirrored

    @property
    def has_stills(self) -> bool:
        """A folder of pictures is shown, which can be looked through."""
        return self._live.running and self._live.stills

    def step(self, by: int) -> None:
        """Show the picture so many places on in the folder, and stay there."""
        self._live.step(by)
        self._show_buttons()
        self._show_state()

    def switch_hold(self) -> None:
        """Hold the picture, or let it go on."""
        if not self._live.holding:
            self._live.hold()
            self.reading.hint(HELD, now=True)
        else:
            self._live.release()
        self._show_buttons()
        self._show_state()

    def switch_mirror(self) -> None:
        self._remember(replace(self._remembered, mirrored=not self.mirrored))

    def switch_region(self) -> None:
        """Read all of the picture again; where that is done already, say how a part is chosen."""
        if self._remembered.region is None:
            self.reading.hint(DRAG, now=True)
        else:
            self.set_region(None)

    def next_stage(self) -> None:
        self._bar.stages.next()

    def take_away(self) -> None:
        """Take the picture that is shown to the pad's page, where digits can be joined and split."""
        frame = self._live.shown
        if frame is not None and self._source is not None:
            self._on_take(frame.picture, self._source.name)

    def hover(self, index: int | None) -> None:
        """Show which digit of the reading lies under the pointer."""
        self.reading.light(index)

    def pick(self, index: int | None) -> None:
        self.reading.choose(index)

    def type_letter(self, letter: str) -> None:
        self.reading.step(letter)

    def _current_view(self) -> tuple[Reading, Rgb | None]:
        return self.reading.reading, self._look.frame.picture if self._look is not None else None

    def _light(self, index: int | None) -> None:
        self._view.light(index if index is not None else self.reading.chosen_index)

    def _make_live(self, open_camera: OpenCamera) -> Live:
        return Live(
            self,
            self._bridge,
            open_camera=open_camera,
            fit=lambda: self._view.fit,
            wish=lambda: FrameRequest(partial(part_of, self._remembered.region), bool(self._bar.stages.chosen)),
            on_frame=self._frame_came,
            on_look=self._looked,
            on_state=self._state_came,
        )

    def _make_reading(self) -> CameraReading:
        return CameraReading(
            self,
            theme=self._theme,
            icons=self._icons,
            bridge=self._bridge,
            on_hover=self._light,
            corrections=self.corrections,
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
        picture = CameraPicture(self, theme=self._theme, actions=self)
        picture.place_bar(CameraBar(picture, theme=self._theme, icons=self._icons, actions=self))
        picture.view.mirrored, picture.view.region = self.mirrored, self._remembered.region
        return picture

    def _take_survey(self, survey: SurveyResult) -> None:
        self._bar.sources.offer(survey.cameras)
        if survey.sentence:
            self._notices.failed(survey.sentence)
        if survey.choice is not None:
            self.choose(survey.choice)
        elif self._source is None:
            self._view.say(CHOOSE if survey.cameras else NO_CAMERA)

    def choose(self, source: Source) -> None:
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

    def _frame_came(self, screened: ScreenFrame) -> None:
        if self._live.stills:
            self._picture.unmark()
            self.reading.forget(READING)
        self._picture.show(screened)
        self._show_buttons()

    def _looked(self, look: Look) -> None:
        if not self._in_sight:
            return
        self._look = look
        self._picture.mark(look)
        self._light(None)
        name = self._source.name if self._source is not None else ""
        self.reading.show(look.reading, source=name, settled=look.settled)
        if (not self._live.holding or self._live.stills) and self._state is not None and self._state.kind == "running":
            self.reading.hint(hint_of(look), now=look.settled)
        self._show_state()

    def _state_came(self, state: CameraState) -> None:
        self._state = state
        if state.traceback:
            self._notices.failed(state.sentence, state.traceback)
        if state.kind == "refused" and self._source is not None and self._source.kind == "stream":
            self._bar.sources.ask_for_login(self._source)
        self._view.say("" if self._in_sight else state.sentence)
        if state.kind != "running":
            self.reading.hint(state.sentence if self._in_sight else "", now=True)
        if not self._in_sight:
            self.reading.forget()
        self._show_state()

    @property
    def _in_sight(self) -> bool:
        return is_in_sight(self._live, self._state)

    def show_stage(self, name: str) -> None:
        self._picture.show_stage(name)
        self._live.look_again()

    def set_region(self, region: Share | None) -> None:
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
            holding=self._live.holding,
            stills=self.has_stills,
            mirrored=self.mirrored,
            region=self._remembered.region is not None,
        )

    def _show_state(self) -> None:
        self._notices.say_state(*doing(self._live, self._source, self._state, self._look))
