#!/bin/bash
# Runs a command with a private PostgreSQL 15 beside it, and takes the server away afterwards whatever the outcome.
#
#   usage: tools/postgres-for-tests.sh [--fsync on|off] command [argument ...]
#
# The server lives in a temporary folder and listens on a socket there alone, so it meets no other server and no port
# is taken. The command finds its URL in BAILEY_TEST_POSTGRES. --fsync is off unless told: tests of what a program
# kept after its own death do not need the disk, tests of power loss and measurements do.
set -eu

fsync=off
if [ "${1:-}" = --fsync ]; then
    fsync=$2
    shift 2
fi
case "$fsync" in on | off) ;; *) set -- ;; esac
if [ $# -eq 0 ]; then
    sed -n '4s/^# *//p' "$0" >&2
    exit 2
fi

binaries=${BAILEY_POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
if [ ! -x "$binaries/initdb" ]; then
    echo "no PostgreSQL in $binaries: apt-get install postgresql-15" >&2
    exit 2
fi

folder=$(mktemp -d /tmp/bailey-postgres.XXXXXX)
as_server=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    chown postgres "$folder"
    as_server=(runuser -u postgres --)
fi
chmod 755 "$folder"

command=
finish() {
    status=$?
    trap - EXIT INT TERM HUP
    [ -z "$command" ] || kill "$command" 2>/dev/null || true
    (cd / && "${as_server[@]}" "$binaries/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1) || true
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

(cd / && "${as_server[@]}" "$binaries/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync >"$folder/initdb.log" 2>&1) || { cat "$folder/initdb.log" >&2; exit 1; }
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = $fsync
full_page_writes = $fsync
max_connections = 200
shared_buffers = 128MB
SETTINGS
if ! (cd / && "${as_server[@]}" "$binaries/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w start \
    >/dev/null); then
    cat "$folder/data/server.log" >&2
    exit 1
fi

# In the background, so that a signal to this script is acted on at once.
BAILEY_TEST_POSTGRES="postgresql:///postgres?host=$folder&user=postgres" "$@" <&0 &
command=$!
wait "$command" && status=0 || status=$?
command=
exit "$status"
