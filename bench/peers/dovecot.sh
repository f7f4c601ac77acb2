#!/bin/bash
# Dovecot alone: LMTP in, POP3 out. See dovecot.inc.sh for its settings.
. "$(dirname "$0")/common.sh"
. "$BENCH/peers/dovecot.inc.sh"
case $1 in
    setup) dovecot_setup ;;
    start) keep dovecot dovecot -F -c "$DOVECOT/dovecot.conf" ;;
    stop) doveadm -c "$DOVECOT/dovecot.conf" stop || true; wait_gone dovecot ;;
    kill) kill_tree dovecot ;;
    flush) ;;
    wipe) dovecot_wipe ;;
    env) common_env; echo NAME=dovecot; echo KEEPERS=dovecot; echo "SMTP=127.0.0.1:$LMTP"; echo PROTO=lmtp ;;
    *) echo "unknown verb $1" >&2; exit 1 ;;
esac
