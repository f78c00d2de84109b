# `make` lists what there is. PYTHON=python3.12 chooses another Python than the first that is new enough.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PORT ?= 8000
VENV := .venv/bin
MANAGE := $(VENV)/python manage.py
# What lint needs to load the settings: none of it is kept, and the key is another one each time.
LINT_ENV := SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) DATABASE_URL=sqlite:///.demo/lint.sqlite3

.PHONY: help demo demo-full test lint bench crawl assets install install-dev locks

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo demo-full: export PORT := $(PORT)
demo: export DEMO = 1
demo: install ## everything, with the real entries, on http://localhost:8000 (PORT=8080 for another)
	@$(call serve,.demo)

demo-full: export DEMO_FULL = 1
demo-full: install ## the same and 2 000 made-up results, in .demo-full: what it looks like after ten years
	@$(call serve,.demo-full)

# Styles and files only where they changed; then the command, which serves in the place of make.
define serve
$(MANAGE) build_assets; \
	kept=$(1)/static/staticfiles.json; \
	if ! test -e $$kept || test -n "$$(find static .build/static .venv/installed-requirements.lock -newer $$kept)"; \
	then $(MANAGE) collectstatic --noinput --verbosity 0; touch $$kept; fi; \
	exec $(MANAGE) demo
endef

test: install-dev ## all tests, on SQLite and PostgreSQL, in a real browser (ARGS="-k cambodia" for some, ARGS=--everywhere for each on both)
	@.ci/test $(ARGS)

lint: install-dev ## style, types, templates, imports, migrations, deployment settings
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	SITE_URL=http://localhost $(LINT_ENV) $(VENV)/mypy
	$(VENV)/djlint templates --lint
	$(VENV)/lint-imports
	SITE_URL=http://localhost $(LINT_ENV) $(MANAGE) makemigrations --check --dry-run
	SITE_URL=https://results.example.org $(LINT_ENV) $(MANAGE) check --deploy --fail-level WARNING

bench: install-dev ## how long the pages take with ten years of results
	@$(VENV)/python -m tests.bench $(ARGS)

crawl: install-dev ## every public page in a browser: what is wrong, and what it costs on a slow line
	@$(VENV)/python -m tests.crawl

assets: install ## fonts and styles, into .build/
	@DEMO=1 $(MANAGE) build_assets

install: .venv/bin/python
	@.ci/install requirements.lock

install-dev: .venv/bin/python
	@.ci/install requirements-dev.lock

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "RMT needs Python 3.11 or newer; install it, or say PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is not Python 3.11 or newer." >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv \
		|| { rm -rf .venv; echo "Python cannot make .venv: on Debian and Ubuntu, apt-get install python3-venv." >&2; exit 1; }

locks: ## for developers with uv: pin again what pyproject.toml asks for
	uv pip compile --universal --generate-hashes --no-header -p 3.11 pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header -p 3.11 pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
