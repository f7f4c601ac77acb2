# Shared by all peer scripts. Every peer answers the same verbs:
#   setup    write its configuration (may be repeated)
#   start    start its processes under keeper; need not wait until they listen
#   stop     orderly stop
#   wipe     (stopped) remove all mail, queues and state
#   kill     SIGKILL for all its processes at once
#   flush    try deliveries that were put off at once
#   env      print what a client must know, as KEY=VALUE lines:
#            KEEPERS      names of its process trees
#            SMTP         where mail is sent to over SMTP, LMTP (PROTO=lmtp) or, with SMTP_TLS=implicit, submission
#            POPS, POP    POP3 with TLS and (where there is) without
#            PENDING_DIRS folders that hold an executable file for each accepted message that is not delivered yet, or
#            PENDING_URL  a page of metrics that gives their number as bailey_queue_pending; with neither, the peer
#                         answers only after delivery
# Everything lives under $PEERS and listens on loopback only. One peer runs at a time.
set -eu
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PEERS=${PEERS:-/var/tmp/bailey-bench}
DOMAIN=bench.test
PASSWORD=bench-secret
USERS_MAX=${USERS_MAX:-1300}
SMTP=2525 SMTPS=2465 LMTP=2424 POP=1110 POPS=1995
CERT=$PEERS/tls/cert.pem KEY=$PEERS/tls/key.pem
mkdir -p "$PEERS/tls" "$PEERS/users" "$PEERS/data" "$PEERS/run"

ensure_user() { getent passwd "$1" >/dev/null || useradd -r -M -d /nonexistent -s /usr/sbin/nologin "$1"; }

ensure_tls() {  # a self-signed ECDSA P-256 certificate
    [ -s "$CERT" ] && return
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout "$KEY" -out "$CERT" \
        -subj /CN=mx.$DOMAIN -addext "subjectAltName=DNS:mx.$DOMAIN,IP:127.0.0.1" 2>/dev/null
    chmod 644 "$KEY"   # a test key, read by servers that have dropped root
}

ensure_hashes() {  # the same password for all, so that a thousand argon2id hashes need not be made
    [ -s "$PEERS/users/hash.argon2id" ] && return
    doveadm pw -s SSHA256 -p $PASSWORD >"$PEERS/users/hash.ssha256"
    # OWASP's minimum for Argon2id: 19 MiB, 2 passes, 1 lane
    echo "{ARGON2ID}$(printf %s $PASSWORD | argon2 bench-salt-16byt -id -t 2 -k 19456 -p 1 -e)" \
        >"$PEERS/users/hash.argon2id"
}

user_names() { seq -f 'u%06.0f' 0 $((USERS_MAX - 1)); }

keep() {  # keep NAME COMMAND...: run it under keeper
    local name=$1; shift
    [ ! -e "$PEERS/run/$name.pid" ] || { echo "$name already runs" >&2; exit 1; }
    local group=/sys/fs/cgroup/bench.$name   # version 2, or the older separate hierarchy
    [ -e /sys/fs/cgroup/cgroup.controllers ] || group=/sys/fs/cgroup/cpuacct/bench.$name
    mkdir -p "$group"
    echo "$group" >"$PEERS/run/$name.cgroup"
    KEEPER_CGROUP=$group "$BENCH/bin/keeper" "$PEERS/run/$name.pid" "$PEERS/run/$name.out" "$@"
}

wait_gone() {  # wait_gone NAME: until keeper has seen the last process end, else kill the tree
    local file=$PEERS/run/$1.pid i
    for i in $(seq 200); do [ -e "$file" ] || return 0; sleep 0.05; done
    kill_tree "$1"
}

terminate() {  # SIGTERM to the processes that keeper NAME started itself, then wait
    local file=$PEERS/run/$1.pid
    [ -e "$file" ] || return 0
    kill $(ps -o pid= --ppid "$(cat "$file")") 2>/dev/null || true
    wait_gone "$1"
}

kill_tree() {  # SIGKILL for every descendant of keeper NAME, and nothing else
    local file=$PEERS/run/$1.pid i
    for i in $(seq 100); do
        [ -e "$file" ] || return 0
        python3 "$BENCH/harness/proctree.py" kill "$(cat "$file")" || true
        sleep 0.02
    done
    rm -f "$file"
}

common_env() {
    echo "POP=127.0.0.1:$POP"; echo "POPS=127.0.0.1:$POPS"; echo "DOMAIN=$DOMAIN"; echo "PASSWORD=$PASSWORD"
}
