# Two commands are all anyone needs: `make demo` and `make test`.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
SHOP ?= demo-shop
PORT ?= 7860
UV_VERSION := 0.13.9
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export ANONYMIZED_TELEMETRY = False
export GRADIO_ANALYTICS_ENABLED = False
export LANGSMITH_TRACING = false
export HF_HUB_OFFLINE = 1

.PHONY: help demo test check format lock clean
help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/runtime.stamp  ## build the demo shop and open the page
	$(RUN) -m assistant demo $(SHOP) --port $(PORT)

test: $(VENV)/develop.stamp  ## run every test
	sh requirements/browser.sh
	$(RUN) -m pytest -n auto --maxprocesses 8 --dist loadfile

check: $(VENV)/develop.stamp  ## format, lint, types, imports
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

format: $(VENV)/develop.stamp  ## rewrite the code in the house style
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

lock: $(VENV)/develop.stamp  ## resolve the dependencies anew
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(RUN) requirements/lock.py

clean:  ## remove what was built here
	rm -rf $(VENV) $(SHOP) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements/runtime.lock | $(VENV)/bin/python
	sh requirements/install.sh $(RUN) $(UV_VERSION) requirements/runtime.lock
	@touch $@

$(VENV)/develop.stamp: requirements/develop.lock | $(VENV)/bin/python
	sh requirements/install.sh $(RUN) $(UV_VERSION) requirements/develop.lock
	@touch $@ $(VENV)/runtime.stamp
