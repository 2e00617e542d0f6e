"""Edges and focus rings that can be seen: the look that DigitPad borrows draws them too pale."""

from __future__ import annotations

import tkinter as tk

DRAWN = ("button-rest", "button-hover", "button-pressed", "textbox-rest", "textbox-hover")  # those with a pale edge
FIELDS = ("textbox-focus",)  # a ring all around, where the look has a line below alone
RINGED = ("button-accent-focus", "button-accent-focus-hover")  # a ring is lost on the accent without a gap beside it
ROUND = 2  # px at each corner, which stay as they are, for they are rounded


def draw_edges(root: tk.Misc, *, dark: bool, edge: str, ring: str, gap: str) -> None:
    """Give the pictures of which the theme in use makes its controls edges and focus rings of these colours."""
    pictures = f"::ttk::theme::sv_{'dark' if dark else 'light'}::I"
    for name in (*DRAWN, *FIELDS, *RINGED):
        picture = str(root.tk.call("set", f"{pictures}({name})"))
        _frame(root, picture, edge if name in DRAWN else ring, inset=0)
        if name in RINGED:
            _frame(root, picture, gap, inset=1)


def _frame(root: tk.Misc, picture: str, colour: str, *, inset: int) -> None:
    """Draw a line of 1 px along all sides, so many px from the border."""
    width, height = int(root.tk.call("image", "width", picture)), int(root.tk.call("image", "height", picture))
    start, right, bottom = inset, width - inset, height - inset
    for box in (
        (ROUND, start, width - ROUND, start + 1),
        (ROUND, bottom - 1, width - ROUND, bottom),
        (start, ROUND, start + 1, height - ROUND),
        (right - 1, ROUND, right, height - ROUND),
    ):
        root.tk.call(picture, "put", colour, "-to", *box)
