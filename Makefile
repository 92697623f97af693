# Set-up and everyday commands. `make demo` on a bare machine with Python 3.11+ is all it takes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
URL ?=
ROUNDS ?= 3
LATENCIES ?= 0
KEEP ?=

.PHONY: help setup browser demo test test-all lint types scan bench bench-peers drill docs messages gold second-opinion golden scale lock clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "privacydiff needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.installed ## Make the virtual environment

browser: setup ## Find a browser, or get one
	@sh scripts/browser.sh $(BIN)

demo: browser ## Serve the built-in site on loopback, scan it, leave its report
	$(BIN)/privacydiff demo

scan: browser ## Scan a real site: make scan URL=https://example.lv
	@test -n "$(URL)" || { echo "Say which site: make scan URL=https://example.lv"; exit 2; }
	$(BIN)/privacydiff scan $(URL)

lint: setup ## Style, types and import direction
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: browser lint ## Everything, browser tests included
	$(BIN)/python -m pytest -m "not slow"

test-all: browser lint ## The same, and what takes long
	@command -v soffice >/dev/null || echo "LibreOffice Calc is missing, so no spreadsheet is opened in it: on Debian and Ubuntu, apt install libreoffice-calc-nogui"
	$(BIN)/python -m pytest

bench: browser ## Speed, as ratios against a reference in the same run: make bench ROUNDS=5 LATENCIES=0,50,200 KEEP=--keep
	$(BIN)/python bench/run.py --rounds $(ROUNDS) --latencies $(LATENCIES) $(KEEP)

bench-peers: browser ## The same beside other tools for one page, which are installed apart, in .venv-peers
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet cookieradar==2026.46 leakwatch==0.6.1
	$(BIN)/python bench/run.py --rounds $(ROUNDS) --parts peers $(KEEP)

drill: browser ## The fault drill in full: 200 sites, three workers, everything killed that can be
	$(BIN)/python tests/drills

messages: setup ## Gather the texts of reports into reports/translations/*.po
	$(BIN)/python scripts/messages.py

docs: setup ## Write anew what is made from code: docs/checks/, docs/severity.md, docs/result.schema.json
	$(BIN)/python scripts/check_pages.py
	$(BIN)/python scripts/result_schema.py

gold: setup ## Show how well policies are read, by language; raise the pinned floors
	$(BIN)/python scripts/gold_floors.py

second-opinion: setup ## Learn the second opinion anew from our own examples (needs the extra: semantic)
	$(BIN)/python scripts/second_opinion.py

golden: setup ## Write tests/golden/ anew: every report format of one small result
	$(BIN)/python scripts/golden.py

scale: setup ## Write the tables of docs/scale.md anew, from tools/costs.json
	$(BIN)/python tools/scale.py

lock: ## Pin all dependencies anew, with hashes and without addresses
	uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## Remove what was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache privacydiff-demo
