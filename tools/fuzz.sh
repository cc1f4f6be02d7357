#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# fuzz.sh SECONDS [LOG]: replay the corpus and all .mod files, then fuzz for SECONDS shared among the targets, on all cores.
# LOG (build/fuzz/fuzz.log) gets one line a target: commit, executions, coverage, findings. Findings stay in build/fuzz/findings.
# FUZZ_JOBS: processes side by side (all cores). FUZZ_TARGETS: some of "lexer parser compile hoc" (all).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=$1
log=${2:-build/fuzz/fuzz.log}
tools/install_extra.sh clang-19 libclang-rt-19-dev
[ -e build/fuzz/build.ninja ] || cmake --preset fuzz >build/fuzz.configure.log 2>&1 || { cat build/fuzz.configure.log; exit 1; }
cmake --build build/fuzz --target ranvier_fuzzers -- --quiet
mkdir -p build/fuzz/findings
# Every recorded program of the tests by itself: a file of cases is one mistake to the parser.
"${PYTHON:-python3}" tests/fuzz/hoc_seeds.py build/fuzz/hoc_corpus
seeds=(tests/fuzz/corpus mechanisms tests/conformance/nmodl bench/mod)
read -ra targets <<<"${FUZZ_TARGETS:-lexer parser compile hoc}"
# The whole front end of NMODL is in `compile`, all of hoc in `hoc`: they get most of the time.
declare -A share=([lexer]=1 [parser]=1 [compile]=4 [hoc]=4)
shares=0
for target in "${targets[@]}"; do shares=$((shares + share[$target])); done
jobs=${FUZZ_JOBS:-$(nproc)}
status=0
export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
for target in "${targets[@]}"; do
    found=build/fuzz/found/$target
    mkdir -p "$found"
    dictionary=nmodl
    roots=("${seeds[@]}")
    if [ "$target" = hoc ]; then
        dictionary=hoc
        roots=(tests/fuzz/hoc_corpus build/fuzz/hoc_corpus)
    fi
    flags=(-dict=tests/fuzz/"$dictionary".dict -max_len=8192 -timeout=20 -rss_limit_mb=3000
        -artifact_prefix=build/fuzz/findings/"$target"-)
    one=build/fuzz/$target.log
    result=clean
    mapfile -t texts < <(find "${roots[@]}" -type f \( -path '*corpus/*' -o -name '*.mod' \) | sort)
    build/fuzz/tests/fuzz/ranvier_fuzz_"$target" "${flags[@]}" "${texts[@]}" >"$one" 2>&1 || result="FINDING (replay)"
    if [ "$result" = clean ] && [ "$seconds" -gt 0 ]; then
        time=$((seconds * share[$target] / shares))
        build/fuzz/tests/fuzz/ranvier_fuzz_"$target" "${flags[@]}" -max_total_time=$((time > 0 ? time : 1)) -print_final_stats=1 \
            -fork="$jobs" -ignore_crashes=0 "$found" "${roots[@]}" >>"$one" 2>&1 || result=FINDING
    fi
    last=$(grep -aE '^#[0-9]+' "$one" | tail -1 || true)
    line="$(date -u +%FT%TZ) commit $(git rev-parse --short HEAD 2>/dev/null || echo none) target $target: ${#texts[@]} texts replayed, $last $result"
    echo "$line" | tee -a "$log"
    if [ "$result" != clean ]; then
        status=1
        grep -aE 'ERROR|runtime error|terminate|what\(\)|Test unit written|timeout' "$one" | head -5 || true
    fi
done
exit $status
