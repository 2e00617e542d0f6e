"""Facts of the weights' card, for people."""

from __future__ import annotations

from pathlib import Path

from digitpad.ui.core.wording import date_words, megabytes, share

Fact = tuple[str, str]  # name and value


def weights_facts(folder: Path) -> list[Fact]:
    """Return what the card of the version that reads says, as far as it says it."""
    from digitpad.learning.registry.versions import Versions  # the window opens without it

    version = Versions(folder).active
    facts = [
        ("Weights", version.name),
        ("Made", date_words(version.created_at)),
        ("From", version.parent),
        ("Your samples learnt", f"{version.samples:,}" if version.samples else ""),
        ("MNIST, held out", "" if version.mnist is None else share(version.mnist, 2)),
        ("Your samples, held out", "" if version.own is None else share(version.own)),
        ("Size", megabytes(version.size)),
    ]
    return [fact for fact in facts if fact[1]]
