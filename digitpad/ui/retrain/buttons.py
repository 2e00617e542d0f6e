"""Buttons of the retraining sheet, for each of its states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from digitpad.languages import _
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.ui.retrain.state import Compared, Looking, MnistMissing, Refused, Running
from digitpad.ui.widgets.surface import ACCENT, BUTTON, FLAT

if TYPE_CHECKING:
    from digitpad.ui.retrain.retraining import Retraining


class RetrainActions(Protocol):
    """Actions behind the sheet's buttons; `work` has those that change what runs."""

    @property
    def work(self) -> Retraining: ...
    def choose_folder(self) -> None: ...  # that holds MNIST
    def discard(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Button:
    """A button of the sheet; the one in the accent's colour is the default."""

    text: str
    run: Callable[[], None]
    style: str = BUTTON
    left: bool = False
    enabled: bool = True
    loses: bool = False  # something is lost with it, so it never gets the focus by itself


def buttons_of(state: Looking | Refused | MnistMissing | FetchProgress | Running, do: RetrainActions) -> list[Button]:
    """Return the buttons of a state in which nothing is chosen, from left to right."""
    close = Button(_("Close"), do.close)
    if isinstance(state, Looking):
        return [Button(_("Cancel"), do.close)]
    if isinstance(state, Refused):
        return [close, Button(_("Try again"), do.work.open, ACCENT)] if state.again else [close]
    if isinstance(state, MnistMissing):
        return [
            Button(_("Choose a folder…"), do.choose_folder, left=True),
            Button(_("Continue without MNIST"), do.work.without_mnist, FLAT, left=True),
            Button(_("Later"), do.close),
            Button(_("Fetch MNIST"), do.work.fetch, ACCENT),
        ]
    if isinstance(state, FetchProgress):
        return [Button(_("Cancel"), do.work.cancel)]
    return [
        Button(_("Resume") if state.paused else _("Pause"), do.work.pause, left=True),
        Button(_("Cancel"), do.work.cancel, left=True, loses=True),
        Button(_("Discard"), do.discard, enabled=False),
        Button(_("Keep the new model"), do.work.keep, enabled=False),
    ]


def offer_buttons(do: RetrainActions, left: Sequence[Button], options: Callable[[], FinetuneConfig]) -> list[Button]:
    """Return the buttons of the plan; those at the left change it."""
    return [*left, Button(_("Close"), do.close), Button(_("Start"), lambda: do.work.start(options()), ACCENT)]


def compared_buttons(state: Compared, do: RetrainActions, insist: Callable[[], None], *, insists: bool) -> list[Button]:
    """Return the way that the verdict recommends last; keeping what was rejected takes two clicks."""
    old = Button(_("Keep the old model"), do.discard, ACCENT, loses=True)
    if state.gained:
        return [Button(_("Discard"), do.discard, loses=True), Button(_("Keep the new model"), do.work.keep, ACCENT)]
    if state.offered:
        return [Button(_("Keep the new model"), do.work.keep), old]
    if insists:
        return [Button(_("Yes, keep it anyway"), do.work.keep, left=True), old]
    return [Button(_("Keep anyway…"), insist, FLAT, left=True), old]
