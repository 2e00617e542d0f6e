"""The page with the camera: the live picture on the left, the steady reading on the right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial

from digitpad.errors import DigitPadError
from digitpad.records import Reading, Rgb
from digitpad.ui.camera.bar import CameraBar
from digitpad.ui.camera.commands import camera_commands
from digitpad.ui.camera.corrections import CameraCorrections
from digitpad.ui.camera.layout import CameraLayout
from digitpad.ui.camera.live import Live
from digitpad.ui.camera.looks import FrameRequest, Look, OpenCamera
from digitpad.ui.camera.picture import CameraPicture
from digitpad.ui.camera.picture_settings import PictureSettings
from digitpad.ui.camera.reading import READING, CameraReading
from digitpad.ui.camera.shown_frame import ShownFrame
from digitpad.ui.camera.sources.survey import Survey, SurveyResult
from digitpad.ui.camera.state import advice_of, doing, is_in_sight, sight_of
from digitpad.ui.camera.words import CHOOSE, HELD, LOOKING, NO_CAMERA
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.pages import Page
from digitpad.ui.core.preferences import Preferences
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.playback.foot import PictureFoot
from digitpad.ui.reading.reading_view import CARD_KEYS
from digitpad.ui.recorded.number_list import LIST_KEYS
from digitpad.ui.recorded.recorder import Recorder
from digitpad.ui.recorded.snapshots import Snapshots
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.capture.folders import OpenPicture
from digitpad.vision.capture.screen import ScreenFrame
from digitpad.vision.capture.sources import Source, ask_permission, source_of
from digitpad.vision.capture.states import CameraState
from digitpad.vision.render.display import part_of

STOP_S = 8.0  # a network camera may take its whole time limit to let go


class CameraPage(Page):
    """Implements BarActions and CameraActions.

    `wanted`: the first source, as for `source_of`; "" for any camera. `on_take` gets a picture and its name for the
    pad's page.
    """

    hints = (*CARD_KEYS, *LIST_KEYS)

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        bridge: Bridge,
        preferences: Preferences,
        dialogs: FileDialogs,
        wanted: str,
        on_take: Callable[[Rgb, str], None],
        service: SampleService,
        show_sample: Callable[[int], None],
        open_camera: OpenCamera,
        open_picture: OpenPicture,
        list_cameras: Callable[[], Sequence[Source]],
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._bridge = theme, icons, bridge
        self._notices, self.dialogs, self._preferences = bridge.notices, dialogs, preferences
        self.picture = self._make_settings()
        self._source: Source | None = None
        self._state: CameraState | None = None
        self._look: Look | None = None
        self._live = self._make_live(open_camera)
        self.frame = ShownFrame(self._live, Snapshots(bridge, dialogs, preferences), on_take=on_take)
        self._survey = Survey(bridge, wanted=wanted, list_cameras=list_cameras, on_found=self._take_survey)
        self._picture = self._make_picture(open_picture)
        self._view, self._bar = self._picture.view, self._picture.bar
        self.recorder = Recorder(
            self, theme=theme, icons=icons, bridge=bridge, dialogs=dialogs, preferences=preferences
        )
        self.corrections = self._make_corrections(service, show_sample)
        self.reading = self._make_reading()
        self._dress_view()
        CameraLayout(self, theme, picture=self._picture, numbers=self.recorder.list, reading=self.reading)
        self._view.actions = self.reading
        self.commands = camera_commands(self)
        self._show_buttons()

    def arrive(self) -> None:
        self.reading.rule.arrive()
        if self._source is not None:
            self._start(self._source)
        elif not self._survey.answered:
            self._view.say(LOOKING)
            self._survey.begin()
        self._show_state()

    def leave(self) -> None:
        self._live.stop()
        self.foot.strip.stop()
        self._show_buttons()
        self._notices.say_state()

    def close(self) -> None:
        self._live.close(STOP_S)
        self._survey.stop()
        self.foot.close(STOP_S)
        self.frame.snapshots.close()
        self.recorder.close()

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
    def from_file(self) -> bool:
        """A video or a folder of pictures is shown, which can be gone through."""
        return self._live.running and self._live.position is not None

    def switch_hold(self) -> None:
        """Hold the picture, or let it go on; a video that has ended begins anew."""
        if self._live.holding or self._live.ended:
            self._live.go_on()
            self.reading.hint("", now=True)
        else:
            self._live.hold()
            self.reading.hint(HELD, now=True)
        self._show_all()

    def next_stage(self) -> None:
        self._bar.stages.next()

    def _current_view(self) -> tuple[Reading, Look | None]:
        return self.reading.reading, self._look

    def _light(self, index: int | None) -> None:
        self._view.light(index if index is not None else self.reading.chosen_index)

    def _make_live(self, open_camera: OpenCamera) -> Live:
        return Live(
            self,
            self._bridge,
            open_camera=open_camera,
            fit=lambda: self._view.fit,
            wish=lambda: FrameRequest(partial(part_of, self.picture.region), bool(self._bar.stages.chosen)),
            on_frame=self._frame_came,
            on_look=self._looked,
            on_state=self._state_came,
        )

    def _make_settings(self) -> PictureSettings:
        def explain(words: str) -> None:
            self.reading.hint(words, now=True)

        return PictureSettings(self._preferences, on_change=self._picture_changed, explain=explain)

    def _make_corrections(self, service: SampleService, show_sample: Callable[[int], None]) -> CameraCorrections:
        return CameraCorrections(
            self._bridge,
            service,
            self._live,
            view=self._current_view,
            show_sample=show_sample,
            take_away=self.frame.take_away,
        )

    def _make_reading(self) -> CameraReading:
        return CameraReading(
            self,
            theme=self._theme,
            icons=self._icons,
            dialogs=self.dialogs,
            preferences=self._preferences,
            recorder=self.recorder,
            on_hover=self._light,
            on_rule=self._live.obey,
            corrections=self.corrections,
        )

    def _make_picture(self, open_picture: OpenPicture) -> CameraPicture:
        picture = CameraPicture(self, theme=self._theme, settings=self.picture)
        self.foot = PictureFoot(
            picture,
            theme=self._theme,
            icons=self._icons,
            plays=self._live,
            listen=self._bridge.listen,
            open_picture=open_picture,
            on_change=self._show_all,
        )
        picture.place_bar(CameraBar(picture, theme=self._theme, icons=self._icons, actions=self), self.foot)
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
        self._source = self.frame.source = source
        self._bar.sources.choose(source)
        self._preferences.change(camera=source.key)
        if self.winfo_manager():  # no camera runs unseen; a source found meanwhile begins with the page
            self._start(source)

    def _start(self, source: Source) -> None:
        self._state = self._look = None
        self._picture.clear()
        self.reading.forget()
        self.foot.open(source)
        ask_permission(source)
        self._live.start(source)
        self._show_all()

    def _frame_came(self, screened: ScreenFrame) -> None:
        if self._live.stills or (self._live.holding and screened.frame.sought):
            self._picture.unmark()
            self.reading.forget(READING)
        self._picture.show(screened)
        self.foot.show()
        self._show_buttons()

    def _looked(self, look: Look) -> None:
        if not self._in_sight:
            return
        before, self._look = self._look, look
        self._picture.mark(look)
        self._light(None)
        self.reading.show(look, sight_of(look, self._source))
        advice = advice_of(look, before, rate=self._live.frames_a_second)
        if not (self._live.holding and look.live) and self._state is not None and self._state.kind == "running":
            self.reading.hint(advice.words, now=look.settled)
        self._view.rule(look.result.least_height if advice.ruler or self.picture.ruler else 0)
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
        self._show_all()

    @property
    def _in_sight(self) -> bool:
        return is_in_sight(self._live, self._state)

    def show_stage(self, name: str) -> None:
        self._picture.show_stage(name)
        self._live.look_again()

    def _picture_changed(self) -> None:
        self._dress_view()
        self._view.redraw()
        self._show_buttons()
        self._live.look_again()

    def _dress_view(self) -> None:
        self._view.mirrored, self._view.region = self.picture.mirrored, self.picture.region
        if self.picture.ruler and self._look is not None:
            self._view.rule(self._look.result.least_height)

    def _show_all(self) -> None:
        self._show_buttons()
        self._show_state()

    def _show_buttons(self) -> None:
        self._bar.show(
            can_hold=self.frame.there,
            holding=self._live.holding or self._live.ended,
            from_file=self.from_file,
            mirrored=self.picture.mirrored,
            region=self.picture.region is not None,
        )

    def _show_state(self) -> None:
        self._notices.say_state(*doing(self._live, self._source, self._state, self._look))
