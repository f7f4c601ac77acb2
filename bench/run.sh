#!/bin/bash
# Compares Bailey with Postfix and Dovecot on this machine; README.md explains. Root on Debian 12.
#   bench/run.sh quick   one round, the faster layouts, smaller stores: a few minutes
#   bench/run.sh all     medians of three, everything (default)
# Narrower: PEER_LIST=bailey,dovecot-lmtp-maildir TESTS=deliver SIZES=4096 ROUNDS=1 bench/run.sh
set -eu
cd "$(dirname "$0")"
[ "$(id -u)" = 0 ] || { echo "bench/run.sh: needs root (own network namespace, control groups); try sudo" >&2; exit 1; }
export PEERS=${PEERS:-/var/tmp/bailey-bench}
export BAILEY=${BAILEY:-$(cd .. && pwd)/build/release/bin/bailey}
peers=bailey,postfix+dovecot-maildir,postfix+dovecot-mdbox,dovecot-lmtp-maildir,dovecot-lmtp-mdbox
tests=deliver,submit,sessions,download,huge,memory,scale,startup,crash,syncs
rounds=3
case ${1:-all} in
    all) ;;
    quick)
        peers=bailey,postfix+dovecot-maildir,dovecot-lmtp-maildir
        tests=deliver,submit,sessions,download,memory,startup,crash
        rounds=1
        export SECONDS_EACH=${SECONDS_EACH:-3} STARTUP_MESSAGES=${STARTUP_MESSAGES:-20000}
        export ATTEMPTS=${ATTEMPTS:-1} QUIET_WAIT=${QUIET_WAIT:-5} ;;
    *) sed -n '2,5s/^# *//p' "$0" >&2; exit 1 ;;
esac
peers=${PEER_LIST:-$peers} tests=${TESTS:-$tests} rounds=${ROUNDS:-$rounds}
case ,$peers, in
    *,bailey,*)
        [ -x "$BAILEY" ] || { echo "bench/run.sh: no $BAILEY; build it (make bench does)" >&2; exit 1; } ;;
esac

./install.sh
make -s
mkdir -p "$PEERS"
case $(findmnt -nT "$PEERS" -o FSTYPE) in
    tmpfs | ramfs) echo "bench/run.sh: $PEERS is in memory; set PEERS to a folder on a disk" >&2; exit 1 ;;
esac
exec 9>"$PEERS/lock"
flock -n 9 || { echo "bench/run.sh: another comparison is running" >&2; exit 1; }
rm -f "$PEERS"/run/*   # of a run that was cut off; its processes ended with it (see inside.sh)

name=$(date +%F)
out=results/.$name.$$
mkdir -p "$out"
inside=
finish() {
    trap '' INT TERM HUP   # the first is enough
    # the first process of the namespace: with it go all servers
    [ -z "$inside" ] || { kill -KILL "$inside" 2>/dev/null && wait "$inside" 2>/dev/null; } || true
    rm -rf "$out"
    [ -n "${KEEP:-}" ] || rm -rf "$PEERS/data" "$PEERS/ledgers" "$PEERS/postfix"   # mail, up to 10 GB of it
}
trap finish EXIT
trap 'exit 130' INT TERM HUP
ulimit -n "$(ulimit -Hn)"
python3 harness/machine.py "$PEERS" "$BAILEY" >"$out/machine.txt"
[ -n "${SKIP_LIMITS:-}" ] || bin/limits "$PEERS" "$rounds" >"$out/limits.jsonl"
code=0
./inside.sh python3 harness/bench.py --out "$out" --rounds "$rounds" --peers "$peers" --tests "$tests" 9>&- &
inside=$!
wait "$inside" || code=$?
inside=
python3 harness/report.py "$out" >"$out/report.md"

# A narrowed run is kept apart, and never replaces the day's.
if [ -n "${TESTS:-}${PEER_LIST:-}${SIZES:-}" ] || [ "${1:-all}" != all ]; then name=$name-${1:-part}; fi
mkdir -p "results/$name"
cp "$out"/* "results/$name/"
mv "results/$name/report.md" "results/$name.md"
[ "$name" != "$(date +%F)" ] || cp "results/$name.md" results/latest.md
sed -n '/^| work/,/^$/p' "results/$name.md"
echo "bench/results/$name.md has every figure"
exit $code
