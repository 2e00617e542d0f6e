"""A picture of the screen from the portal of a Wayland desktop."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.ui.core.desktop.portal import DONE, NoBus, NoPortal, PortalQuestion, PortalSilent, ask_portal

ANSWER_S = 120.0  # so long a user may think about the permission that the desktop asks for
NO_BUS = _("This desktop's session bus cannot be reached; take a screenshot with its own keys and paste it here.")
NO_PORTAL = _("This desktop has no portal for screenshots; take one with its own keys and paste it here.")
NOT_ALLOWED = _("The desktop gave no picture of the screen; allow screenshots when it asks, or paste one here.")
QUESTION = PortalQuestion("Screenshot", "Screenshot", (("s", ""),), {"interactive": ("b", False)}, ANSWER_S, ANSWER_S)


def portal_screenshot() -> bytes:
    """Return the file of a picture of the screen; the desktop may ask the user first.

    Raises DigitPadError where there is no portal or it gives no picture.
    """
    try:
        code, values = ask_portal(QUESTION)
    except NoBus as error:
        raise DigitPadError(NO_BUS) from error
    except NoPortal as error:
        raise DigitPadError(NO_PORTAL) from error
    except PortalSilent as error:
        raise DigitPadError(NOT_ALLOWED) from error
    if code != DONE or "uri" not in values:
        raise DigitPadError(NOT_ALLOWED)
    return _taken(Path(unquote(urlsplit(values["uri"]).path)))


def _taken(path: Path) -> bytes:
    """Return what is in the file, and remove it: it was made for this."""
    try:
        content = path.read_bytes()
        path.unlink(missing_ok=True)
    except OSError as error:
        raise DigitPadError(NOT_ALLOWED) from error
    return content
