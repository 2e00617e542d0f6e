"""The numbers by which corrections count at once: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MemoryParams:
    """Strengths are logits that a sample adds to its label, widths how fast that fades per square of 1 - cosine.

    Chosen on writers that a network misreads a few hundred times because it was made to forget them.
    """

    known_strength: float = 4.0  # of a sample that the network reads right by itself
    known_width: float = 150.0  # of such a sample: it counts for glyphs almost like it alone
    accepted_strength: float = 4.0  # of an accepted digit; 0, 4, 8: 73, 72, 73 misses of all UNIPEN writers
    accepted_width: float = 50.0  # of an accepted digit
    least_strength: float = 4.0  # of a correction
    least_width: float = 40.0  # of a correction: it counts for less similar glyphs, too
    margin: float = 2.0  # logits by which a correction outvotes the label that the network preferred
    surprising: float = 3.0  # logits against a correction, from which on it counts for nearer neighbours only
    narrowing: float = 6000.0  # of the width, for each square of a logit beyond
    most_corrections: int = 600  # the newest count, so that a reading takes no longer with the years
    most_known: int = 400  # the newest samples that are read right anyway
    alike: float = 0.9  # cosine of two glyphs that are one way to write a digit
    least_alike: int = 2  # accepted digits that must agree before they count
    most_stale: int = 500  # glyphs no longer given, whose keys are still stored; 1.5 kB each


MEMORY = MemoryParams()
