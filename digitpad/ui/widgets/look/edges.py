"""Edges and focus rings that can be seen: the look that DigitPad borrows draws them too pale."""

from __future__ import annotations

import tkinter as tk

DRAWN = ("button-rest", "button-hover", "button-pressed", "textbox-rest", "textbox-hover")  # those with a pale edge
FIELDS = ("textbox-focus",)  # a ring all around, where the look has a line below alone
RINGED = ("button-accent-focus", "button-accent-focus-hover")  # a ring is lost on the accent without a gap beside it
ROUND = 2  # px at each corner, which stay as they are, for they are rounded


def draw_edges(root: tk.Misc, *, dark: bool, edge: str, ring: str, gap: str, thick: int) -> None:
    """Give the pictures of the theme's controls edges and focus rings of these colours, `thick` px wide."""
    pictures = f"::ttk::theme::sv_{'dark' if dark else 'light'}::I"
    for name in (*DRAWN, *FIELDS, *RINGED):
        picture = str(root.tk.call("set", f"{pictures}({name})"))
        _frame(root, picture, edge if name in DRAWN else ring, inset=0, thick=thick)
        if name in RINGED:
            _frame(root, picture, gap, inset=thick, thick=thick)


def _frame(root: tk.Misc, picture: str, colour: str, *, inset: int, thick: int) -> None:
    """Draw a line along all sides, `inset` px from the border."""
    width, height = int(root.tk.call("image", "width", picture)), int(root.tk.call("image", "height", picture))
    start, right, bottom = inset, width - inset, height - inset
    for box in (
        (ROUND, start, width - ROUND, start + thick),
        (ROUND, bottom - thick, width - ROUND, bottom),
        (start, ROUND, start + thick, height - ROUND),
        (right - thick, ROUND, right, height - ROUND),
    ):
        root.tk.call(picture, "put", colour, "-to", *box)
