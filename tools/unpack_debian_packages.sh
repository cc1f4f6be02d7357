#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Some libraries are wanted for a few of their files: the rest of what their Debian packages bring (SUNDIALS: MPI, PETSc, Trilinos...)
# would only burden the machine. These packages are fetched from Debian and unpacked into .debian/, where CMake looks, and nothing
# is installed. Does nothing, in a few milliseconds, when they are there or installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -n "${RANVIER_SYSTEM_READY:-}" ] && exit 0

place=$PWD/.debian
mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' tools/debian-unpacked.txt)
for package in "${wanted[@]}"; do
    [ -e "$place/$package.unpacked" ] && continue
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
    echo "Unpacking from Debian, without what it depends on: $package"
    fetched=$(mktemp -d)
    trap 'rm -rf "$fetched"' EXIT
    (
        cd "$fetched"
        if ! apt-get download -qq "$package" 2>/dev/null; then # the lists of packages may be old or missing
            as_root=()
            [ "$(id -u)" -eq 0 ] || as_root=(sudo)
            "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq update
            apt-get download -qq -o Acquire::Retries=3 "$package"
        fi
    )
    mkdir -p "$place"
    dpkg-deb -x "$fetched"/*.deb "$place"
    touch "$place/$package.unpacked"
    rm -rf "$fetched"
done
