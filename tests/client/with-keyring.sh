#!/bin/sh
# Runs a test program against a server, with a keyring of its own that is a file.
# Usage: with-keyring.sh PROGRAM SERVER
set -eu

program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

export AUSCULTA_SERVER="$2"
export SECRET_BACKEND=file SECRET_FILE_TEST_PATH="$folder/keyring" SECRET_FILE_TEST_PASSWORD=x
"$program"
