# Everything a newcomer needs: `make run`, `make test`. Nothing has to be installed but Python 3.11 or later.
PYTHON ?= python3
MANAGE := .venv/bin/python manage.py

.PHONY: help run setup test check stop lock assets

run: .venv/installed    ## the site on http://localhost:8000 with a demonstration authority
	@$(MANAGE) run

setup: .venv/installed  ## .venv, the embedded database and its schema; no data
	@$(MANAGE) migrate --verbosity 0

test: .venv/installed   ## the whole test suite
	@.venv/bin/python -m pytest

check: .venv/installed  ## lint, format, types, templates, migrations
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/djlint templates --lint --quiet
	@$(MANAGE) makemigrations --check --dry-run --verbosity 0

stop: .venv/installed   ## stop the embedded database of this installation
	@$(MANAGE) database stop

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12")'
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

help:                   ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 10

lock:                   ## rewrite requirements.lock from requirements.txt and pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --quiet \
		--group dev requirements.txt --output-file requirements.lock

assets:                 ## compile the style sheet from the GOV.UK design system (needs Node.js)
	cd csc_tracker/assets && npm ci --silent && npm run build --silent
