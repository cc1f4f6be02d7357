#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Run the demo from the wheel in dist/ in a fresh environment of each Python from 3.10 to 3.13 on this machine, with no
# compiler, LLVM or source folder in sight. Pythons are found on PATH and in pyenv; RANVIER_PYTHONS="a b" names others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
shopt -s nullglob
wheels=(dist/*.whl)
[ ${#wheels[@]} -eq 1 ] || { echo "expected one wheel in dist/, found ${#wheels[@]}: run make wheel" >&2 && exit 1; }
wheel=$PWD/${wheels[0]}
root=$PWD

find_python() { # the first that really is version $1
    local candidate
    for candidate in ${RANVIER_PYTHONS:-} "/usr/bin/python$1" "python$1" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python; do
        if [ "$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$1" ] &&
            "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tested=0
for version in 3.10 3.11 3.12 3.13; do
    python=$(find_python "$version")
    if [ -z "$python" ]; then
        echo "python $version: not on this machine, not tested"
        continue
    fi
    home=$work/$version
    mkdir -p "$home"
    "$python" -m venv "$home/venv"
    "$home/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel[plot]"
    cp "$root/examples/squid_axon.py" "$home/"
    # An empty environment, and a PATH without compilers.
    (cd "$home" && env -i HOME="$home" LANG=C.UTF-8 PATH="$home/venv/bin" "$home/venv/bin/python" squid_axon.py >log.txt 2>&1) ||
        { cat "$home/log.txt"; echo "python $version: FAILED"; exit 1; }
    for made in out/squid_axon.png out/squid_axon.csv; do
        [ -s "$home/$made" ] || { echo "python $version: the demo wrote no $made" && exit 1; }
    done
    tested=$((tested + 1))
    echo "python $version ($python): the demo runs"
done
[ "$tested" -gt 0 ] || { echo "no Python from 3.10 to 3.13 found" >&2 && exit 1; }
