"""Damaged and hostile files of every kind that DigitPad opens, made from a random generator."""

from __future__ import annotations

import csv
import io
import json
import random as plain
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from digitpad.paths import bundled
from tests.support.drawings import DIGITS
from tests.support.samples import number_picture
from tests.support.scribbled_pictures import scribbled

Random = np.random.Generator
NAMES = (
    "../out.png",
    "/etc/out.png",
    "C:\\out.png",
    "..\\out.png",
    "a/../../out.png",
    "0/" + "x" * 300 + ".png",
    "\x00.png",
)
NUMBERS = (0, -1, 1e308, 1e400, float("nan"), 10**400, "7", None, True, [], {}, [[]], -0.0, 2**63, "𝟗")
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")
MODES = {
    "PNG": ("1", "L", "P", "RGB", "RGBA", "LA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "BMP": ("1", "L", "P", "RGB"),
    "GIF": ("L", "P", "RGB"),
    "WEBP": ("RGB", "RGBA"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "F", "LAB"),
    "PPM": ("1", "L", "RGB"),
}
SIZES = ((1, 1), (1, 300), (300, 1), (2, 700), (40, 30), (200, 150), (28, 28), (1, 5000), (3000, 2))


def picture(random: Random) -> tuple[str, bytes]:
    """A picture of any format and mode, often animated, of odd size, damaged, or with another size in its head."""
    kind = str(random.choice(FORMATS))
    data = _saved(kind, str(random.choice(MODES[kind])), SIZES[int(random.integers(len(SIZES)))], random)
    if kind == "PNG" and random.random() < 0.15:
        width, height = random.choice([0, 1, 65535, 100_000, 2**31 - 1], 2)
        data = data[:16] + struct.pack(">II", int(width), int(height)) + data[24:]
    return f".{random.choice(['png', 'jpg', kind.lower()])}", damaged(data, random)


def large_picture(random: Random) -> tuple[str, bytes]:
    """A sound picture of many pixels: at the limits or beyond."""
    side = int(random.choice([4000, 8000, 16_000]))
    file = io.BytesIO()
    Image.new("1", (side, side // 2), 1).save(file, "TIFF", compression="group4")
    return ".tif", file.getvalue()


def scribbled_picture(random: Random) -> tuple[str, bytes]:
    """A sound picture of whatever can be drawn."""
    file = io.BytesIO()
    Image.fromarray(scribbled(random)).save(file, "PNG")
    return ".png", file.getvalue()


def other_format(random: Random) -> tuple[str, bytes]:
    """Files that Pillow knows and DigitPad does not, under a picture's name."""
    heads = (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"%PDF-1.4\n",
        b"SIMPLE  =                    T",
        b"8BPS",
    )
    return ".png", heads[int(random.integers(len(heads)))] + random.bytes(int(random.integers(400)))


def stroke_file(random: Random) -> tuple[str, bytes]:
    strokes: object = [
        {"points": [[float(x), float(y)] for x, y in stroke]} for stroke in DIGITS[int(random.integers(10))]
    ]
    whole: object = {"format": "digitpad-strokes", "version": 1, "width": 500, "height": 400, "strokes": strokes}
    if random.random() < 0.7:
        whole = _with_odd_value(whole, random)
    if random.random() < 0.1:
        whole = {"strokes": [[[0, 0], [1, 1]]] * int(random.integers(1, 3000))}
    text = json.dumps(whole).encode()
    return str(random.choice([".json", ".jsonl"])), damaged(b"[" * 5000 if random.random() < 0.02 else text, random)


def table(random: Random) -> tuple[str, bytes]:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=str(random.choice([",", ";", "\t"])))
    width = int(random.choice([784, 785, 786, 3, 10_000], p=[0.3, 0.4, 0.1, 0.1, 0.1]))
    if random.random() < 0.5:
        writer.writerow(["label", *(f"pixel{i}" for i in range(width - 1))])
    for _ in range(int(random.integers(0, 4))):
        row = [int(random.integers(10)), *random.integers(0, 256, width - 1).tolist()]
        if random.random() < 0.4:
            row[int(random.integers(width))] = NUMBERS[int(random.integers(len(NUMBERS)))]
        writer.writerow(row)
    encoding = str(random.choice(["utf-8", "utf-16", "utf-8-sig"], p=[0.8, 0.1, 0.1]))
    return ".csv", damaged(file.getvalue().encode(encoding), random)


def archive(random: Random) -> tuple[str, bytes]:
    """A zip of pictures and labels.csv with hostile names, a link, a bomb, or damage."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        name = str(random.choice(NAMES)) if random.random() < 0.4 else "7/000001.png"
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        if random.random() < 0.2:
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        bomb = random.random() < 0.05
        packed.writestr(entry, bytes(3_000_000) if bomb else _saved("PNG", "L", (28, 28), random))
        label = NUMBERS[int(random.integers(len(NUMBERS)))] if random.random() < 0.3 else 7
        packed.writestr(
            "labels.csv", f"file,label,created_at,confidence\n{name},{label},2026-01-01T00:00:00+00:00,0.5\n"
        )
    return ".zip", damaged(file.getvalue(), random)


def database(random: Random) -> tuple[str, bytes]:
    data = bytearray(_sound_database())
    kind = random.random()
    if kind < 0.5:
        for _ in range(int(random.integers(1, 60))):
            data[int(random.integers(len(data)))] = int(random.integers(256))
    elif kind < 0.7:
        data = data[: int(random.integers(len(data)))]
    elif kind < 0.8:
        data[60:64] = struct.pack(">i", int(random.integers(-(2**31), 2**31 - 1)))  # user_version
    return ".sqlite3", bytes(data)


def weights(random: Random) -> tuple[str, bytes]:
    data = bundled("models", "lenet5.safetensors").read_bytes()
    if random.random() < 0.3:
        head = json.dumps({"c1.weight": {"dtype": "F32", "shape": [2**40, 5], "data_offsets": [0, 4]}}).encode()
        data = struct.pack("<Q", int(random.choice([len(head), 2**60, 0]))) + head + bytes(8)
    return ".safetensors", damaged(data, random)


def card(random: Random) -> tuple[str, bytes]:
    whole = {
        "name": "a",
        "samples": 3,
        "created_at": "2026",
        "parent": "b",
        "figures": {"mnist_accuracy": 0.99, "yours": 4},
    }
    return ".json", damaged(json.dumps(_with_odd_value(whole, random)).encode(), random)


def settings(random: Random) -> tuple[str, bytes]:
    whole = {
        "theme": "dark",
        "pen_width": 12,
        "region": [0, 0, 1, 1],
        "camera": "camera:x",
        "width": 1000,
        "learns": True,
    }
    return ".json", damaged(json.dumps(_with_odd_value(whole, random)).encode(), random)


def onnx(random: Random) -> tuple[str, bytes]:
    return ".onnx", damaged(_sound_onnx(), random)


def damaged(data: bytes, random: Random) -> bytes:
    """Half of the time as it is; else cut, with bytes changed, doubled, or emptied."""
    kind = random.random()
    if kind < 0.5 or not data:
        return data
    if kind < 0.7:
        return data[: int(random.integers(len(data)))]
    if kind < 0.95:
        changed = bytearray(data)
        for _ in range(int(random.integers(1, 20))):
            changed[int(random.integers(min(len(data), 4000)))] = int(random.integers(256))
        return bytes(changed)
    return data + data if kind < 0.98 else b""


def _saved(kind: str, mode: str, size: tuple[int, int], random: Random) -> bytes:
    drawn = number_picture(str(int(random.integers(10, 99)))).resize(size)
    image = Image.fromarray(np.asarray(drawn, np.uint16) * 257) if mode == "I;16" else _in_mode(drawn, mode)
    frames = (
        [image.copy() for _ in range(3)] if kind in ("GIF", "TIFF", "PNG", "WEBP") and random.random() < 0.2 else []
    )
    file = io.BytesIO()
    image.save(file, kind, **({"save_all": True, "append_images": frames} if frames else {}))
    return file.getvalue()


def _in_mode(image: Image.Image, mode: str) -> Image.Image:
    return image.convert("RGB").convert(mode) if mode in ("CMYK", "LAB", "RGBA") else image.convert(mode)


def _with_odd_value(whole: object, random: Random) -> object:
    """Return the JSON with one value replaced by an odd one."""
    odd = NUMBERS[int(random.integers(len(NUMBERS)))]
    if isinstance(whole, dict) and whole and random.random() < 0.9:
        key = plain.Random(int(random.integers(2**31))).choice(list(whole))
        return whole | {key: _with_odd_value(whole[key], random)}
    if isinstance(whole, list) and whole and random.random() < 0.9:
        place = int(random.integers(len(whole)))
        return [*whole[:place], _with_odd_value(whole[place], random), *whole[place + 1 :]]
    return odd


@cache
def _sound_database() -> bytes:
    import tempfile

    from digitpad.records import Sample
    from digitpad.store.samples import SampleStore

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "samples.sqlite3"
        with SampleStore(path) as store:
            for label in range(10):
                glyph = np.full((28, 28), label * 20, np.uint8)
                store.add(
                    [
                        Sample(
                            glyph=glyph,
                            label=label,
                            source="pad",
                            predicted=1,
                            confidence=0.5,
                            crop=glyph[..., None].repeat(3, 2),
                        )
                    ]
                )
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        return path.read_bytes()


@cache
def _sound_onnx() -> bytes:
    import tempfile

    from digitpad.inference.onnx_graph import write_onnx
    from digitpad.inference.weights import load_weights

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.onnx"
        write_onnx(path, load_weights(bundled("models", "lenet5.safetensors")))
        return path.read_bytes()


MAKERS: dict[str, Callable[[Random], tuple[str, bytes]]] = {
    "picture": picture,
    "large picture": large_picture,
    "scribbled": scribbled_picture,
    "other format": other_format,
    "strokes": stroke_file,
    "table": table,
    "archive": archive,
    "database": database,
    "weights": weights,
    "card": card,
    "settings": settings,
    "onnx": onnx,
}
