"""The window in one of its languages, every page and small window of it, on the screen that DISPLAY names.

python -m tests.support.in_language CODE FOLDER [PICTURES]

In a process of its own, for the language is chosen before the window's modules are imported. Prints as JSON, for each
place and size, the words that have too little room; with PICTURES, a folder, each is also kept there as a picture.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from digitpad.languages import use
from digitpad.paths import bundled


def main(code: str, folder: str, pictures: str = "") -> None:
    use(code, bundled("assets", "languages"))
    from tests.support.tour import Tour

    print(json.dumps(Tour(Path(folder), Path(pictures) if pictures else None).seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
