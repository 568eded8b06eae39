# `make run` starts the dashboard, `make check` checks quickly, `make test` everything; each installs
# what it needs.

HOST ?= 127.0.0.1
PORT ?= 8050
WORKERS ?= 1
PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
# What is compiled is kept, whatever the environment says: the tests start many processes.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist worksteal
QUICK := not browser and not server and not postgres and not office and not sweep
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run setup check quick test sweep lint format bench bench-quick bench-cases bench-readers audit tools clean

help:
	@echo "make run     serve the dashboard on http://$(HOST):$(PORT) (HOST, PORT, WORKERS can be set)"
	@echo "make check   formatting, lint, types, and the tests without browser, server, PostgreSQL or LibreOffice"
	@echo "make test    install what is missing, then run every check and test"
	@echo "make sweep   kills, every page in a browser, thousands of changed files"
	@echo "make lint    formatting, lint and types only"
	@echo "make format  format the code"
	@echo "make bench   read the published files whole, and measure pages and server beside peers and floors"
	@echo "make bench-quick  two pages beside plain Dash, and the server, in two minutes"
	@echo "make bench-cases  of it, loads of a million cases and pages over ten million (an hour)"
	@echo "make bench-readers  200 readers for 20 minutes, and a load of 100,000 cases meanwhile"
	@echo "make audit   look up what is installed in the list of known weaknesses (needs the network)"
	@echo "make clean   remove everything that was installed or built here (the store stays)"

# The server brings the store up to date as it starts, so that Python is started only once.
run: $(VENV)/compressed.stamp
	@HOST=$(HOST) PORT=$(PORT) WORKERS=$(WORKERS) SETUP_ON_START=1 \
	  $(BIN)/python -m gunicorn --config callbacks/server/gunicorn_config.py app:server

setup: $(VENV)/run.stamp
	@$(BIN)/python -m data setup

# Types are checked by one process: tests run beside it, or files are compressed.
check: $(VENV)/test.stamp
	@.ci/tools run
	@$(MAKE) --no-print-directory --jobs 2 lint quick

quick: $(VENV)/test.stamp
	$(PYTEST) -m "$(QUICK)"

test: tools $(VENV)/test.stamp
	@$(MAKE) --no-print-directory --jobs 2 lint $(VENV)/compressed.stamp
	$(PYTEST) -m "not sweep"

# What takes long, and what `make test` does with a few of each kind, with all of them.
sweep: tools $(VENV)/test.stamp
	$(PYTEST) -m "sweep or hypothesis" --hypothesis-profile exploring
	$(BIN)/python -m tests.bench.fuzz --count 2000
	$(BIN)/python -m tests.attack --cases 300 1000 10000 --days 3 --whole
	$(BIN)/python -m tests.attack.channels --seeds 1 2

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The published files are looked for in the folder that PUBLISHED_FILES names; Vizro and Streamlit
# are installed once, in .cache/bench.
bench: tools $(VENV)/test.stamp $(VENV)/compressed.stamp
	$(PYTEST) $(wildcard tests/bench/published/*.py)
	$(BIN)/python -m tests.bench.pace
	$(BIN)/python -m tests.bench.future
	$(BIN)/python -m tests.bench --json .cache/bench.json

bench-quick: tools $(VENV)/test.stamp $(VENV)/compressed.stamp
	$(BIN)/python -m tests.bench --quick

bench-cases: tools $(VENV)/test.stamp
	$(BIN)/python -m tests.bench --parts cases millions

bench-readers: $(VENV)/test.stamp $(VENV)/compressed.stamp
	$(BIN)/python -m tests.bench.readers --minutes 20

# Not of `make test`: the list is on the network.
audit: $(VENV)/run.stamp
	@test -x .cache/audit/bin/pip-audit || { $(BIN)/python -m venv .cache/audit && \
	  .cache/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	.cache/audit/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.txt

# A browser, PostgreSQL and LibreOffice for the tests; a run asks for the libraries of the PDF alone.
tools:
	@.ci/tools

clean:
	rm -rf $(VENV) .cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/run.stamp: requirements.txt | $(VENV)/made.stamp
	@echo "Installing what the dashboard needs"
	@.ci/tools run
	@$(INSTALL) -r requirements.txt
	@touch $@

# Seconds of work, once: what pages load is sent in its smallest form from the first reader on.
$(VENV)/compressed.stamp: $(VENV)/run.stamp $(wildcard assets/* assets/vendor/*)
	@$(BIN)/python -m callbacks.build.precompress
	@touch $@

# What the tests need names what the dashboard needs: one installation is enough for both.
# The provider by which tests sign in has a folder of its own: it is no part of what the dashboard runs on.
$(VENV)/test.stamp: tests/requirements.txt tests/provider/requirements.txt requirements.txt | $(VENV)/made.stamp
	@echo "Installing what the dashboard and its tests need"
	@$(INSTALL) -r tests/requirements.txt
	@$(INSTALL) --no-deps --upgrade --target $(VENV)/provider -r tests/provider/requirements.txt
	@touch $(VENV)/run.stamp $@

$(VENV)/made.stamp:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) was not found. Install it, or say PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version). Say PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments; on Debian and Ubuntu install python3-venv."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@
