# SPDX-License-Identifier: BSD-3-Clause
# The front door: each target sets up what it needs. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL: # two targets build in one tree; Ninja uses the cores

# Debian's own Python where there is one: it comes with venv and headers from the package list.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
PRESET ?= release
BUILD := build/$(PRESET)
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip install --quiet --disable-pip-version-check
# Progress for a person at a terminal, silence elsewhere.
NINJA_FLAGS := $(shell [ -t 2 ] || echo --quiet)
PYTEST_ARGS ?=
CTEST_ARGS ?=

.PHONY: help
help: ## Say what can be made
	@echo "make <target> [PRESET=$(PRESET)] [PYTHON=$(PYTHON)]"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# --- set up and build ----------
.PHONY: system
system:
	@tools/install_debian_packages.sh
	@tools/unpack_debian_packages.sh

$(VENV)/.ready: tools/requirements/dev.txt
	@tools/make_venv.sh $(PYTHON) $(VENV) $<
	@touch $@

.PHONY: setup
setup: system ## Install what is missing from Debian; make .venv
	@$(MAKE) -s $(VENV)/.ready

build/%/.configured: CMakePresets.json $(VENV)/.ready
	@mkdir -p build
	@cmake --preset $* -DPython_EXECUTABLE="$(CURDIR)/$(BIN)/python" >build/$*.configure.log 2>&1 \
	    || { cat build/$*.configure.log; exit 1; }
	@touch $@

# A preset as a target: configured, and everything in it built. Ninja configures again by itself when CMake files change.
.PHONY: built-%
built-%: setup
	@$(MAKE) -s build/$*/.configured
	@cmake --build build/$* -- $(NINJA_FLAGS)

.PHONY: build
build: built-$(PRESET) ## Build everything of PRESET (release, debug, asan, tsan, clang, no-llvm)

.PHONY: install
install: setup ## Build the Python package and put it into .venv (linked, not copied)
	@$(MAKE) -s $(BUILD)/.configured
	@cmake --build $(BUILD) --target ranvier_package -- $(NINJA_FLAGS)
	@$(BIN)/python tools/develop.py $(BUILD)

# --- use ----------
.PHONY: demo
demo: install ## Set up, build, run the squid axon and hnn-core's evoked response; writes out/*.png
	@$(BIN)/python examples/squid_axon.py
	@hnn=$$($(BIN)/python tools/hnn_environment.py $(BUILD)) && $$hnn examples/hnn_evoked.py

# --- test ----------
.PHONY: test
test: install built-$(PRESET) ## Set up, build, run all fast tests; the last line counts them
	@$(BIN)/python tools/run_tests.py --ctest $(BUILD) --pytest $(BUILD) \
	    --ctest-args="$(CTEST_ARGS)" --pytest-args="-m 'not slow and not peers' $(PYTEST_ARGS)"

.PHONY: test-peers
test-peers: install ## Packages from the index, unmodified, on the shim: hnn-core's own tests and examples too
	@$(BIN)/python tools/run_tests.py --pytest $(BUILD) --pytest-args="tests/peers $(PYTEST_ARGS)"

.PHONY: test-all
test-all: install built-$(PRESET) built-no-llvm built-asan built-tsan wheel ## All back ends, sanitizers, slow tests, peers, fuzzers, the wheel
	@tools/install_extra.sh clang-19 && $(MAKE) built-clang
	@$(BIN)/python tools/run_tests.py --ctest $(BUILD) --pytest $(BUILD) --ctest build/no-llvm --pytest build/no-llvm="--ignore=tests/peers" \
	    --ctest build/asan --ctest build/tsan --ctest build/clang
	@tools/fuzz.sh 60
	@tools/check_install.sh $(BUILD)
	@tools/check_wheel.sh

SECONDS_OF_FUZZING ?= 3600
.PHONY: fuzz
fuzz: setup ## Replay the fuzzers' corpus and fuzz for an hour (SECONDS_OF_FUZZING); build/fuzz/fuzz.log keeps what happened
	@tools/fuzz.sh $(SECONDS_OF_FUZZING)

.PHONY: lint
lint: .venv-lint/.ready $(VENV)/.ready ## Formatting, Python checks, types, layers
	@tools/lint.sh .venv-lint/bin

.venv-lint/.ready: tools/requirements/lint.txt
	@tools/make_venv.sh $(PYTHON) .venv-lint $<
	@touch $@

.PHONY: bench
bench: install ## Time us beside NEURON and Arbor in one run; prints ratios
	@$(BIN)/python bench/run.py

.PHONY: golden
golden: ## Record the conformance numbers again from NEURON, in an environment of its own
	@PYTHON=$(PYTHON) tools/golden_env.sh

.PHONY: wheel
wheel: setup .venv-wheel/.ready ## Build the self-contained wheel into dist/ and print its size
	@tools/build_wheel.sh .venv-wheel/bin

.venv-wheel/.ready: tools/requirements/wheel.txt
	@tools/make_venv.sh $(PYTHON) .venv-wheel $<
	@touch $@

.PHONY: check-wheel
check-wheel: wheel ## Run the demo from the wheel in fresh environments, one a Python from 3.10 to 3.13
	@tools/check_wheel.sh

.PHONY: check-install
check-install: built-$(PRESET) ## Install the C++ library into an empty folder, build and run examples/cpp against it
	@tools/check_install.sh $(BUILD)

.PHONY: check-bare
check-bare: ## Prove `make demo` in a fresh Debian 12 folder (root, debootstrap)
	@tools/check_bare.sh

.PHONY: clean
clean: ## Remove what was built; the environments stay (`rm -r .venv*` removes them)
	@rm -rf build dist out
