"""Another program's window with a picture in it, to be read off the screen:  python -m tests.support.beside FILE X Y"""

from __future__ import annotations

import sys
import tkinter as tk

from PIL import Image, ImageTk


def main(path: str, x: str, y: str) -> None:
    root = tk.Tk(className="Beside")
    root.geometry(f"+{x}+{y}")
    picture = ImageTk.PhotoImage(Image.open(path), master=root)
    tk.Label(root, image=picture, borderwidth=0).pack()
    root.after(300, lambda: print("shown", flush=True))
    root.mainloop()


if __name__ == "__main__":
    main(*sys.argv[1:])
