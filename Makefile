# The commands of this project. `make` alone lists them.

VENV := .venv
PY := $(VENV)/bin/python
# Quiet, exact and hashed: what is installed is what requirements/ names, or nothing.
PIP := $(PY) -m pip --disable-pip-version-check --quiet
EXAMPLE := examples/recurrent-hr-positive.bundle.json
TESTS ?= -n auto

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help options setup test check format schemas bench requirements clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

options: $(VENV)/.core ## Set up and print all options for an example person
	@$(VENV)/bin/oncoptions assess $(EXAMPLE)

setup: $(VENV)/.dev ## Set up everything needed to work on the project

test: check ## Set up, check and run every test (TESTS="-k name" for some)
	$(PY) -m pytest $(TESTS)

check: $(VENV)/.dev ## Format, lint, types, layers and knowledge
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/oncoptions check

format: $(VENV)/.dev ## Format code and knowledge and mend what can be mended
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	$(VENV)/bin/oncoptions check --fix

schemas: $(VENV)/.core ## Write the JSON schemas for editors to docs/schemas/
	$(VENV)/bin/oncoptions schema --write docs/schemas

bench: $(VENV)/.dev ## Measure speed and memory
	$(PY) -m benchmarks

# Only versions that have been public for a while: a bad release is mostly found within days.
CALM := 7 days
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	--exclude-newer "$(CALM)" --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in

requirements: $(VENV)/.dev ## Choose the exact versions anew from pyproject.toml
	$(COMPILE) --output-file requirements/core.txt
	$(COMPILE) --extra dev --constraint requirements/core.txt --output-file requirements/dev.txt

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ---- The environment. A stamp is newer than what it was made from, so nothing is done twice.

$(VENV)/.made:
	@python=; \
	for candidate in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$candidate; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  found=$$($(or $(PYTHON),python3) --version 2>/dev/null || echo none); \
	  echo "Oncoptions needs Python 3.11 or newer; found: $$found." >&2; \
	  echo "Install one, or name it: make PYTHON=path-to-python" >&2; \
	  exit 2; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version) ..." >&2; \
	"$$python" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made requirements/core.txt pyproject.toml
	@echo "Installing what Oncoptions needs to run ..." >&2
	@$(PIP) install --require-hashes -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt
	@echo "Installing what its checks and tests need (about half a minute) ..." >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
