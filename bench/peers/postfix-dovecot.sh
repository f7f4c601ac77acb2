#!/bin/bash
# Postfix in front, Dovecot's LMTP behind it (FORMAT, HASH, LOGIN_MODE: dovecot.inc.sh).
. "$(dirname "$0")/common.sh"
. "$BENCH/peers/dovecot.inc.sh"
POSTFIX_LMTP=unix:$DOVECOT/run/lmtp
. "$BENCH/peers/postfix.inc.sh"
case $1 in
    setup) dovecot_setup; postfix_setup ;;
    start)
        keep dovecot dovecot -F -c "$DOVECOT/dovecot.conf"
        keep postfix postfix -c "$POSTFIX/etc" start-fg ;;
    stop)
        postfix -c "$POSTFIX/etc" stop 2>/dev/null || true
        wait_gone postfix
        doveadm -c "$DOVECOT/dovecot.conf" stop || true
        wait_gone dovecot ;;
    kill) kill_tree postfix & kill_tree dovecot; wait ;;
    flush) postqueue -c "$POSTFIX/etc" -f ;;
    wipe) dovecot_wipe; postfix_wipe ;;
    env) common_env; echo NAME=postfix-dovecot; echo "KEEPERS=postfix dovecot"; postfix_env ;;
    *) echo "unknown verb $1" >&2; exit 1 ;;
esac
