#!/bin/bash
# Bailey, as its demonstration community: 4 cells, every listener on loopback.
#   BAILEY       the program (build/release/bin/bailey)
#   INSTANCE     name of one of several communities (default main)
#   EXTRA_USERS  benchmark users u000000.. of $DOMAIN, made at the first start
. "$(dirname "$0")/common.sh"
BAILEY=${BAILEY:-$BENCH/../build/release/bin/bailey}
DOMAIN=bench.bailey.test
HOME_DIR=$PEERS/data/bailey-${INSTANCE:-main}
READY=$HOME_DIR.ready   # the line of JSON it prints when all its listeners are up

start() {
    mkdir -p "$PEERS/data"
    rm -f "$READY" "$PEERS/run/bailey.pid"
    # One shell that becomes Bailey: standard output and error of it go to different files.
    keep bailey sh -c 'exec "$0" demo --dir "$1" --json --empty --port-base 21000 --extra-users "$2" >"$3" 2>>"$1.log"' \
        "$BAILEY" "$HOME_DIR" "${EXTRA_USERS:-$USERS_MAX}" "$READY"
    local i
    for i in $(seq 12000); do   # the first start may have to make 200,000 users
        if grep -qs '^{.*}$' "$READY"; then cp "$READY" "$PEERS/run/bailey.ready"; return; fi
        [ -e "$PEERS/run/bailey.pid" ] || { [ "$i" -lt 100 ] || break; }
        sleep 0.05
    done
    echo "bailey did not become ready; the end of its log:" >&2
    tail -n 5 "$HOME_DIR.log" >&2
    exit 1
}

addresses() {
    python3 - "$1" <<'PY'
import json, sys
ports = json.load(open(sys.argv[1]))['ports']
print(f"SMTP=127.0.0.1:{ports['submissions']}\nSMTP_TLS=implicit\nPOPS=127.0.0.1:{ports['pop3s']}")
print(f"PENDING_URL=http://127.0.0.1:{ports['metrics']}/metrics")
PY
}

case $1 in
  setup) [ -x "$BAILEY" ] || { echo "no $BAILEY: build it first (cmake --build --preset release)" >&2; exit 1; } ;;
  start) start ;;
  stop) terminate bailey ;;
  kill) kill_tree bailey ;;
  flush) ;;   # after a start it takes up at once what was left
  wipe) rm -rf "$PEERS"/data/bailey-* ;;
  env)
    echo KEEPERS=bailey; echo "DOMAIN=$DOMAIN"; echo "PASSWORD=$PASSWORD"
    # The ports are the same at every start, so those of the last one are known before the next.
    [ ! -e "$PEERS/run/bailey.ready" ] || addresses "$PEERS/run/bailey.ready" ;;
  *) echo "unknown verb $1" >&2; exit 1 ;;
esac
