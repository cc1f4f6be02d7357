#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# lint.sh BIN: every check that needs no build, with the tools in BIN. All run; the exit status says whether all passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$1
failed=()
check() {
    local name=$1
    shift
    if "$@"; then printf '  ok      %s\n' "$name"; else printf '  FAILED  %s\n' "$name" && failed+=("$name"); fi
}
# Only what git tracks or would track: build trees are full of other people's files.
sources() { git ls-files --cached --others --exclude-standard -- "$@"; }

check layers "$bin/python" tools/check_layers.py
mapfile -t cpp < <(sources '*.cpp' '*.hpp' '*.h')
[ ${#cpp[@]} -eq 0 ] || check clang-format "$bin/clang-format" --dry-run --Werror "${cpp[@]}"
check "ruff check" "$bin/ruff" check --quiet .
check "ruff format" "$bin/ruff" format --check --quiet .
[ -z "$(sources 'python/ranvier/*.py')" ] || check mypy "$bin/mypy" -p ranvier
headless() { # files of ours without the licence line
    local found
    found=$(sources '*.cpp' '*.hpp' '*.h' '*.py' '*.sh' '*.cmake' '*CMakeLists.txt' '*.mod' \
        | xargs -r grep -L 'SPDX-License-Identifier: BSD-3-Clause' --)
    [ -z "$found" ] || { echo "without an SPDX line:" && echo "$found" && return 1; }
}
check "licence lines" headless
[ ${#failed[@]} -eq 0 ] || { printf 'failed: %s\n' "${failed[*]}" && exit 1; }
