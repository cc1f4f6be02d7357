#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Installs from Debian what tools/debian-packages.txt names and this machine lacks; says so before it does.
# Does nothing, in a few milliseconds, when all is there. On other systems it says what is needed and stops.
# RANVIER_SYSTEM_READY=1 skips the check for those who have the same things from elsewhere.
set -euo pipefail
list="$(dirname "${BASH_SOURCE[0]}")/debian-packages.txt"

[ -n "${RANVIER_SYSTEM_READY:-}" ] && exit 0
mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$list")

id=unknown version=0
if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release && echo "${ID:-unknown}")
    version=$(. /etc/os-release && echo "${VERSION_ID:-0}")
fi
if [ "$id" != debian ] || [ "${version%%.*}" -lt 12 ]; then
    {
        echo "Ranvier installs what it needs by itself on Debian 12; this is '$id' version '$version'."
        echo "Install the equivalent of these Debian packages:"
        printf '    %s\n' "${wanted[@]}"
        echo "that is: a C++20 compiler (g++ 12 or clang 19), CMake 3.25, Ninja, Python 3.10 with venv and headers,"
        echo "LLVM 19 with headers and static libraries, GoogleTest, SUNDIALS 6. Then run: make RANVIER_SYSTEM_READY=1 <target>"
    } >&2
    exit 1
fi

installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p') || true
missing=()
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These Debian packages are missing, and there is neither root nor sudo to install them:" >&2
        printf '    %s\n' "${missing[@]}" >&2
        echo "Ask your administrator for:  apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "Installing from Debian, with what they depend on: ${missing[*]}"
environment=(env DEBIAN_FRONTEND=noninteractive)
options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq)
"${as_root[@]}" "${environment[@]}" apt-get "${options[@]}" update
"${as_root[@]}" "${environment[@]}" apt-get "${options[@]}" install -y --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${missing[@]}" </dev/null >/dev/null
echo "Installed."
