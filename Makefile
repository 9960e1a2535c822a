# piiscan: `make` shows what there is.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers format bench lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: $(STAMP) ## build an example share, scan it, redact it, show the results
	@$(BIN)/python -m piiscan.demo demo

test: $(STAMP) ## run the whole test suite
	@$(BIN)/python -m pytest

lint: $(STAMP) ## style and the rules of the house
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMP) ## mypy --strict on what we ship
	@$(BIN)/mypy

layers: $(STAMP) ## who may import whom
	@$(BIN)/lint-imports

format: $(STAMP) ## format the code and mend what can be mended
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: $(STAMP) ## all benchmarks; slow
	@$(BIN)/python -m benchmarks.speed && $(BIN)/python -m benchmarks.accuracy && $(BIN)/python -m benchmarks.idcopy
	@for script in benchmarks/redaction/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: ## renew constraints.txt from what the newest releases resolve to
	@rm -rf $(VENV)-lock && $(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip install --quiet --upgrade pip
	@$(VENV)-lock/bin/python -m pip install --quiet '.[all,dev]'
	@$(VENV)-lock/bin/python -m pip freeze --exclude piiscan | grep -v '^piiscan ' > constraints.txt
	@rm -rf $(VENV)-lock

clean: ## remove the environment and everything made
	@rm -rf $(VENV) build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# An interpreter of 3.11 or newer makes the environment; everything in it is pinned.
$(STAMP): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) (once; a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
