"""Sentences of the camera's page; those about a source stand with its states."""

LOOKING = "Looking for cameras…"
NO_CAMERA = (
    "No camera was found.\n\n"
    "Plug one in and look again, or choose a video, a folder of pictures or a network camera below."
)
CHOOSE = "Choose a camera below."
DRAG = "Drag a box over the picture: only what is inside is read."
GOOD, HELD = "Good light, sharp picture.", "The picture is frozen. Space resumes."
HOLD_STILL = "Blurred by movement. Hold it still."
FOCUS = "Out of focus. Hold it a little farther away, or wipe the lens."
CLOSER = "Move it closer, until the digits are higher than the ruler."
