"""python -m digitpad, and where the program made by PyInstaller begins."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # first: a process that torch starts must not become a second window
    from digitpad.cli import main
    from digitpad.paths import speak_into_log

    speak_into_log()
    sys.exit(main())
