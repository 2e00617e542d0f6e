"""Readers of text by others, asked for digits alone: RapidOCR and Tesseract, as far as they are installed."""

from __future__ import annotations

import csv
import io
import logging
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from digitpad.recognizer import Recognizer
from digitpad.records import Rgb

SURE = 0.95  # a peer's own confidence in each of its words, from which its answer is counted as sure
ROW, PAGE = 7, 11  # Tesseract's ways to look: one line of text; whatever text there is, in no order
DIGITS_ONLY = "tessedit_char_whitelist=0123456789"


@dataclass(frozen=True)
class Word:
    text: str  # digits
    left: float  # px
    middle: float  # px from the top
    height: float  # px


@dataclass(frozen=True)
class Answer:
    words: tuple[Word, ...]
    sure: bool

    @property
    def text(self) -> str:
        """All digits, row after row from the top, each from the left."""
        rows: list[list[Word]] = []
        for word in sorted(self.words, key=lambda word: word.middle):
            if rows and word.middle - rows[-1][0].middle < rows[-1][0].height / 2:
                rows[-1].append(word)
            else:
                rows.append([word])
        return "\n".join("".join(word.text for word in sorted(row, key=lambda word: word.left)) for row in rows)

    @property
    def across(self) -> str:
        """All digits from the left, whatever their height."""
        return "".join(word.text for word in sorted(self.words, key=lambda word: word.left))


@dataclass(frozen=True)
class Peer:
    """`read(picture, lone)`: digits in a picture (H, W, 3); `lone`: it is known to be one row."""

    name: str
    read: Callable[[Rgb, bool], Answer]


def digitpad() -> Peer:
    recognizer = Recognizer.load(device="cpu")

    def read(picture: Rgb, lone: bool) -> Answer:
        reading = recognizer.read_image(picture).without_marks
        words = [
            Word(digit.symbol, digit.box.left, digit.box.top + digit.box.height / 2, digit.box.height)
            for digit in reading.digits
        ]
        answer = Answer(tuple(words), reading.sure)
        return InOrder(answer.words, answer.sure, reading.text)

    return Peer("DigitPad", read)


@dataclass(frozen=True)
class InOrder(Answer):
    """An answer of a reader that says itself in which rows its digits stand."""

    as_read: str

    @property
    def text(self) -> str:
        return self.as_read


def rapid_ocr() -> list[Peer]:
    """Return RapidOCR as it is, and its reader of rows alone where a row is given; none where it is not installed."""
    try:
        from rapidocr import RapidOCR  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return []
    engine = RapidOCR(params={"Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)

    def read(picture: Rgb, lone: bool) -> Answer:
        bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
        return _answer_of(engine(bgr, use_det=True, use_cls=True, use_rec=True))  # it remembers the last call's

    def read_row(picture: Rgb, lone: bool) -> Answer:
        if not lone:
            return read(picture, lone)
        found = engine(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), use_det=False, use_cls=False, use_rec=True)
        words = [Word(_digits(text), place, 0, 1) for place, text in enumerate(found.txts or ())]
        return Answer(tuple(words), _is_sure(found.scores))

    return [Peer("RapidOCR", read), Peer("RapidOCR, told what is one row", read_row)]


def tesseract() -> list[Peer]:
    """Return Tesseract's command line; none where it is not installed."""
    command = shutil.which("tesseract")
    if command is None:
        return []

    def read(picture: Rgb, lone: bool) -> Answer:
        png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1].tobytes()
        way = [command, "stdin", "stdout", "--psm", str(ROW if lone else PAGE), "-c", DIGITS_ONLY, "tsv"]
        table = subprocess.run(way, input=png, capture_output=True).stdout.decode(errors="replace")
        lines = list(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))
        found = [line for line in lines if _digits(line.get("text") or "")]
        words = [
            Word(
                _digits(line["text"]),
                float(line["left"]),
                float(line["top"]) + float(line["height"]) / 2,
                float(line["height"]),
            )
            for line in found
        ]
        return Answer(tuple(words), _is_sure([float(line["conf"]) / 100 for line in found]))

    return [Peer("Tesseract", read)]


def _answer_of(found: object) -> Answer:
    boxes, texts, scores = (getattr(found, name, None) for name in ("boxes", "txts", "scores"))
    if boxes is None or texts is None:
        return Answer((), False)
    words = []
    for box, text in zip(np.asarray(boxes, float), texts, strict=True):
        (left, top), (_, bottom) = box.min(axis=0), box.max(axis=0)
        words.append(Word(_digits(text), left, (top + bottom) / 2, bottom - top))
    return Answer(tuple(word for word in words if word.text), _is_sure(scores))


def _is_sure(scores: object) -> bool:
    values = [] if scores is None else [float(score) for score in scores]  # type: ignore[attr-defined]
    return bool(values) and min(values) >= SURE


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")
