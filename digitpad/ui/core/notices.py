"""Everything the window says to the user: news and state in the status line, failures across the top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from digitpad.languages import _
from digitpad.ui.core.report import Report

LOADING, READY = _("Loading the network…"), _("Ready")
Action = Callable[[], object]


class StatusView(Protocol):
    """The line in which news and state are shown."""

    def show(self, *parts: str) -> None: ...
    def news(self, text: str, act: tuple[str, Action] | None = None) -> None: ...
    def end_news(self) -> None: ...


@dataclass(frozen=True)
class Standing:
    """The lasting state of the window, in words."""

    state: str = LOADING  # of the reader
    device: str = ""
    model: str = ""  # the version that reads; "" before there is one
    took: str = ""  # the last reading
    page: tuple[str, ...] = ()  # the state of the page that is shown; Draw has none
    work: str = ""  # that goes on whatever page is shown, and how far it has come

    @property
    def parts(self) -> tuple[str, ...]:
        state = self.page if self.page and self.state == READY else (*self.page, self.state)
        return (self.work, *state, self.device, self.model, "" if self.page else self.took)


class Notices:
    """For the Tk thread. `on_good_news`: earlier failures are out of date; `on_lasting`: shows one until then."""

    def __init__(self, report: Report, *, on_good_news: Callable[[], None], on_lasting: Callable[[str], None]) -> None:
        self._report, self.good_news, self.failed_for_now = report, on_good_news, on_lasting
        self._standing = Standing()
        self._view: StatusView | None = None

    def show_in(self, view: StatusView) -> None:
        """Use this status line from now on."""
        self._view = view
        self.stand()

    def news(self, text: str, act: tuple[str, Action] | None = None) -> None:
        """Say for some seconds what was just done; `act`: a word beside it, and what a click on that does."""
        if self._view is not None:
            self._view.news(text, act)

    def end_news(self) -> None:
        """Take the news away, for something else is going on."""
        if self._view is not None:
            self._view.end_news()

    def failed(self, sentence: str, traceback: str = "") -> None:
        """Show a sentence across the top; with a traceback, a bug, that goes to the log."""
        if traceback:
            self._report.unexpected(sentence, traceback)
        else:
            self._report.sentence(sentence)

    def say_state(self, *parts: str) -> None:
        """Show the state of the page that is shown, before device and model; nothing: as on Draw."""
        self.stand(page=parts)

    def stand(self, **words: Any) -> None:
        """Change fields of the Standing, and show it."""
        self._standing = replace(self._standing, **words)
        if self._view is not None:
            self._view.show(*self._standing.parts)

    @property
    def model(self) -> str:
        """The version that reads, in words; "" before there is one."""
        return self._standing.model
