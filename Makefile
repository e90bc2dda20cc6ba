# Two commands: `make run` and `make test`. Everything else serves them.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
# Whatever starts a process often, as the tests do, should not compile the same code each time.
unexport PYTHONDONTWRITEBYTECODE
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: run setup setup-dev test prepare checks lint types contracts databases unit browser faults machines system lock format screens messages bench setup-bench

run: setup
	@exec $(VENV)/bin/hearten run

setup: $(VENV)/.run-ready

# The distribution's Python first: it was built for speed, and runs the same code in a fifth less time than one
# from source mostly does. Any other will do as well.
$(VENV)/bin/python:
	@for python in /usr/bin/python3 python3; do \
		if $$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then exec $$python -m venv $(VENV); fi; done; \
	echo "Hearten needs Python 3.11 or newer with venv (on Debian: apt-get install python3-venv)."; exit 1

$(VENV)/.run-ready: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install $(PIP_FLAGS) -r requirements/run.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup-dev: setup $(VENV)/.dev-ready

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.run-ready
	$(PY) -m pip install $(PIP_FLAGS) --no-compile -r requirements/dev.txt
	@touch $@

# What the tests need from the system and pip cannot bring: a browser.
system:
	@deploy/test-system.sh

test: REUSE := --reuse-db
test: prepare checks unit browser

# One waits for the disk, the other for the network.
prepare:
	$(MAKE) --no-print-directory --jobs=2 system setup-dev

# One core reads the code, the other makes the tests' databases.
checks: setup-dev
	$(MAKE) --no-print-directory --jobs=2 types lint contracts databases

lint: setup-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup-dev
	$(VENV)/bin/mypy

contracts: setup-dev
	$(VENV)/bin/lint-imports

databases: setup-dev
	DJANGO_SETTINGS_MODULE=config.settings $(PY) -m tests.database $(CORES)

# Files go to both cores in the order they are named: the long ones first, so that no core waits at the end.
CORES := 2
SPREAD := -n $(CORES) --dist loadfile --no-loadscope-reorder
LONG := tests/browser/test_screens.py tests/faults/test_escalation.py tests/faults/test_kill.py \
	tests/browser/test_plan.py tests/browser/test_quick_exit.py tests/browser/test_talk.py

unit: setup-dev system
	$(PY) -m pytest $(SPREAD) $(REUSE) tests/matrix tests/personal hearten architecture tests --ignore=tests/browser --ignore=tests/faults --ignore=tests/machines

browser: setup-dev system
	$(PY) -m pytest $(SPREAD) -rP $(LONG) tests/faults tests/browser

# Kill each process thirty times while people use it; `make browser` does it three times.
faults: setup-dev
	FAULT_ROUNDS=$${FAULT_ROUNDS:-30} $(PY) -m pytest -rP tests/faults/test_kill.py tests/faults/test_gateways.py

# Two machines out of network namespaces, the link between them cut and healed. Needs Linux and root.
machines: setup-dev
	$(PY) -m pytest -rP tests/machines

# The live path beside its peers, ten minutes on a quiet machine. Needs node with npm.
bench: setup-bench
	$(PY) -m bench.live

setup-bench: setup $(VENV)/.bench-ready
	@deploy/bench-system.sh

$(VENV)/.bench-ready: requirements/bench.txt $(VENV)/.run-ready
	$(PY) -m pip install $(PIP_FLAGS) -r requirements/bench.txt
	@touch $@

format:
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format --quiet .

# Needs uv; the locks hold hashes and no index address.
COMPILE := uv pip compile --quiet --universal --no-header --no-emit-index-url --generate-hashes --python-version 3.11
lock:
	$(COMPILE) --group build pyproject.toml -o requirements/run.txt
	$(COMPILE) --group build --group dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) -c requirements/run.txt requirements/bench.in -o requirements/bench.txt
	$(COMPILE) bench/live/peers/synapse/requirements.in -o bench/live/peers/synapse/requirements.txt

# Pictures of every screen into docs/screens, to be looked at.
screens: setup-dev system
	$(PY) -m tests.browser.pictures

# Collects translatable texts (needs gettext); translators edit hearten/locale/*/LC_MESSAGES/*.po.
messages: setup-dev
	cd hearten && DJANGO_SETTINGS_MODULE=config.settings ../$(VENV)/bin/django-admin makemessages --all --no-location --no-obsolete --ignore 'demo/content/*'
