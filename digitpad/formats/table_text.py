"""Text of a table in any encoding and separator -> blocks of whole lines in UTF-8, fields between commas."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from digitpad.errors import DigitPadError
from digitpad.formats.packed import Readable
from digitpad.languages import _
from digitpad.records import SIDE

PIXELS = SIDE * SIDE
BLOCK_BYTES = 1 << 19  # larger ones cost more in fresh memory than they save
LINE_BYTES = 1 << 16  # 784 numbers and their names need less than 10 kB
BOM = codecs.BOM_UTF8
COMMAS = {  # separator -> what to make of the bytes of a line
    b";": bytes.maketrans(b";,", b",."),  # as written where a comma stands in 0,5
    b"\t": bytes.maketrans(b"\t", b","),
}
AS_IT_IS = bytes(range(256))
FIELD = rb'"?(?:label|pixel\d+|\d+x\d+|[\d.,]+(?:e[+-]\d+)?)"?\s*[,;\t]'
TABLE = re.compile(FIELD, re.IGNORECASE)
PIXEL = re.compile(rb'[,;\t]\s*"?(?:pixel0|1x1)"?\s*[,;\t]', re.IGNORECASE)  # behind an index or a label
LONGEST_FIELD = 200  # letters of a first line that are looked at for its first field


def whole_lines(stream: Readable, name: str) -> Iterator[bytes]:
    """Yield blocks that end at the end of a line; the last line need not."""
    rest, line, commas = b"", 1, None
    for block in _in_utf8(stream):
        block = (rest + block).replace(b"\r\n", b"\n")
        end = block.rfind(b"\n") + 1
        whole, rest = block[:end], block[end:]
        line += whole.count(b"\n")
        if len(rest) > LINE_BYTES:
            raise DigitPadError(
                _("{name}, line {line}: longer than any row of {pixels} pixels; this is no table of digits.").format(
                    name=name, line=line, pixels=PIXELS
                )
            )
        if whole:
            commas = commas or commas_for(whole)
            yield whole.translate(commas)
    if rest:
        yield rest.translate(commas or commas_for(rest)) + b"\n"


def looks_like_table(head: bytes) -> bool:
    """Tell whether the first bytes of a file are those of a table of pixels."""
    coding = coding_of(head)
    text = head if coding is None else codecs.decode(head[: len(head) & ~1], coding, "ignore").encode()
    first = text.removeprefix(BOM).split(b"\n", 1)[0]
    return TABLE.match(first[:LONGEST_FIELD]) is not None or PIXEL.search(first) is not None


def coding_of(head: bytes) -> str | None:
    """Return the UTF-16 that a file is written in, None for others."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = [head[start:LINE_BYTES:2].count(0) for start in (0, 1)]  # digits and names have one in each pair
    if max(zeros) * 3 <= len(head[:LINE_BYTES]) or min(zeros) * 3 > max(zeros):
        return None
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def commas_for(lines: bytes) -> bytes:
    """Return the table that turns the separators of the first line into commas."""
    first = lines.partition(b"\n")[0]
    return next((table for mark, table in COMMAS.items() if first.count(mark) >= PIXELS // 2), AS_IT_IS)


def _in_utf8(stream: Readable) -> Iterator[bytes]:
    block = stream.read(BLOCK_BYTES)
    coding = coding_of(block)
    if coding is None:
        yield block.removeprefix(BOM)
        while block := stream.read(BLOCK_BYTES):
            yield block
        return
    decoder = codecs.getincrementaldecoder(coding)("replace")
    while block:
        yield decoder.decode(block).encode(errors="replace")
        block = stream.read(BLOCK_BYTES)
