# Everything a machine needs to run, check and test this program. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell tools/python.sh)
VENV := .venv
BIN := $(VENV)/bin
# The last thing the build makes, so that a bare `vite build` does not count as one.
BUILT := src/tongban/web/static/built/fonts/LICENSE.txt
FRONTEND := $(shell find frontend -path '*/node_modules' -prune -o -type f ! -name '.*' -print 2>/dev/null)
CODE := src tests tools $(wildcard benchmarks/*.py)
ACTIONS := $(shell find src/tongban/apps -name 'actions*.py' -o -path '*/actions/*.py')
DEMO ?= 1
PORT ?= 8000
N ?= 2

# What a check writes (keys, compiled catalogues) must not touch an installation's own var/.
SCRATCH := TONGBAN_VAR=$(CURDIR)/.venv/scratch DATABASE_URL= TONGBAN_DEMO=1

##@ For everyone
run: setup ## the whole system with the demo city, on http://127.0.0.1:8000 (PORT=…, DEMO=0 for an empty one)
	$(BIN)/tongban up --port $(PORT) $(if $(filter 1,$(DEMO)),--demo)

test: setup browser ## every test, in a temporary database cluster of its own
	npm --prefix frontend test
	$(BIN)/pytest -n $(N)

doctor: $(VENV)/.installed ## what is missing or wrong on this machine, and how to mend it
	$(BIN)/tongban doctor

##@ For those who change the program
check: setup lint types layers templates migrations catalogues ## everything that can be found without running the program

bench: setup ## the measured promises (CASES=100000 …)
	$(BIN)/python -m benchmarks

setup: $(VENV)/.installed pango $(BUILT) ## what run and test need: packages, front end, message catalogues
	$(BIN)/python tools/messages.py compile

lint: $(VENV)/.installed
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

types: $(VENV)/.installed $(BUILT)
	$(SCRATCH) $(BIN)/mypy
	$(SCRATCH) $(BIN)/mypy --config-file tools/mypy-django.ini $(ACTIONS)
	npm --prefix frontend run check

layers: $(VENV)/.installed
	$(BIN)/lint-imports

templates: $(VENV)/.installed
	$(BIN)/djlint --lint --quiet src

migrations: $(VENV)/.installed
	$(SCRATCH) $(BIN)/python -W ignore -m django makemigrations --check --dry-run --settings tongban.config.settings

catalogues: $(VENV)/.installed
	$(BIN)/python tools/messages.py check

format: $(VENV)/.installed ## put the code into its usual shape
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

messages: $(VENV)/.installed ## gather new sentences into the catalogues, to be translated
	$(BIN)/python tools/messages.py extract

lock: $(VENV)/.installed ## choose the newest permitted versions again and pin them
	tools/lock.sh $(BIN)/pip-compile
	npm --prefix frontend update --package-lock-only

clean: ## remove what is built; var/ (your data) stays
	rm -rf $(VENV) frontend/node_modules src/tongban/web/static/built build test-results
	find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

help:
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	     /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- set-up, each step only when what it depends on has changed

$(VENV)/.installed: requirements-dev.lock pyproject.toml
	tools/debian.sh venv $(PYTHON)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json
	tools/node.sh
	npm --prefix frontend ci --no-audit --no-fund
	touch $@

$(BUILT): frontend/node_modules/.installed $(FRONTEND)
	npm --prefix frontend run build
	touch $@

pango:
	@tools/debian.sh pango $(BIN)/python

browser:
	@tools/debian.sh chromium

.PHONY: run test doctor check bench setup lint types layers templates migrations catalogues format messages lock clean help pango browser
