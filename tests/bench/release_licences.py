"""The licences in a built program, checked against everything that is in it."""

from __future__ import annotations

import re
from pathlib import Path

WANTED = (
    *("torch", "numpy", "pillow", "safetensors", "sv-ttk", "matplotlib", "opencv-python", "jinja2", "python"),
    *("platformdirs", "tqdm", "darkdetect", "cv2-enumerate-cameras"),
)
FFMPEG = re.compile(r"FFmpeg is redistributed.*?GNU LESSER GENERAL PUBLIC LICENSE", re.DOTALL)
FORBIDDEN = ("libreadline", "libQt5XcbQpa", "libqxcb")  # under the GPL, or never used


def check_licences(program: Path) -> None:
    """Raises AssertionError, naming what lacks its licence or must not be there."""
    inside = program / "_internal"
    texts = {folder.name.replace("_", "-").lower(): read_all(folder) for folder in (inside / "licences").iterdir()}
    assert not [name for name in WANTED if not texts.get(name)], f"licences are there only of {sorted(texts)}"
    assert FFMPEG.search(texts["opencv-python"]), "FFmpeg's licence is missing"
    if (inside / "nvidia").is_dir():
        assert any(name.startswith("nvidia-cudnn") for name in texts), "NVIDIA's licences are missing"
    for name in ("NOTICES.txt", "tcl-tk.txt", "libdrm.txt"):
        assert (inside / "digitpad" / "assets" / "licences" / name).is_file(), name
    assert not [path for path in inside.rglob("*") if path.name.startswith(FORBIDDEN)]
    print(f"licences of {len(texts)} packages")


def read_all(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8", "replace") for path in sorted(folder.iterdir()))
