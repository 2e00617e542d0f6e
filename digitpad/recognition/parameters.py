"""The numbers by which readers work together: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitpad.vision.pipeline.parameters import BESIDE, CROP, BesideParams, CropParams

ROOMY = replace(CROP, room=0.35)  # with it `choice.json` and `span.json` were fitted: less asks for fitting them anew


@dataclass(frozen=True)
class PictureReaderParams:
    """Pictures that are read, and how much is remembered of them."""

    most_sources: int = 2  # pictures of which it is remembered how they were read: a map of one may take 50 MB
    sampled: int = 5  # px: one row and column of so many tells a picture from another
    least_region: int = 10  # px; a smaller part of a frame holds nothing to read


@dataclass(frozen=True)
class SecondReaderParams:
    """Rows that get a second opinion, as strips 32 px high."""

    most_width: int = 6_000  # px of all strips of a picture: about 250 digits; for time, further rows get none
    few_views: int = 1_500  # px: a longer strip is looked at once, for time
    most_judged: int = 4  # rows of a picture whose digits the row reader is asked about
    least_side: int = 2  # px: a smaller strip is not looked at
    crop: CropParams = CROP
    word_crop: CropParams = ROOMY  # of what the choice among a picture's readings is told
    beside: BesideParams = BESIDE


@dataclass(frozen=True)
class NumberEndsParams:
    """Rows in which letters beside the number are sought, as strips 32 px high."""

    most_width: int = 6_000  # px of all strips of a picture: about 250 digits; for time, further rows are taken whole
    flat: float = 2.2  # times as wide as high: a line under the row, neither digit nor letter
    crop: CropParams = ROOMY


@dataclass(frozen=True)
class StripsParams:
    """Strips of rows that are kept beside a reading, 32 px high."""

    widest: int = 1_600  # px, about 60 digits: longer rows are no numbers, and would make each step of learning slow
    most_rows: int = 60  # of a reading; nobody corrects more
    least_side: int = 2  # px: a smaller row shows nothing
    crop: CropParams = CROP


@dataclass(frozen=True)
class AcceptedParams:
    """Digits that the user left as they were read, and that count as his hand."""

    most: int = 300  # the newest
    least: float = 0.95  # probability by the network alone: a doubtful one may be wrong, and nobody has said otherwise


@dataclass(frozen=True)
class UprightnessParams:
    """Evidence of a picture's digits that it stands upright; swept by `python -m tests.bench.uprightness`."""

    most: float = 3.6  # nats of all digits of one label: some hands write every 9 like a 6 on its head
    surely: float = 6.0  # nats of all together that turn a picture round: digits of one label never do
    most_digits: int = 60  # of a picture that are asked, for time


PICTURE_READER, SECOND_READER, ACCEPTED = PictureReaderParams(), SecondReaderParams(), AcceptedParams()
STRIPS, UPRIGHTNESS, NUMBER_ENDS = StripsParams(), UprightnessParams(), NumberEndsParams()
