"""HEIC, the photographs of many telephones, by pillow-heif (extra `heic`); the built program does not contain it.

Its decoder comes with an encoder whose licence (GPL) would become that of the whole program.
"""

from __future__ import annotations

from functools import cache

from digitpad.errors import DigitPadError
from digitpad.languages import _

FORMAT = "HEIF"  # as Pillow calls it
HEAD_BYTES = 12
BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")  # ISO/IEC 23008-12, annex B


def is_heic(head: bytes) -> bool:
    """Tell by the first HEAD_BYTES of a file whether it is a HEIC picture."""
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


def formats_for(name: str) -> tuple[str, ...]:
    """Let Pillow open HEIC, and return its name for it.

    Raises DigitPadError about the file `name` where pillow-heif is not installed.
    """
    if not _register():
        raise DigitPadError(
            _(
                "{name} is a HEIC photograph; save it as JPEG, or install what reads it: pip install 'digitpad[heic]'."
            ).format(name=name)
        )
    return (FORMAT,)


@cache
def _register() -> bool:
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return False
    register_heif_opener()
    return True
