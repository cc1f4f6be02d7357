#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# make_venv.sh PYTHON FOLDER REQUIREMENTS: a virtual environment that holds what the file names. Safe to run again.
set -euo pipefail
python=$1 folder=$2 requirements=$3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
    echo "$python is $("$python" --version 2>&1); Ranvier needs 3.10 or newer: make PYTHON=/path/to/python3 ..." >&2
    exit 1
}
if ! [ -x "$folder/bin/python" ] || ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Making $folder with $("$python" --version)"
    rm -rf "$folder"
    "$python" -m venv "$folder"
fi
echo "Installing into $folder: $(sed -e 's/#.*//' -e 's/[<>=,].*//' -e '/^[[:space:]]*$/d' "$requirements" | tr '\n' ' ')"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --retries 5 -r "$requirements"
