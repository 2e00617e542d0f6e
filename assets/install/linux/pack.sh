#!/bin/sh
# Packs what `pyinstaller build.spec` made: pack.sh dist/digitpad FOLDER writes FOLDER/digitpad-VERSION-linux-x86_64.tar.zst
# and its checksum beside it. ZSTD_LEVEL (default 19) trades size for time. All files are dated SOURCE_DATE_EPOCH, by
# default that of the last commit: the same program gives the same archive (reproducible-builds.org).
set -eu

[ $# -eq 2 ] || {
  echo "usage: pack.sh dist/digitpad FOLDER" >&2
  exit 2
}
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
ID=io.github.digitpad.DigitPad
VERSION=$("$1/digitpad" --version | cut -d' ' -f2)
NAME=digitpad-$VERSION-linux-$(uname -m)
EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$HERE" log -1 --format=%ct 2>/dev/null || date +%s)}
mkdir -p "$2"
STAGE=$(mktemp -d "$2/.stage.XXXXXX") # on the same disk, if it may be: linked there, gigabytes need not be copied
trap 'rm -rf "$STAGE"' EXIT
root=$STAGE/$NAME

mkdir -p "$root/share"
cp "$HERE/install.sh" "$HERE/uninstall.sh" "$root/"
cp "$HERE/../../../LICENSE" "$root/"
cp "$HERE/digitpad.desktop" "$HERE/digitpad-strokes.xml" "$root/share/"
sed "s/@VERSION@/$VERSION/; s/@DATE@/$(date -u -d "@$EPOCH" +%Y-%m-%d)/" "$HERE/$ID.metainfo.xml" >"$root/share/$ID.metainfo.xml"
for size in 16 24 32 48 64 128 256; do
  folder=$root/share/icons/hicolor/${size}x$size/apps
  mkdir -p "$folder"
  cp "$HERE/../../icon-$size.png" "$folder/$ID.png"
done
mkdir -p "$root/share/icons/hicolor/scalable/apps"
cp "$HERE/../../icon.svg" "$root/share/icons/hicolor/scalable/apps/$ID.svg"
cp -RPl "$1" "$root/program" 2>/dev/null || { rm -rf "$root/program" && cp -RP "$1" "$root/program"; }
chmod 755 "$root/install.sh" "$root/uninstall.sh" "$root/program/digitpad"

tar -C "$STAGE" --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w --sort=name "--mtime=@$EPOCH" -cf - "$NAME" |
  zstd -q -f -T0 "-${ZSTD_LEVEL:-19}" -o "$2/$NAME.tar.zst"
(cd "$2" && sha256sum "$NAME.tar.zst" >"$NAME.tar.zst.sha256")
echo "$2/$NAME.tar.zst"
