#!/bin/sh
# Makes a Debian package of what pack.sh made: deb.sh digitpad-VERSION-linux-MACHINE.tar.zst FOLDER writes
# FOLDER/digitpad_VERSION_ARCHITECTURE.deb and its checksum beside it, for all users of a computer, and says where it is.
# The same archive gives the same package.
set -eu

[ $# -eq 2 ] || {
  echo "usage: deb.sh digitpad-VERSION-linux-MACHINE.tar.zst FOLDER" >&2
  exit 2
}
ID=io.github.digitpad.DigitPad
NAME=$(basename "$1" .tar.zst)
VERSION=$(printf '%s' "$NAME" | sed -n 's/^digitpad-\([^-]*\)-linux-.*$/\1/p')
[ -n "$VERSION" ] || {
  echo "deb.sh: $1 is not named as pack.sh names an archive; give it that name again." >&2
  exit 1
}
ARCHITECTURE=$(dpkg --print-architecture)
mkdir -p "$2"
STAGE=$(mktemp -d "$2/.stage.XXXXXX")
trap 'rm -rf "$STAGE"' EXIT
zstd -q -d -c "$1" | tar -x -C "$STAGE" -f -

from=$STAGE/$NAME
root=$STAGE/root
share=$root/usr/share
mkdir -p "$root/DEBIAN" "$root/opt" "$root/usr/bin" "$share/applications" "$share/icons" "$share/mime/packages" \
  "$share/metainfo" "$share/doc/digitpad"
mv "$from/program" "$root/opt/digitpad"
ln -s /opt/digitpad/digitpad "$root/usr/bin/digitpad"
mv "$from/share/icons/hicolor" "$share/icons/hicolor"
mv "$from/share/digitpad-strokes.xml" "$share/mime/packages/"
mv "$from/share/$ID.metainfo.xml" "$share/metainfo/"
cp "$from/LICENSE" "$share/doc/digitpad/copyright"
sed 's|@EXEC@|/opt/digitpad/digitpad|; s|@TRYEXEC@|/opt/digitpad/digitpad|' "$from/share/digitpad.desktop" \
  >"$share/applications/$ID.desktop"

# What the program does not bring: the C library, and what OpenCV and Tk look for in the system.
cat >"$root/DEBIAN/control" <<END
Package: digitpad
Version: $VERSION
Architecture: $ARCHITECTURE
Maintainer: The DigitPad authors <$ID@localhost>
Installed-Size: $(du -sk --apparent-size "$root" | cut -f1)
Depends: libc6, libxcb1, libgl1
Section: education
Priority: optional
Description: read handwritten numbers
 DigitPad reads handwritten numbers while you draw them, in pictures, or held
 up to a camera, with the small neural network LeNet-5. It needs no graphics
 card and no network connection.
END
chmod -R u+rwX,go+rX,go-w "$root"
SOURCE_DATE_EPOCH=$(stat -c %Y "$from/LICENSE") # pack.sh dated all files so
export SOURCE_DATE_EPOCH
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
PACKAGE=digitpad_${VERSION}_$ARCHITECTURE.deb
dpkg-deb --root-owner-group -Zzstd "-z${ZSTD_LEVEL:-19}" --build "$root" "$2/$PACKAGE" >/dev/null
(cd "$2" && sha256sum "$PACKAGE" >"$PACKAGE.sha256")
echo "$2/$PACKAGE"
