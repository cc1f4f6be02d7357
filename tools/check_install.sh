#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# check_install.sh BUILD: install the library from a build tree into an empty folder, build examples/cpp against it with
# nothing but find_package(Ranvier), and run it. Its exit status says whether its numbers are right.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --component development --prefix "$work/installed" >"$work/install.log"
quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }; }
quietly cmake -S examples/cpp -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/installed"
quietly cmake --build "$work/build"
if grep -rlF "$PWD" "$work/installed/lib/cmake" "$work"/installed/lib/*/cmake 2>/dev/null; then
    echo "these installed files name the source folder" >&2
    exit 1
fi
(cd "$work" && build/squid_axon)
