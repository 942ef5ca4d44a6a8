# Two commands: `make run` and `make test`. Everything else serves them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
UV := $(shell if [ -x .uv/bin/uv ]; then echo .uv/bin/uv; elif command -v uv >/dev/null 2>&1; then command -v uv; else echo .uv/bin/uv; fi)
export UV_CACHE_DIR ?= $(shell if [ -n "$$HOME" ] && [ -w "$$HOME" ]; then echo "$$HOME/.cache/uv"; else echo "$(CURDIR)/.uv/cache"; fi)
export LC_ALL := C.UTF-8
# Compiled modules are kept, whatever the surroundings say: the tests start the program hundreds of times.
export PYTHONDONTWRITEBYTECODE :=
PY := $(UV) run --frozen --quiet

.PHONY: help run test lint types contracts pytest format bench corpus endurance soak fuzz faults audit screenshots package bare clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/'

run: ## the simulated bench: a window, or an inspection in the terminal where there is no display
	@.ci/prepare run
	@$(UV) run --frozen --quiet --no-dev python app.py --demo

test: ## format, lint, types, import contracts, tests
	@.ci/prepare test
	@$(UV) sync --frozen --quiet
	@$(MAKE) --no-print-directory lint types contracts pytest

lint:
	$(PY) ruff format --check .
	$(PY) ruff check .

types:
	$(PY) mypy

contracts:
	$(PY) lint-imports

pytest:
	$(PY) pytest -n 5 --dist worksteal

format: ## let ruff write the format
	$(PY) ruff format .
	$(PY) ruff check --fix .

bench: ## figures beside their floors, measured in one run: out/bench.json and out/bench.md
	@.ci/prepare test
	$(PY) python -m tests.benchmarks

corpus: ## the fault corpus: found, missed, false alarms; cause, remedy and disposition right or not
	@.ci/prepare test
	$(PY) python -m tests.corpus

endurance: ## inspections killed at random moments, and disks that fill up: what came back
	@.ci/prepare test
	$(PY) python -m tests.endurance.kills --rounds 200
	$(PY) python -m tests.endurance.kills --rounds 100 --disk

audit: ## known weaknesses of every locked dependency, by osv.dev (needs a network)
	@.ci/prepare test
	$(UV) audit --frozen

FUZZ_RUNS ?= 2000
fuzz: ## every parser of foreign bytes under a fuzzer: FUZZ_RUNS inputs for each; a table, and what was found
	@.ci/prepare test
	@FUZZ_RUNS=$(FUZZ_RUNS) $(UV) run --frozen --quiet --group fuzz python -m tests.fuzz

FAULT_SEEDS ?= 2
faults: ## whole inspections on lines that lose, double, delay, cut, spoil, stall and part: FAULT_SEEDS of each
	@.ci/prepare test
	$(PY) python -m tests.faults --seeds $(FAULT_SEEDS)

UNITS ?= 500
SAMPLES ?= 10000000
soak: ## a shift in fast motion in one process: memory flat, nothing left, no slower (UNITS=500 SAMPLES=10000000)
	@.ci/prepare test
	$(PY) python -m tests.endurance.soak --way window --units $(UNITS)
	$(PY) python -m tests.endurance.soak --way console --units $(UNITS)
	$(PY) python -m tests.endurance.soak --way samples --samples $(SAMPLES)

screenshots: ## docs/screenshots and docs/pictures, made anew
	@.ci/prepare test
	$(PY) python -m tests.screenshots
	$(PY) python -m tests.telling_units

package: export PYTHONHASHSEED := 1
package: ## archive, Debian package, licences and bill of materials in dist/, tried out
	@.ci/prepare package
	@$(UV) sync --frozen --quiet --group package
	$(PY) pyinstaller --noconfirm --log-level WARN build.spec
	$(PY) python -m shipping
	$(PY) python -m tests.frozen

bare: ## dist/ on a bare Debian made by debootstrap: self-check, inspection, verified report, window (root, network)
	$(PY) python -m tests.bare_root

clean: ## remove what was made
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache
