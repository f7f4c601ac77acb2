#!/bin/bash
# Installs what the comparison needs, without starting or enabling any service of the system.
# Refuses where another mail transport agent is installed: Debian lets only one be there.
set -eu

wanted=(g++ make libboost1.81-dev libssl-dev libsqlite3-dev libargon2-dev argon2 python3 strace iproute2 procps
    postfix dovecot-core dovecot-lmtpd dovecot-pop3d)
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
[ "$(id -u)" = 0 ] || { echo "bench/install.sh: to install ${missing[*]} I must be root" >&2; exit 1; }

if [[ " ${missing[*]} " == *" postfix "* ]]; then
    other=$(dpkg-query -S /usr/sbin/sendmail 2>/dev/null | cut -d: -f1 || true)
    [ -z "$other" ] ||
        { echo "bench/install.sh: to install Postfix, apt would remove $other; remove it yourself first" >&2; exit 1; }
fi

# policy-rc.d forbids every start while packages are set up; afterwards the file is as it was before.
policy=/usr/sbin/policy-rc.d
restore() {
    rm -f "$policy"
    [ ! -e "$policy.before-bench" ] || mv "$policy.before-bench" "$policy"
}
[ ! -e "$policy" ] || mv "$policy" "$policy.before-bench"
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
apt=(apt-get -o DPkg::Lock::Timeout=600 -qq -y --no-install-recommends)
"${apt[@]}" install "${missing[@]}" >/dev/null 2>&1 || { apt-get -qq update; "${apt[@]}" install "${missing[@]}"; }

# Newly installed servers would start with the machine's next start: not ours to want.
for service in postfix dovecot; do
    if [[ " ${missing[*]} " == *" $service"* ]] && command -v systemctl >/dev/null; then
        systemctl disable --quiet "$service" 2>/dev/null || true
    fi
done
