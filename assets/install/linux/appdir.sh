#!/bin/sh
# Makes an AppDir of what pack.sh made, and an AppImage of it: appdir.sh digitpad-VERSION-linux-MACHINE.tar.zst FOLDER
# writes FOLDER/DigitPad.AppDir and, where `appimagetool` is on the PATH or in APPIMAGETOOL, FOLDER/DigitPad-VERSION-MACHINE.AppImage
# with its checksum in place of the AppDir; says where it is. APPIMAGE_RUNTIME is handed on to it: without, it fetches one.
set -eu

[ $# -eq 2 ] || {
  echo "usage: appdir.sh digitpad-VERSION-linux-MACHINE.tar.zst FOLDER" >&2
  exit 2
}
ID=io.github.digitpad.DigitPad
NAME=$(basename "$1" .tar.zst)
VERSION=$(printf '%s' "$NAME" | sed -n 's/^digitpad-\([^-]*\)-linux-.*$/\1/p')
[ -n "$VERSION" ] || {
  echo "appdir.sh: $1 is not named as pack.sh names an archive; give it that name again." >&2
  exit 1
}
MACHINE=${NAME##*-linux-}
mkdir -p "$2"
STAGE=$(mktemp -d "$2/.stage.XXXXXX")
trap 'rm -rf "$STAGE"' EXIT
zstd -q -d -c "$1" | tar -x -C "$STAGE" -f -

from=$STAGE/$NAME
app=$2/DigitPad.AppDir
rm -rf "$app"
mkdir -p "$app/usr/share/applications" "$app/usr/share/metainfo" "$app/usr/share/doc/digitpad"
mv "$from/program" "$app/usr/digitpad"
mv "$from/share/icons" "$app/usr/share/icons"
cp "$from/LICENSE" "$app/usr/share/doc/digitpad/copyright"
cp "$from/share/$ID.metainfo.xml" "$app/usr/share/metainfo/"
sed '/^TryExec=/d; s|@EXEC@|digitpad|' "$from/share/digitpad.desktop" >"$app/usr/share/applications/$ID.desktop"
ln -s "usr/share/applications/$ID.desktop" "$app/$ID.desktop"
ln -s "usr/share/icons/hicolor/256x256/apps/$ID.png" "$app/$ID.png"
ln -s "$ID.png" "$app/.DirIcon"
cat >"$app/AppRun" <<'END'
#!/bin/sh
# Starts DigitPad where the AppImage is mounted or unpacked. From a menu the entry gives --from-menu.
HERE=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f "$0")")" && pwd)
exec "$HERE/usr/digitpad/digitpad" "$@"
END
chmod 755 "$app/AppRun"
chmod -R u+rwX,go+rX,go-w "$app"
SOURCE_DATE_EPOCH=$(stat -c %Y "$from/LICENSE") # pack.sh dated all files so
export SOURCE_DATE_EPOCH
find "$app" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

TOOL=${APPIMAGETOOL:-appimagetool}
command -v "$TOOL" >/dev/null || {
  echo "$app"
  exit 0
}
IMAGE=DigitPad-$VERSION-$MACHINE.AppImage
[ -z "${APPIMAGE_RUNTIME:-}" ] || set -- "$1" "$2" --runtime-file "$APPIMAGE_RUNTIME"
folder=$2
shift 2
ARCH=$MACHINE "$TOOL" --no-appstream "$@" "$app" "$folder/$IMAGE" >&2
chmod 755 "$folder/$IMAGE"
rm -rf "$app"
(cd "$folder" && sha256sum "$IMAGE" >"$IMAGE.sha256")
echo "$folder/$IMAGE"
