#!/bin/bash
# Installs what the named lists in tools/packages/ hold and this machine lacks. Quick when nothing is missing.
# A line "nodejs unless node" is for machines that do not have the command by other means.
#   usage: tools/install-packages.sh build [web test ...]
set -eu
cd "$(dirname "$0")/packages"
missing=()
for list in "$@"; do
    while read -r package _ unless; do
        case $package in '' | '#'*) continue ;; esac
        [ -z "$unless" ] || ! command -v "$unless" >/dev/null || continue
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done <"$list.txt"
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
# A package that brings a service (postgresql) must not start one on a developer's machine.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
    "${as_root[@]}" chmod +x $policy
    trap '"${as_root[@]}" rm -f $policy' EXIT
fi
echo "installing: ${missing[*]}"
log=$(mktemp)
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 "$@" >>"$log" 2>&1
}
if ! { install update && install install --no-install-recommends "${missing[@]}"; }; then
    cat "$log"
    echo "could not install: ${missing[*]}" >&2
    exit 1
fi
rm -f "$log"
