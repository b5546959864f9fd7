#!/bin/sh
# Runs test-secrets with the keyring named in $2: the program decides nothing of that itself.
# Usage: test-secrets.sh PROGRAM KEYRING
set -eu

program=$1
keyring=$2
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

export HOME="$home" XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home" XDG_CACHE_HOME="$home/cache"
unset DISPLAY WAYLAND_DISPLAY GNOME_KEYRING_CONTROL SSH_AUTH_SOCK || true
export DBUS_SESSION_BUS_ADDRESS="unix:path=$home/no-bus"
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

# Runs commands on a bus of their own.
on_bus () {
  dbus-run-session --config-file="$home/bus.conf" -- sh -ec "$1"
}

# The daemon goes to the background before it is there.
wait="gdbus wait --session --timeout 5 org.freedesktop.secrets"

case $keyring in
  file)
    SECRET_BACKEND=file SECRET_FILE_TEST_PATH="$home/keyring" SECRET_FILE_TEST_PASSWORD=x "$program" file
    ;;
  no-bus)
    "$program" no-bus
    ;;
  no-service)
    on_bus "'$program' no-service"
    ;;
  no-collection)
    on_bus "gnome-keyring-daemon --start --components=secrets >'$home/log' 2>&1 </dev/null
      $wait
      '$program' no-collection"
    ;;
  unlocked)
    on_bus "printf '\n' | gnome-keyring-daemon --unlock --components=secrets >'$home/log' 2>&1
      $wait
      '$program' unlocked"
    ;;
  locked)
    on_bus "printf 'x\n' | gnome-keyring-daemon --unlock --components=secrets >'$home/log' 2>&1
      $wait
      '$program' fill >'$home/log' 2>&1"
    on_bus "gnome-keyring-daemon --start --components=secrets >'$home/log' 2>&1 </dev/null
      $wait
      '$program' locked"
    ;;
esac
