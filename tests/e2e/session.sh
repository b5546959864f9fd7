#!/bin/sh
# session.sh COMMAND…: runs it in a desktop session of its own, so that several may run side by side. The bus of assistive
# technology has its socket in the runtime folder, which would be shared otherwise.
XDG_RUNTIME_DIR=$(mktemp -d) || exit
export XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
dbus-run-session -- xvfb-run -a -s '-screen 0 1280x800x24' "$@"
