#!/bin/sh
# Runs a test program on a desktop with this kind of keyring, or without one.
# Usage: with-keyring.sh file|no-bus|no-service|no-collection|unlocked|locked PROGRAM [ARGUMENT…]
set -eu

keyring=$1
shift
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

export home HOME="$home" XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home" XDG_CACHE_HOME="$home/cache"
export DBUS_SESSION_BUS_ADDRESS="unix:path=$home/no-bus"
unset DISPLAY WAYLAND_DISPLAY GNOME_KEYRING_CONTROL SSH_AUTH_SOCK || true
chmod 700 "$home"

# A bus that starts nothing by itself.
cat >"$home/bus.conf" <<CONFIG
<busconfig>
  <type>session</type>
  <listen>unix:dir=$home</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONFIG

# Runs the commands in $1, with the other arguments, on a bus of their own.
on_bus () {
  commands=$1
  shift
  dbus-run-session --config-file="$home/bus.conf" -- sh -ec "$commands" sh "$@"
}

# The daemon goes to the background before it is there.
start='gnome-keyring-daemon --start --components=secrets >"$home/log" 2>&1 </dev/null
  gdbus wait --session --timeout 30 org.freedesktop.secrets'
unlock='printf "%s\n" "$password" | gnome-keyring-daemon --unlock --components=secrets >"$home/log" 2>&1
  gdbus wait --session --timeout 30 org.freedesktop.secrets'
export password=x

case $keyring in
  file)
    # Libsecret's own file leaks a few bytes at each change.
    export SECRET_BACKEND=file SECRET_FILE_TEST_PATH="$home/keyring" SECRET_FILE_TEST_PASSWORD=x
    export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0"
    "$@"
    ;;
  no-bus)
    "$@"
    ;;
  no-service)
    on_bus '"$@"' "$@"
    ;;
  no-collection)
    on_bus "$start"'; "$@"' "$@"
    ;;
  unlocked)
    on_bus "$unlock"'; "$@"' "$@"
    ;;
  locked)
    on_bus "$unlock"'; "$1" fill >"$home/log" 2>&1' "$@"
    on_bus "$start"'; "$@"' "$@"
    ;;
esac
