#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Prove that `make demo` works where nothing is installed: a fresh Debian 12 made by debootstrap under build/bare, a clone
# of this repository's HEAD in it, and only git, make and python3. Debian mirror, package index, proxies and certificate
# authorities are taken from this machine. Needs root and debootstrap. `check_bare.sh COMMAND...` runs that instead of make demo.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "$(id -u)" -eq 0 ] || { echo "check-bare needs root (debootstrap, chroot)" >&2 && exit 1; }
command -v debootstrap >/dev/null || { echo "check-bare needs debootstrap: apt-get install debootstrap" >&2 && exit 1; }
command=("$@")
[ ${#command[@]} -gt 0 ] || command=(make demo)

root=$PWD/build/bare
# Both formats of apt's sources: "URIs: http://..." and "deb [options] http://... suite component".
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    sed -n -E 's,^(URIs:|deb( \[[^]]*\])?)[[:space:]]+([^[:space:]]*/debian)/?([[:space:]].*)?$,\3,p' | head -n 1) || true
mirror=${mirror:-http://deb.debian.org/debian}

unmount() {
    for place in dev/pts dev proc; do
        mountpoint -q "$root/$place" && umount "$root/$place"
    done
    return 0
}
trap unmount EXIT
unmount
rm -rf --one-file-system "$root"
mkdir -p "$root"
echo "Making a bare Debian 12 in build/bare"
debootstrap --variant=minbase --include=git,make,python3,ca-certificates bookworm "$root" "$mirror" >build/bare.log 2>&1 ||
    { tail -n 20 build/bare.log; exit 1; }

# The road to the mirror and to the package index is this machine's.
printf 'deb %s bookworm main\ndeb %s bookworm-updates main\n' "$mirror" "$mirror" >"$root/etc/apt/sources.list"
apt-config dump | grep -E '^Acquire::(http|https)::' >"$root/etc/apt/apt.conf.d/99host" || true
for file in /etc/resolv.conf /etc/hosts /etc/pip.conf; do
    [ ! -e "$file" ] || cp -L "$file" "$root$file"
done
mkdir -p "$root/root/.config/pip"
for file in "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
    [ ! -e "$file" ] || cp -L "$file" "$root/root/.config/pip/pip.conf"
done
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
passed=()
while IFS='=' read -r name value; do
    passed+=("$name=$value")
done < <(env | grep -E '^(https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|all_proxy|ALL_PROXY|PIP_[A-Z_]+|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)=')
# A folder of wheels that pip is told to look in must exist there too.
for place in ${PIP_FIND_LINKS:-}; do
    case $place in /*) mkdir -p "$root$place" ;; esac
done

git clone --quiet --no-hardlinks . "$root/root/ranvier"
mount -t proc proc "$root/proc" 2>/dev/null || echo "note: no /proc in the bare folder"
mount --bind /dev "$root/dev" 2>/dev/null || echo "note: no /dev of the host in the bare folder"
in_bare() {
    chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "${passed[@]}" \
        /bin/bash -c 'cd /root/ranvier && exec "$@"' bash "$@" </dev/null
}
started=$SECONDS
in_bare "${command[@]}"
echo "${command[*]} on a bare Debian 12: $((SECONDS - started)) s"
started=$SECONDS
in_bare "${command[@]}" >build/bare-again.log 2>&1 || { tail -n 20 build/bare-again.log; exit 1; }
echo "again: $((SECONDS - started)) s"
