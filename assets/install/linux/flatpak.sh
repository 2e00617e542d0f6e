#!/bin/sh
# Writes the Flatpak manifest of what pack.sh made beside it: flatpak.sh digitpad-VERSION-linux-MACHINE.tar.zst, and says
# where it is. There `flatpak-builder --user --install build io.github.digitpad.DigitPad.json` makes and installs it.
set -eu

[ $# -eq 1 ] || {
  echo "usage: flatpak.sh digitpad-VERSION-linux-MACHINE.tar.zst" >&2
  exit 2
}
[ -f "$1" ] || {
  echo "flatpak.sh: there is no $1; make it with pack.sh." >&2
  exit 1
}
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
MANIFEST=io.github.digitpad.DigitPad.json
ARCHIVE=$(basename "$1")
SUM=$(sha256sum <"$1" | cut -d' ' -f1)
sed "s/@ARCHIVE@/$ARCHIVE/; s/@SHA256@/$SUM/" "$HERE/$MANIFEST" >"$(dirname "$1")/$MANIFEST"
echo "$(dirname "$1")/$MANIFEST"
