"""The options of a retraining that most people never need: a row of small fields."""

from __future__ import annotations

import math
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.settings import DEVICES
from digitpad.ui.widgets.surface import Surface, Words
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

GAP = 20  # px at scale 1
FIELD_CHARACTERS = 8
MOST_EPOCHS = 200
DEVICE_NAMES = {"auto": _("auto"), "cpu": "CPU", "cuda": "CUDA", "mps": _("Apple GPU")}


class OptionFields(Surface):
    """Epochs, learning rate, share of the user's samples, device, seed; each shows its usual value at first."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_type: Callable[[FinetuneConfig], None],
        on_device: Callable[[FinetuneConfig], None],
    ) -> None:
        """`on_type` hears when something is typed, `on_device` when another device is chosen."""
        super().__init__(parent, theme=theme)
        self._theme, self._on_type = theme, on_type
        self._usual = FinetuneConfig()
        self._epochs = self._field(_("Epochs"), 0)
        self._lr = self._field(_("Learning rate"), 1)
        self._share = self._field(_("Your samples, %"), 2)
        self._device = ttk.Combobox(self, values=[DEVICE_NAMES[name] for name in DEVICES], state="readonly", width=9)
        self._device.bind("<<ComboboxSelected>>", lambda event: on_device(self.options))
        self._put(self._device, _("Device"), 3)
        self._seed = self._field(_("Seed"), 4)

    def show(self, options: FinetuneConfig) -> None:
        """`options`: the usual values; what is typed and makes no sense falls back to them."""
        self._usual = options
        values = (options.epochs, f"{options.lr:g}", f"{options.share * 100:g}", options.seed)
        for field, value in zip((self._epochs, self._lr, self._share, self._seed), values, strict=True):
            field.delete(0, "end")
            field.insert(0, str(value))
        self._device.set(DEVICE_NAMES[options.device])

    @property
    def options(self) -> FinetuneConfig:
        """The values in the fields, each inside its range."""
        usual = self._usual
        device = next(name for name, words in DEVICE_NAMES.items() if words == self._device.get())
        return FinetuneConfig(
            epochs=round(_number(self._epochs, usual.epochs, 1, MOST_EPOCHS)),
            lr=_number(self._lr, usual.lr, 1e-6, 0.1),
            share=_number(self._share, usual.share * 100, 1, 95) / 100,
            device=device,
            seed=round(_number(self._seed, usual.seed, 0, 2**31 - 1)),
            writer=usual.writer,
        )

    def _field(self, name: str, column: int) -> ttk.Entry:
        field = ttk.Entry(self, width=FIELD_CHARACTERS)
        field.bind("<KeyRelease>", lambda event: self._on_type(self.options))
        self._put(field, name, column)
        return field

    def _put(self, field: ttk.Widget, name: str, column: int) -> None:
        px = self._theme.px
        give_name(field, name)
        words = Words(self, theme=self._theme, font=self._theme.small, shade="quiet", text=name)
        words.grid(row=0, column=column, sticky="w", padx=(0, px(GAP)))
        field.grid(row=1, column=column, sticky="w", padx=(0, px(GAP)), pady=(px(4), 0))


def _number(field: ttk.Entry, usual: float, least: float, most: float) -> float:
    try:
        value = float(field.get().replace(",", "."))
    except ValueError:
        return usual
    return min(most, max(least, value)) if math.isfinite(value) else usual
