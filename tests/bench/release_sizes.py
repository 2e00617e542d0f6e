"""The size of a built program, by part and by file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

PARTS = {  # how a path below _internal begins -> the part that it belongs to
    "torch": "torch",
    "nvidia": "CUDA libraries",
    "cv2": "OpenCV and FFmpeg",
    "opencv_python": "OpenCV and FFmpeg",
    "numpy": "NumPy",
    "matplotlib": "Matplotlib",
    "fontTools": "Matplotlib",
    "contourpy": "Matplotlib",
    "kiwisolver": "Matplotlib",
    "PIL": "Pillow",
    "pillow": "Pillow",
    "_tcl": "Tcl and Tk",
    "_tk": "Tcl and Tk",
    "libtcl": "Tcl and Tk",
    "libtk": "Tcl and Tk",
    "digitpad": "DigitPad",
}
OTHER = "Python and the rest"
MB = 1_000_000
LARGEST = 10


def files_of(folder: Path) -> dict[Path, int]:
    """Bytes of each file, by its place in the folder; links count nothing."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder): path.stat().st_size for path in found}


def installed_mb(home: Path) -> float:
    """MB of the program as it lies in a home, where it was installed."""
    return sum(files_of(home / ".local/opt/digitpad").values()) / MB


def part_of(place: Path) -> str:
    """The part that a file belongs to, by its place in the program's folder."""
    inside = place.parts[1] if place.parts[0] == "_internal" and len(place.parts) > 1 else "digitpad"
    return next((part for start, part in PARTS.items() if inside.startswith(start)), OTHER)


def print_sizes(folder: Path) -> None:
    """Print the sizes by part, and the largest files."""
    files = files_of(folder)
    parts: Counter[str] = Counter()
    for place, size in files.items():
        parts[part_of(place)] += size
    print(f"\n{'whole program':<24}{sum(files.values()) / MB:8.1f} MB in {len(files):,} files")
    for part, size in parts.most_common():
        print(f"{part:<24}{size / MB:8.1f} MB")
    print("\nlargest files")
    for place, size in sorted(files.items(), key=lambda item: -item[1])[:LARGEST]:
        print(f"{size / MB:8.1f} MB  {place}")
