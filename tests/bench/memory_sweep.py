"""Misses of training writers with other values of what is accepted in silence: python -m tests.bench.memory_sweep

Each writer's digits are read in order as in `writer_protocol`, every miss is corrected, what is right is accepted.
The writers are those that the shipped network was trained on, so that none of them is one that figures are quoted of.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from digitpad.inference.network import Network
from digitpad.inference.parameters import MEMORY
from digitpad.learning.registry.versions import shipped_weights
from digitpad.paths import data_folder
from digitpad.recognition.learned_network import LearnedNetwork
from digitpad.records import Digit, Sample
from tests.bench.writer_protocol import BOX, Writer, writers_of

FILES = ("pendigits-train", "unipen-dev")
ALIKE, WIDTHS, STRENGTHS = (0.6, 0.7, 0.8, 0.9), (10.0, 20.0, 30.0, 50.0), (4.0, 6.0, 8.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, help="only the first so many of each file")
    writers = list(_training_writers(parser.parse_args().writers))
    network = Network.load(shipped_weights(), "cpu")
    print(f"{len(writers)} writers, {sum(len(writer.labels) for writer in writers)} digits", flush=True)
    for name, values in (("alike", ALIKE), ("accepted_width", WIDTHS), ("accepted_strength", STRENGTHS)):
        for value in values:
            params = replace(MEMORY, **{name: value})
            misses = sum(_misses(LearnedNetwork(network, memory_params=params), writer) for writer in writers)
            print(f"{name} {value:g}: {misses} misses{' (as shipped)' if params == MEMORY else ''}", flush=True)


def _training_writers(most: int | None) -> Iterator[Writer]:
    for name in FILES:
        path = data_folder() / "strokes" / f"{name}.jsonl"
        held_out = {writer.name for writer in writers_of(path, held_out=True)}
        yield from [writer for writer in writers_of(path, held_out=False) if writer.name not in held_out][:most]


def _misses(learned: LearnedNetwork, writer: Writer) -> int:
    samples: list[Sample] = []
    for glyph, label in zip(writer.glyphs, writer.labels, strict=True):
        digits = learned.now.classify(glyph[None])[0, :10]
        read, sure = int(digits.argmax()), float(digits.max())
        digits = digits / digits.sum()
        if read == label:
            learned.accept([Digit(read, sure, digits, BOX, glyph)])
        else:
            samples.append(Sample(glyph, label, "pad", read, sure, digits, id=len(samples) + 1))
            learned.remember(samples)
    return len(samples)


if __name__ == "__main__":
    main()
