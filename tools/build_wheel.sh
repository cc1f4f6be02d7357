#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# build_wheel.sh BIN: one self-contained wheel in dist/, with the tools in BIN; prints its name and size.
# One file serves CPython 3.10 and later (abi3); auditwheel brings in the few libraries that a bare Linux lacks and names
# the oldest glibc that it runs on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$(cd "$1" && pwd)
limit_mb=45
rm -rf build/wheel-raw dist
mkdir -p build
"$bin/python" -m build --wheel --outdir build/wheel-raw . >build/wheel.log 2>&1 || { tail -n 60 build/wheel.log; exit 1; }
PATH="$bin:$PATH" "$bin/auditwheel" --verbose repair --wheel-dir dist build/wheel-raw/*.whl >>build/wheel.log 2>&1 ||
    { tail -n 40 build/wheel.log; exit 1; }
for wheel in dist/*.whl; do
    bytes=$(stat -c %s "$wheel")
    awk -v name="$wheel" -v bytes="$bytes" -v limit="$limit_mb" 'BEGIN {
        printf "%s: %.1f MB (aim: below %d MB)\n", name, bytes / 1e6, limit
        exit bytes > limit * 1e6 }'
done
