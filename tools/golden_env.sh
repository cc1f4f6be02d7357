#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# golden_env.sh [SET...]: record the conformance numbers again (tests/conformance/record) in an environment that holds
# NEURON and nothing of ours. PYTHON names the interpreter to make it with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools/make_venv.sh "${PYTHON:-python3}" .venv-golden tools/requirements/golden.txt
exec .venv-golden/bin/python tests/conformance/record/record.py "$@"
