"""Sentences of the camera's page; those about a source stand with its states."""

from collections.abc import Mapping
from types import MappingProxyType

from digitpad.languages import _

LOOKING = _("Looking for cameras…")
NO_CAMERA = _(
    "No camera was found.\n\n"
    "Plug one in and look again, or choose a video, a folder of pictures or a network camera below."
)
CHOOSE = _("Choose a camera below.")
DRAG = _("Drag a box over the picture: only what is inside is read.")
GOOD, HELD = _("Good light, sharp picture."), _("The picture is frozen. Space resumes.")
HOLD_STILL = _("Blurred by movement. Hold it still.")
FOCUS = _("Out of focus. Hold it a little farther away, or wipe the lens.")
KINDS: Mapping[str, str] = MappingProxyType(  # of the states of a source that sends no pictures
    {
        "starting": _("Starting"),
        "no frames": _("No frames"),
        "busy": _("Busy"),
        "unplugged": _("Unplugged"),
        "refused": _("Refused"),
        "not found": _("Not found"),
        "unreadable": _("Unreadable"),
        "never answered": _("Never answered"),
        "reconnecting": _("Reconnecting"),
        "ended": _("Ended"),
        "failed": _("Failed"),
    }
)
CLOSER = _("Move it closer, until the digits are higher than the ruler.")
