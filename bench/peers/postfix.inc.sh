# Postfix with submission over implicit TLS (AUTH by Dovecot), and SMTP without it for SUBMIT=plain; delivers by LMTP.
#   POSTFIX_LMTP   next hop, e.g. unix:/path or inet:127.0.0.1:2424
#   SUBMIT         tls (default) | plain: what the load uses
POSTFIX=$PEERS/postfix
postfix_setup() {
    ensure_tls
    mkdir -p "$POSTFIX/etc" "$POSTFIX/queue" "$POSTFIX/data"
    chown postfix "$POSTFIX/data"
    chmod 755 "$POSTFIX" "$POSTFIX/etc" "$POSTFIX/queue"
    cat >"$POSTFIX/etc/main.cf" <<CONF
# made by peers/postfix.inc.sh
compatibility_level = 3.6
queue_directory = $POSTFIX/queue
data_directory = $POSTFIX/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.$DOMAIN
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = $DOMAIN
virtual_mailbox_maps = hash:$POSTFIX/etc/users
virtual_transport = lmtp:$POSTFIX_LMTP
# nothing may leave this machine
default_transport = error:no outside traffic in the bench
relay_transport = error:no outside traffic in the bench
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
notify_classes =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions =
message_size_limit = 52428800
mailbox_size_limit = 0
maillog_file = $POSTFIX/maillog
maillog_file_prefixes = $PEERS
smtpd_tls_chain_files = $KEY, $CERT
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = $DOVECOT/run/postfix-auth
CONF
    # Debian's own services, without chroot, on our ports
    { sed -e '/^#/d' -e '/^\(maildrop\|uucp\|ifmail\|bsmtp\|scalemail\|mailman\)/,+1d' \
            /usr/share/postfix/master.cf.dist |
            awk -v smtp="127.0.0.1:$SMTP" '
                /^[ \t]/ { print "        " $0; next }
                NF { if ($1 == "smtp" && $2 == "inet") $1 = smtp; $5 = "n"; print }'
        cat <<CONF
127.0.0.1:$SMTPS inet n - n - - smtpd
        -o syslog_name=postfix/smtps
        -o smtpd_tls_wrappermode=yes
        -o smtpd_sasl_auth_enable=yes
        -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
CONF
    } >"$POSTFIX/etc/master.cf"
    user_names | awk '{print $1 "@'$DOMAIN' ok"}' >"$POSTFIX/etc/users"
    postmap -c "$POSTFIX/etc" hash:"$POSTFIX/etc/users"
}
postfix_env() {
    # Postfix marks a queue file that is complete as executable; others were never accepted
    echo "PENDING_DIRS=$POSTFIX/queue/maildrop $POSTFIX/queue/incoming $POSTFIX/queue/active $POSTFIX/queue/deferred"
    if [ "${SUBMIT:-tls}" = plain ]; then
        echo "SMTP=127.0.0.1:$SMTP"
    else
        echo "SMTP=127.0.0.1:$SMTPS"; echo SMTP_TLS=implicit
    fi
}
postfix_wipe() { rm -rf "$POSTFIX/queue" "$POSTFIX/data" "$POSTFIX/maillog"; }
