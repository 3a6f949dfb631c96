# What people run. Each target makes its own Python environment when it is missing, from files locked with hashes: what a
# build needs from requirements.txt; tests, audits and prints add requirements-dev.txt.
# VENV=/elsewhere/venv names another place for it; PYTHON=python3.12 another interpreter (3.11 or later). LANGS=ar,fr builds
# a slice of the site: `roadmap merge` puts slices together.

PYTHON ?= python3
VENV ?= .venv
ADDRESS ?= 127.0.0.1:8000
LANGS ?=
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
BENCH := $(VENV)/.ready-bench
MUTATION := $(VENV)/.ready-mutation
# --without-pip and `pip --python`: Debian's python3 has no ensurepip unless python3-venv is installed.
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check
# worksteal: each worker begins with neighbouring tests, which share what their module builds.
TESTS := $(BIN)/python -m pytest -n auto --dist worksteal
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
export NO_MKDOCS_2_WARNING := 1

.PHONY: help site serve pdf check test test-fast coverage browser gettext sweep audit accessibility search-quality bench bench-smoke mutation lint messages lock clean
.DEFAULT_GOAL := help

help:  ## these lines
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1  \2/'

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed, this is %s. Name another one: make PYTHON=python3.12 …" % sys.version.split()[0])'
	$(PYTHON) -m venv --clear --without-pip $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

$(DEV): $(READY) requirements-dev.txt
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $(DEV)

site: $(READY)  ## build the site into site/, strictly
	$(BIN)/roadmap build --langs "$(LANGS)"

serve: $(READY)  ## build, serve and reload as you edit (ADDRESS=127.0.0.1:8000)
	$(BIN)/roadmap serve --address $(ADDRESS)

pdf: browser  ## print the posters and the cards of links, and build the site that offers them
	$(BIN)/python tests/print_cards.py
	$(BIN)/roadmap build --langs "$(LANGS)"
	$(BIN)/python tests/print_posters.py
	$(BIN)/roadmap build --langs "$(LANGS)"

check: $(READY)  ## list all problems in data, translations and pages
	$(BIN)/roadmap check

browser: $(DEV)  ## find a Chromium for the tests, or install one
	$(BIN)/python tests/chromium.py

gettext: $(DEV)  ## find GNU gettext for the tests, or install it
	$(BIN)/python tests/gettext_tools.py

test: $(DEV) browser gettext  ## the tests, in a real browser too
	$(TESTS) -m "not sweep"

test-fast: $(DEV) gettext  ## the quick ones, without a browser (forty seconds)
	$(TESTS) -m "not slow and not browser and not sweep"

# Measuring doubles the processor's time on Python 3.11: tests in a browser, which try the built site, run without it.
coverage: $(DEV) browser gettext  ## all tests; fail if those without a browser reach too little of the code
	$(TESTS) -m "not browser" --cov
	$(TESTS) -m browser

sweep: $(DEV) browser gettext  ## the rest of what `make test` runs a part of: every language, every kind of page
	$(TESTS) -m sweep

audit: $(DEV) browser site sweep  ## `make sweep`, Lighthouse, the Nu HTML checker, Firefox, WebKitGTK, the workflows (need Node and Java); Poedit, where it is installed
	$(BIN)/zizmor --offline --no-progress .github
	$(BIN)/python tests/po/record.py --check
	$(BIN)/python tests/audit/documents.py
	$(BIN)/python tests/audit/run.py

accessibility: $(DEV) browser site  ## test every kind of page with axe and Lighthouse, for the accessibility statement
	$(BIN)/python tests/accessibility.py

search-quality: $(DEV) browser site  ## ask the site what people search for, and write how well it answers into benchmarks/search.md
	$(BIN)/python tests/search/quality.py

$(BENCH): $(DEV) benchmarks/requirements.txt
	$(PIP) install --quiet --require-hashes --no-deps -r benchmarks/requirements.txt
	@touch $(BENCH)

bench: $(BENCH)  ## measure the site beside Hugo and stock MkDocs, into benchmarks/ (hours; BENCH_OPTIONS=--help)
	$(BIN)/python benchmarks/bench.py $(BENCH_OPTIONS)

bench-smoke: $(BENCH)  ## run a small benchmark, without judging times (minutes)
	$(BIN)/python benchmarks/bench.py --smoke --rounds 1 --sizes 350 --text 350 --edits 350

$(MUTATION): $(DEV) tests/mutation/requirements.txt
	$(PIP) install --quiet --require-hashes --no-deps -r tests/mutation/requirements.txt
	@touch $(MUTATION)

mutation: $(MUTATION)  ## change the code in small ways and count what tests notice (an hour; MUTATION_OPTIONS=--help)
	nice -n 19 $(BIN)/python tests/mutation/run.py $(MUTATION_OPTIONS)

lint: $(DEV)  ## style of the code; types of the scripts (need Node)
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python tests/javascript/check.py

lock:  ## pin the requirements again from pyproject.toml (needs uv: pip install uv)
	$(LOCK) pyproject.toml --group install -o requirements.txt
	$(LOCK) pyproject.toml --group install --extra dev --constraint requirements.txt -o requirements-dev.txt
	$(LOCK) --group bench -o benchmarks/requirements.txt
	$(LOCK) --group mutation --constraint requirements-dev.txt -o tests/mutation/requirements.txt

clean:  ## remove what was built
	rm -rf site build .pytest_cache .ruff_cache .hypothesis
