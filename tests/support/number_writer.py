"""Another window's saved numbers: `python -m tests.support.number_writer FOLDER NAME COUNT` saves NAME0, NAME1, …"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from digitpad.ui.recorded.number_keeper import NumberKeeper
from digitpad.ui.recorded.saved_number import SavedNumber, Sight


def main(folder: str, name: str, count: str) -> None:
    for serial in range(int(count)):
        keeper = NumberKeeper(Path(folder), print)
        number = SavedNumber(datetime.now().astimezone(), f"{name}{serial}", Sight("camera"), 0.9, serial)
        keeper.keep((*keeper.kept()[0], number))
        assert keeper.stop(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
