#!/bin/sh
# Removes DigitPad. Samples, models and settings stay; with --purge they go, too.
set -eu

ID=io.github.digitpad.DigitPad
OPT=${DIGITPAD_OPT:-$HOME/.local/opt}
SHARE=${XDG_DATA_HOME:-$HOME/.local/share}
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}
PROGRAM=$OPT/digitpad

case "${1:-}" in
'') purge=no ;;
--purge) purge=yes ;;
*)
  echo "uninstall.sh: only --purge can be given; it removes samples, models and settings, too." >&2
  exit 2
  ;;
esac

if [ "$(readlink "$HOME/.local/bin/digitpad" || true)" = "$PROGRAM/digitpad" ]; then
  rm -f "$HOME/.local/bin/digitpad"
fi
rm -f "$SHARE/applications/$ID.desktop" "$SHARE/mime/packages/digitpad-strokes.xml" "$SHARE/metainfo/$ID.metainfo.xml"
for icon in "$SHARE"/icons/hicolor/*/apps/"$ID".*; do
  rm -f "$icon"
done
rm -rf "$PROGRAM"

refresh() {
  if command -v "$1" >/dev/null; then "$@" >/dev/null 2>&1 || true; fi
}
refresh update-mime-database "$SHARE/mime"
refresh update-desktop-database "$SHARE/applications"
refresh gtk-update-icon-cache -q -t "$SHARE/icons/hicolor"

if [ "$purge" = yes ]; then
  rm -rf "$SHARE/digitpad" "$CACHE/digitpad"
  echo "DigitPad is removed, and all samples, models and settings."
else
  echo "DigitPad is removed. Your samples, models and settings are still in $SHARE/digitpad."
fi
