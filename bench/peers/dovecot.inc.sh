# Dovecot, used alone (LMTP in, POP3 out) and behind Postfix.
#   FORMAT  maildir | mdbox    HASH  ssha256 | argon2id
#   LOGIN_MODE  secure (Dovecot's default: a login process per connection)
#               perf   (few login processes, each with many connections; post-login
#                       processes are reused)
#   AUTH_CACHE  no (Dovecot's default) | yes (remembers users; verifies hashes on all cores)
FORMAT=${FORMAT:-maildir} HASH=${HASH:-ssha256} LOGIN_MODE=${LOGIN_MODE:-secure}
DOVECOT=$PEERS/dovecot
DOVECOT_DATA=$PEERS/data/dovecot-$FORMAT

dovecot_setup() {
    ensure_user vmail; ensure_tls; ensure_hashes
    mkdir -p "$DOVECOT/run" "$DOVECOT/state" "$DOVECOT_DATA"
    chown vmail: "$DOVECOT_DATA"
    local h; h=$(cat "$PEERS/users/hash.$HASH")
    user_names | awk -v h="$h" '{print $1 ":" h}' >"$PEERS/users/dovecot.$HASH"
    local reuse="service_count = 1" many=""
    if [ "$LOGIN_MODE" = perf ]; then
        reuse="service_count = 0"
        many="process_min_avail = 2
    client_limit = 8000
    process_limit = 4"
    fi
    local cache=""
    [ "${AUTH_CACHE:-no}" = no ] || cache="auth_cache_size = 64M
auth_cache_verify_password_with_worker = yes"
    cat >"$DOVECOT/dovecot.conf" <<CONF
# made by peers/dovecot.inc.sh: $FORMAT $HASH $LOGIN_MODE
base_dir = $DOVECOT/run
state_dir = $DOVECOT/state
instance_name = bench
log_path = $DOVECOT/dovecot.log
protocols = pop3 lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <$CERT
ssl_key = <$KEY
disable_plaintext_auth = no
auth_mechanisms = plain
auth_username_format = %Ln
mail_location = $FORMAT:$DOVECOT_DATA/%n
mail_uid = vmail
mail_gid = vmail
first_valid_uid = 1
mail_max_userip_connections = 20000
default_client_limit = 30000
passdb {
  driver = passwd-file
  args = username_format=%n $PEERS/users/dovecot.$HASH
}
userdb {
  driver = static
  args = uid=vmail gid=vmail home=$DOVECOT_DATA/%n
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $LMTP
  }
  unix_listener lmtp {
    mode = 0666
  }
}
service auth {
  unix_listener postfix-auth {
    mode = 0666
  }
}
service pop3-login {
  inet_listener pop3 {
    port = $POP
  }
  inet_listener pop3s {
    port = $POPS
    ssl = yes
  }
  $reuse
  process_limit = 12000
  $many
}
service pop3 {
  process_limit = 12000
}
$cache
CONF
}
dovecot_wipe() { rm -rf "$DOVECOT_DATA" "$DOVECOT/run" "$DOVECOT/state"; rm -f "$DOVECOT/dovecot.log"; }
