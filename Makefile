# Everything a newcomer types. `make help` lists it; the README has the same commands without make.

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
UV := .tools/bin/uv
COMPILE := $(UV) pip compile --quiet $(if $(filter 1,$(UPGRADE)),--upgrade) --universal --python-version 3.13 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

# One name and value for all programs that are started: make BILDUNGSNETZ_VAR=… hands it on.
export BILDUNGSNETZ_VAR PORT BIND

# A town hall whose proxy signs the traffic anew puts its certificate into the system: uv shall look there, as pip does.
export UV_SYSTEM_CERTS := 1

SIZE ?= kommune

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-any-day mutants lint fix shell quality bench lock

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 21

setup: .venv/.stamp ## install everything below .venv (quick when nothing changed)

demo: setup ## show the demo city on PORT (8000); RESET=1 starts over
	@$(MANAGE) demo $(if $(filter 1,$(RESET)),--reset)

test: setup ## run all tests; ARGS="tests/search -n 0" for some of them
	@$(PYTHON) -m pytest $(ARGS)

test-any-day: setup ## the same with the clock on some other day and in another order; SEED=1 SHIFT="2028-02-29 12:00" repeats one
	@$(PYTHON) scripts/any_day/run.py $(ARGS)

mutants: setup ## break N=100 random lines in a copy, and see whether a test notices; IN=search, SEED=7
	@$(PYTHON) scripts/mutants/hunt.py

lint: setup ## check style, templates, types, layers, migrations and container files
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) .ci/templates.py
	$(PYTHON) -m mypy .
	.venv/bin/lint-imports --no-logo --cache-dir .cache/import_linter
	$(MANAGE) makemigrations --check --dry-run
	.venv/bin/hadolint Dockerfile
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml

fix: setup ## repair what lint can repair by itself
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	$(PYTHON) .ci/templates.py --fix

shell: setup ## a Python shell with all models
	@$(MANAGE) shell

quality: setup ## measure how well duplicates are recognised; writes docs/quality.md; SCHOOLS=folder of real lists of schools
	@$(MANAGE) quality $(if $(SCHOOLS),--schools "$(SCHOOLS)")

bench: var/bench/$(SIZE)/.filled ## measure the lists into docs/benchmarks.md; SIZE is kommune, land or bund
	@BILDUNGSNETZ_MODE=demo BILDUNGSNETZ_VAR=var/bench/$(SIZE) $(MANAGE) bench --size $(SIZE) --write docs/benchmarks.md

lock: .tools/.stamp ## write the hash-locked requirements/*.txt anew; UPGRADE=1 takes newer versions
	$(COMPILE) requirements/tools.in -o requirements/tools.txt
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt

# Filled once: measuring again takes what is there.
var/bench/$(SIZE)/.filled: .venv/.stamp
	@export BILDUNGSNETZ_VAR=var/bench/$(SIZE) && $(MANAGE) migrate -v 0 && $(MANAGE) createcachetable && \
		$(MANAGE) load_vocabulary -v 0 && $(MANAGE) generate_directory --size $(SIZE)
	@touch $@

# uv comes into the project, with the hashes of requirements/tools.txt; where Python has no pip, one on the PATH serves.
.tools/.stamp: requirements/tools.txt
	@if python3 -c 'import ensurepip, venv' 2>/dev/null; then \
		python3 -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check \
			--require-hashes -r requirements/tools.txt; \
	elif command -v uv >/dev/null; then \
		mkdir -p .tools/bin && ln -sf "$$(command -v uv)" $(UV); \
	else \
		echo "Install Python 3 with venv and pip (Debian: apt-get install python3-venv) or uv, then run make again." >&2; \
		exit 1; \
	fi
	@touch $@

.venv/.stamp: requirements/dev.txt .python-version .tools/.stamp
	@test -x $(PYTHON) || $(UV) venv --quiet --clear .venv
	@$(UV) pip sync --quiet --require-hashes --python $(PYTHON) requirements/dev.txt
	@touch $@
