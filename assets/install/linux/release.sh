#!/bin/sh
# Makes all that is published for Linux: release.sh FOLDER builds the program with the Python of `python3` (or PYTHON) and
# writes archive, Debian package, Flatpak manifest, bill of materials and their checksums into FOLDER, and an AppImage where
# there is an appimagetool. The same commit, built by the same Python on the same system, gives the same files: hashes are
# not seeded by chance, and all is dated as the last commit.
set -eu

[ $# -eq 1 ] || {
  echo "usage: release.sh FOLDER" >&2
  exit 2
}
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
ROOT=$(CDPATH='' cd -- "$HERE/../../.." && pwd)
PYTHON=${PYTHON:-python3}
PYTHONHASHSEED=0
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct)}
export PYTHON PYTHONHASHSEED SOURCE_DATE_EPOCH
mkdir -p "$1"
FOLDER=$(CDPATH='' cd -- "$1" && pwd)

(cd "$ROOT" && "$PYTHON" -m PyInstaller --noconfirm --log-level WARN --distpath "$FOLDER/dist" --workpath "$FOLDER/build" build.spec)
ARCHIVE=$("$HERE/pack.sh" "$FOLDER/dist/digitpad" "$FOLDER")
"$PYTHON" "$HERE/../sbom.py" "$FOLDER/dist/digitpad" "${ARCHIVE%.tar.zst}.cdx.json"
"$HERE/deb.sh" "$ARCHIVE" "$FOLDER" >/dev/null
"$HERE/flatpak.sh" "$ARCHIVE" >/dev/null
if command -v "${APPIMAGETOOL:-appimagetool}" >/dev/null; then
  "$HERE/appdir.sh" "$ARCHIVE" "$FOLDER" >/dev/null
else
  echo "release.sh: no appimagetool here, so no AppImage; appdir.sh makes one of the archive where it is." >&2
fi
(cd "$FOLDER" && for file in digitpad*.tar.zst digitpad*.deb *.AppImage *.json; do
  [ ! -f "$file" ] || sha256sum "$file"
done >SHA256SUMS)
rm -rf "$FOLDER/dist" "$FOLDER/build"
cat "$FOLDER/SHA256SUMS"
