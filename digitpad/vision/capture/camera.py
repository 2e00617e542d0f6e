"""The thread that owns an opened source: gives its newest frame, and its state in words."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from digitpad.background import Latest
from digitpad.faults import outcome_of
from digitpad.records import Rgb
from digitpad.vision.capture.devices import Device, OpenDevice
from digitpad.vision.capture.folders import PicturesDevice
from digitpad.vision.capture.parameters import WAITS, WaitParams
from digitpad.vision.capture.pixels import frame_of
from digitpad.vision.capture.positions import Position, Seekable
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import CameraState as CameraState
from digitpad.vision.capture.states import Kind, Trouble, sentence_of
from digitpad.vision.capture.watchdog import Watchdog


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a source."""

    picture: Rgb  # (H, W, 3), write-locked
    number: int  # counts up, over frames that nobody took, too
    time_s: float  # time.monotonic() when it came
    position: Position | None = None  # in its file or folder; None: it is live
    sought: bool = False  # it was gone to, and not played


class Camera:
    """One source from start to stop, in a thread of its own: opened, read and released there only.

    `latest` holds the newest frame until somebody takes it. `deliver` gets a CameraState whenever it changes, and
    nothing any more once `stop` was called. A live source that breaks off is looked for again until then.
    A file can be paused, played faster and slower, and gone through; the pictures of a folder, too.
    """

    def __init__(
        self,
        source: Source,
        deliver: Callable[[CameraState], None],
        *,
        open_device: OpenDevice,
        waits: WaitParams = WAITS,
    ) -> None:
        self.source, self._waits = source, waits
        self.latest: Latest[Frame] = Latest()
        self._deliver, self._open = deliver, open_device
        self._stopped = threading.Event()
        self._paused = False
        self._speed = 1.0
        self._moves: deque[Callable[[Seekable], None]] = deque()  # in order; of places to go, the newest alone
        self._called = threading.Event()  # by whoever ends a pause
        self._speaking = threading.RLock()
        self._last_state: CameraState | None = None
        self._number = 0
        self._ran = False  # since it was started
        self._waiting_since_s: float | None = None  # for it to open, or for its next frame; None: for nothing
        self._threads = (
            threading.Thread(target=self._run, name="camera", daemon=True),
            threading.Thread(target=self._watch, name="camera watch", daemon=True),
        )

    def start(self) -> None:
        """Begin; for once. Returns at once."""
        self._say("starting")
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 0.5) -> bool:
        """Deliver nothing any more and end; False where the thread still waits for the system when the time is over.

        Then it releases its device as soon as the system lets go of it. May be called again, to wait for that.
        """
        with self._speaking:
            self._stopped.set()
        self._called.set()
        self.latest.close()
        end_s = time.monotonic() + timeout_s
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(0.0, end_s - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def pause(self) -> None:
        """Pause after the frame that is being read, where the source is not live."""
        self._paused = not self.source.live

    def resume(self) -> None:
        self._paused = False
        self._called.set()

    def step(self, by: int) -> None:
        """Turn to the picture so many places on, also while it is paused, where the source is a folder of pictures."""
        if self.source.kind == "pictures":
            self._move(lambda device: device.step(by) if isinstance(device, PicturesDevice) else None)

    def seek(self, number: int) -> None:
        """Go to this frame or picture, also while it is paused or has ended, where the source is not live."""
        if not self.source.live:
            self._moves.clear()
            self._move(lambda device: device.seek(number))

    def play_at(self, speed: float) -> None:
        """Play a file at `speed` times its own speed from now on."""
        self._speed = speed
        self._called.set()

    def _move(self, move: Callable[[Seekable], None]) -> None:
        self._moves.append(move)
        self._called.set()

    def _run(self) -> None:
        fault = outcome_of(self._play_on)
        if fault:
            self._say("failed", final=True, details=fault.traceback)
        self._waiting_since_s = None

    def _play_on(self) -> None:
        """Play until it is stopped, again after each trouble that may pass."""
        tries = 0
        while not self._stopped.is_set():
            begun_s, number = time.monotonic(), self._number
            try:
                self._play()
            except Trouble as trouble:
                steady = self._number > number and time.monotonic() - begun_s > self._waits.steady_s
                tries = 0 if steady else tries + 1
                if self._final(trouble):
                    return
            self._waiting_since_s = None
            self._stopped.wait(self._waits.back_off_s[min(tries, len(self._waits.back_off_s) - 1)])

    def _play(self) -> None:
        """Open, and read until it is stopped. Raises Trouble."""
        self._waiting_since_s = time.monotonic()
        device = self._open(self.source, self._rest)
        with contextlib.closing(device):
            while not self._stopped.is_set():
                try:
                    self._read(device)
                except Trouble as trouble:
                    if trouble.kind != "ended" or not isinstance(device, Seekable):
                        raise
                    self._say(trouble.kind, str(trouble))
                    self._wait_for_move()

    def _read(self, device: Device) -> None:
        watchdog = Watchdog()
        while not self._stopped.is_set():
            self._wait_while_paused()
            sought = self._go_on(device)
            self._waiting_since_s = time.monotonic() if self.source.live else None
            picture = frame_of(device.read(), self.source.name)
            if self._stopped.is_set():
                return
            now_s = time.monotonic()
            self._waiting_since_s = now_s if self.source.live else None
            self._number += 1
            position = device.position if isinstance(device, Seekable) else None
            self.latest.put(Frame(picture, self._number, now_s, position, sought))
            self._ran = True
            self._say(watchdog.see(picture, now_s) if self.source.live else "running")

    def _wait_while_paused(self) -> None:
        while self._paused and not self._moves and not self._stopped.is_set():
            self._called.wait()
            self._called.clear()

    def _wait_for_move(self) -> None:
        while not self._moves and not self._stopped.is_set():
            self._called.wait()
            self._called.clear()

    def _rest(self, seconds: float) -> None:
        """Wait some seconds, less where there is something to do."""
        self._called.wait(seconds)
        self._called.clear()

    def _go_on(self, device: Device) -> bool:
        """Carry out the next move within a file or folder; True where there was one."""
        if not isinstance(device, Seekable):
            return False
        device.play_at(self._speed)
        sought = bool(self._moves)
        if sought:
            self._moves.popleft()(device)
        return sought

    def _final(self, trouble: Trouble) -> bool:
        """Deliver the trouble; True where it is final."""
        final = trouble.final or not self.source.live
        is_break = self._ran and self.source.kind == "stream" and not final
        if is_break and trouble.kind in ("never answered", "not found", "unreadable"):
            self._say("reconnecting")  # it was right before: that it is away is all that is new
        else:
            self._say(trouble.kind, str(trouble), final=final)
        return final

    def _watch(self) -> None:
        """Deliver a state when the other thread waits too long for the system."""
        while not self._stopped.wait(self._waits.tick_s) and self._threads[0].is_alive():
            since_s, state = self._waiting_since_s, self._last_state
            waited_s = time.monotonic() - since_s if since_s is not None else 0.0
            if state is not None and state.flowing and waited_s > self._waits.silent_s:
                self._say("no frames", hanging_since_s=since_s)
            elif state is not None and state.kind == "starting" and waited_s > self._waits.answer_s:
                self._say("never answered", hanging_since_s=since_s)

    def _say(
        self,
        kind: Kind,
        sentence: str = "",
        *,
        final: bool = False,
        details: str = "",
        hanging_since_s: float | None = None,
    ) -> None:
        """Deliver a state unless it is the same as the last, or the wait that it reports is over."""
        state = CameraState(kind, sentence or sentence_of(kind, self.source.name), final, details)
        with self._speaking:
            outdated = hanging_since_s is not None and hanging_since_s != self._waiting_since_s
            if not (self._stopped.is_set() or outdated or state == self._last_state):
                self._last_state = state
                self._deliver(state)
