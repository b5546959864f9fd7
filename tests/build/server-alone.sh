#!/bin/sh
# Builds the server without the app, as a clinic's box does, and looks at what came out.
#   server-alone.sh SOURCE-ROOT FOLDER    the folder is kept, so that only the first time takes long
set -eu
source=$1
folder=$2

[ -f "$folder/build.ninja" ] || \
  meson setup "$folder" "$source" -Dauto_features=disabled -Dbuildtype=debug -Ddebug=false -Dwerror=true
ninja -C "$folder" src/ausculta-server
meson install -C "$folder" --no-rebuild --destdir "$folder/installed"

"$folder/src/ausculta-server" --version
[ ! -e "$folder/src/ausculta" ] || { echo 'The app was built, too.'; exit 1; }

if ldd "$folder/src/ausculta-server" | grep -iE 'lib(gtk|gdk|adwaita|webkit|gst)'; then
  echo 'The server has libraries of the app.'
  exit 1
fi
