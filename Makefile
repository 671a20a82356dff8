# `make` lists the targets. Set-up happens by itself, once: each step leaves a stamp and is repeated when what it was made
# from has changed.

PYTHON ?= python3
VENV := .venv
TOOLS := .tools
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --loglevel=error --no-update-notifier
# No step of an installation downloads a browser: Debian's Chromium is used.
export PUPPETEER_SKIP_DOWNLOAD = 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = 1
# Faults of the environment, not of the project: compiled modules make each start faster.
unexport PYTHONDONTWRITEBYTECODE

RUN := $(VENV)/run.stamp
TEST := $(VENV)/test.stamp
BENCH := $(VENV)/bench.stamp
NODE := $(TOOLS)/node.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help build test check lint types format bench screenshots lock clean system-build system-test

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf 'make %-12s %s\n' "$$name" "$$what"; done

build: $(RUN) ## Set up what is needed and write the four editions into build/
	$(BIN)/engross build

test: $(TEST) $(NODE) ## Set up the validators, run every test, measure coverage (ARGS="tests/test_docs.py" runs some)
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile $(or $(ARGS),--cov)

check: lint types ## Everything that is quick: lint and types, and the source itself
	$(BIN)/engross check

lint: $(TEST) ## Look for mistakes and for another layout than `make format` gives
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST) ## Check the types of the project and of its tests
	$(BIN)/mypy

format: $(TEST) ## Lay out the code and mend what can be mended safely
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(BENCH) ## Measure beside the peers and write benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

screenshots: $(TEST) $(NODE) ## Take the pictures in the documents anew from the four editions
	$(BIN)/python -m tools.screenshots

lock: ## Work out the locked requirements anew (needs uv)
	tools/lock

clean: ## Remove what was written and what was set up
	rm -rf $(VENV) $(TOOLS) dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find build -mindepth 1 ! -name .gitignore -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- Set-up ---------------------------------------------------------------------------------------------------------

# Asked anew each time, since the system is not ours; where nothing is missing it takes a hundredth of a second.
system-build system-test: system-%:
	@PYTHON=$(PYTHON) tools/system-packages $*

$(BIN)/python: | system-build
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.txt pyproject.toml | $(BIN)/python system-build
	$(PIP) --require-hashes --requirement requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.txt $(RUN) | system-test
	$(PIP) --require-hashes --requirement requirements/test.txt
	@touch $@

$(BENCH): requirements/bench.txt $(RUN)
	$(PIP) --require-hashes --requirement requirements/bench.txt
	@touch $@

$(NODE): tests/validators/package.json tests/validators/package-lock.json $(TEST)
	@mkdir -p $(TOOLS)
	cp tests/validators/package.json tests/validators/package-lock.json $(TOOLS)
	$(NPM) --prefix $(TOOLS) ci --no-audit --no-fund
	@touch $@
