# `make crawl` and `make test` are all that a new clone needs; both set up .venv.
PYTHON ?= python3
BIN := .venv/bin
CONTAINS := bot-auth metrics parquet sign warc workers

.PHONY: help venv crawl test lint format docs benchmark fuzz soak faults bounds audit lock clean

help:
	@echo "make crawl    crawl the fixture sites, without a network"
	@echo "make test     run all tests"
	@echo "make lint     ruff, mypy and scrapy-lint"
	@echo "make format   let ruff format the code"
	@echo "make docs     build the documentation into build/docs"
	@echo "make benchmark  crawl a made-up site, beside the peers of PEERS=\"PYTHON ...\""
	@echo "make fuzz     try bad inputs on every reader, SECONDS=600 of them from SEED=1"
	@echo "make soak     crawl on and on for MINUTES=60, and look for leaks"
	@echo "make faults   inject TRIALS=100 faults into crawls, drawn by SEED=1"
	@echo "make bounds   test the newest and the lowest dependencies that are allowed"
	@echo "make audit    list what the container holds (CycloneDX), ask for known vulnerabilities"
	@echo "make lock     pin the hashes of what constraints.txt names"
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
	$(BIN)/python docs/reliability.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# peers that cannot live in one environment: make benchmark PEERS="venv/bin/python ..."
benchmark: venv
	$(BIN)/python -m benchmarks.crawl $(ARTICLES) $(PEERS)

ARTICLES ?= 2000
SECONDS ?= 600
SEED ?= 1

fuzz: venv
	nice -n 19 $(BIN)/python -m benchmarks.fuzz --seconds $(SECONDS) --seed $(SEED)

MINUTES ?= 60
TRIALS ?= 100

soak: venv
	$(BIN)/python -m benchmarks.soak --minutes $(MINUTES)

faults: venv
	$(BIN)/python -m benchmarks.faults --trials $(TRIALS) --seed $(SEED)

# What is asked of the network here: pip-audit asks for known vulnerabilities (--strict:
# what nobody could be asked about has not passed), lock for the hashes of what
# constraints.txt pins, bounds for the lowest and the newest versions.
TOOLS := build/audit
UNHEARD := connection broken by|requests\.exceptions\.|Could not connect
# what a command says; where nobody answered it, one line of that (never of wrong hashes)
HEARD = 2> $(TOOLS)/said && cat $(TOOLS)/said >&2 || { \
	if grep -Eq '$(UNHEARD)' $(TOOLS)/said && ! grep -qi 'match the hashes' $(TOOLS)/said; \
	then echo "make $@: nobody answered: $$(grep -E '$(UNHEARD)' $(TOOLS)/said | tail -n 1)"; \
	else cat $(TOOLS)/said; fi >&2; exit 1; }
LOCK = $(TOOLS)/bin/uv pip compile --quiet --no-header --no-annotate --generate-hashes --universal \
	--python-version 3.11.7 -c constraints.txt

$(TOOLS)/installed: requirements/audit.txt
	$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt $(HEARD)
	@touch $@

# PYTHONS: further interpreters, to be tested with what constraints.txt pins
bounds: venv $(TOOLS)/installed
	$(BIN)/python -m benchmarks.bounds $(PYTHONS:%=--python %)

audit: $(TOOLS)/installed
	$(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml requirements/container.txt -o build/sbom.json
	@$(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/container.txt -r requirements/dev.txt $(HEARD)

lock: $(TOOLS)/installed
	$(LOCK) pyproject.toml --extra dev -o requirements/dev.txt
	$(LOCK) pyproject.toml requirements/build.in $(CONTAINS:%=--extra %) -o requirements/container.txt
	$(LOCK) requirements/audit.in -o requirements/audit.txt

clean:
	rm -rf .venv build dist *.egg-info newscrawler.db* .pytest_cache .mypy_cache .ruff_cache .hypothesis
