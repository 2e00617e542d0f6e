#!/bin/sh
# Installs DigitPad for the user who runs it, without root: ./install.sh   (uninstall.sh removes it again)
set -eu

ID=io.github.digitpad.DigitPad
HERE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
OPT=${DIGITPAD_OPT:-$HOME/.local/opt}
SHARE=${XDG_DATA_HOME:-$HOME/.local/share}
BIN=$HOME/.local/bin
PROGRAM=$OPT/digitpad

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

[ -x "$HERE/program/digitpad" ] || fail "$HERE/program/digitpad is not there; unpack the whole archive and run it again."
mkdir -p "$OPT" "$BIN" "$SHARE/applications" "$SHARE/mime/packages" "$SHARE/metainfo" "$SHARE/icons/hicolor" ||
  fail "your home folder cannot be written to; free some space or check its permissions."

# Copied beside the old one first, so that a full disk leaves the old one as it was.
new=$OPT/.digitpad.$$
trap 'rm -rf "$new"' EXIT
cp -RP "$HERE/program" "$new" || fail "$OPT has no room for the program; free some space and run it again."
cp "$HERE/uninstall.sh" "$new/uninstall.sh"
"$new/digitpad" --version >/dev/null || fail "the program does not run on this computer; its message stands above."
rm -rf "$PROGRAM"
mv "$new" "$PROGRAM"
trap - EXIT
ln -sf "$PROGRAM/digitpad" "$BIN/digitpad"

cp -R "$HERE/share/icons/hicolor/." "$SHARE/icons/hicolor/"
cp "$HERE/share/digitpad-strokes.xml" "$SHARE/mime/packages/digitpad-strokes.xml"
cp "$HERE/share/$ID.metainfo.xml" "$SHARE/metainfo/"

# A quoted word of Exec, in a value of the file: \ " ` $ are escaped once for the word and the backslashes once more
# for the value; a percent sign is doubled. TryExec is a plain value. Then the same for sed's own replacement text.
as_value() { printf '%s' "$1" | sed 's/\\/\\\\/g'; }
as_word() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"`$]/\\&/g; s/%/%%/g')"; }
for_sed() { printf '%s' "$1" | sed 's/[\\&|]/\\&/g'; }
exec_value=$(for_sed "$(as_value "$(as_word "$PROGRAM/digitpad")")")
try_value=$(for_sed "$(as_value "$PROGRAM/digitpad")")
sed "s|@EXEC@|$exec_value|; s|@TRYEXEC@|$try_value|" "$HERE/share/digitpad.desktop" >"$SHARE/applications/$ID.desktop"

refresh() { # the desktops look for themselves where these are missing
  if command -v "$1" >/dev/null; then "$@" >/dev/null 2>&1 || true; fi
}
refresh update-mime-database "$SHARE/mime"
refresh update-desktop-database "$SHARE/applications"
refresh gtk-update-icon-cache -q -t "$SHARE/icons/hicolor"

echo "DigitPad is in $PROGRAM and in the menu. To remove it: $PROGRAM/uninstall.sh"
case ":$PATH:" in
*":$BIN:"*) ;;
*) echo "For the command \`digitpad\`, add $BIN to PATH." ;;
esac
