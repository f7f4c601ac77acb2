#!/bin/bash
# Runs a command where there is only loopback and no name server, so that nothing a peer tries can leave the machine,
# and in a process namespace of its own, so that whatever it started ends with it.
set -eu
PEERS=${PEERS:-/var/tmp/bailey-bench}
mkdir -p "$PEERS/etc"
echo "nameserver 127.0.0.1" >"$PEERS/etc/resolv.conf"
printf '127.0.0.1 localhost mx.bench.test mx load.bench\n' >"$PEERS/etc/hosts"
exec unshare --net --mount --pid --fork --kill-child --mount-proc bash -c '
    ip link set lo up
    mount --bind "$0/etc/resolv.conf" /etc/resolv.conf
    mount --bind "$0/etc/hosts" /etc/hosts
    "$@"
    exit $?   # a shell stays the first process and collects what others leave behind
' "$PEERS" "$@"
