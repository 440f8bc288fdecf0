# `make crawl` and `make test` are all that a new clone needs; both set up .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help venv crawl test lint format docs benchmark clean

help:
	@echo "make crawl    crawl the fixture sites, without a network"
	@echo "make test     run all tests"
	@echo "make lint     ruff, mypy and scrapy-lint"
	@echo "make format   let ruff format the code"
	@echo "make docs     build the documentation into build/docs"
	@echo "make benchmark  crawl a made-up site, beside what peers are installed"
	@echo "make clean    remove .venv and what crawls and tests left"

venv: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

crawl: venv
	$(BIN)/scrapy crawl fixtures

test: venv
	$(BIN)/python -m pytest -n auto

lint: venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/scrapy-lint

format: venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix --quiet .

docs: venv
	$(BIN)/python docs/reference.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

benchmark: venv
	$(BIN)/python -m benchmarks.crawl

clean:
	rm -rf .venv build dist *.egg-info newscrawler.db* .pytest_cache .mypy_cache .ruff_cache .hypothesis
