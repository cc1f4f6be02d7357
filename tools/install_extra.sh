#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# install_extra.sh PACKAGE...: Debian packages that only `make test-all` needs, if they are missing; says so first.
set -euo pipefail
for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed && continue
    echo "Installing from Debian: $package"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package" </dev/null >/dev/null
done
