"""Facts of the weights' card, for people."""

from __future__ import annotations

import json
from pathlib import Path

from digitpad.languages import _
from digitpad.paths import bundled
from digitpad.ui.core.wording import date_words, megabytes, share

Fact = tuple[str, str]  # name and value
HELPERS = ((_("Finds ink"), "ink.json"), (_("Reads rows"), "rows.json"))  # names and cards of the networks beside it


def weights_facts(folder: Path) -> list[Fact]:
    """Return what the card of the version that reads says, as far as it says it."""
    from digitpad.learning.registry.versions import Versions  # the window opens without it

    version = Versions(folder).active
    facts = [
        ("LeNet-5", version.name),
        (_("Made"), date_words(version.created_at)),
        (_("From"), version.parent),
        (_("Your samples learnt"), f"{version.samples:,}" if version.samples else ""),
        (_("MNIST, held out"), "" if version.mnist is None else share(version.mnist, 2)),
        (_("Your samples, held out"), "" if version.own is None else share(version.own)),
        (_("Size"), megabytes(version.size)),
        *((name, _network_words(card)) for name, card in HELPERS),
    ]
    return [fact for fact in facts if fact[1]]


def _network_words(card: str) -> str:
    """Return the name and size of a network that is shipped, as its card has them; "" where that cannot be read."""
    try:
        values = json.loads(bundled("models", card).read_text(encoding="utf-8"))
        return _("{name}, {count:,} weights").format(name=values["name"], count=values["parameters"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
