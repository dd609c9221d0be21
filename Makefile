# make run    everything, on the embedded PostgreSQL and Valkey; PORT=8000, DEMO=no starts empty
# make test   every test, on servers and folders of its own
# make bench-capture, bench-reading, bench-import, bench-placing, bench-scale, bench-triage, bench-clustering,
#      bench-learning, bench-backtest, bench-routing, bench-proof, bench-verified, bench-regression-set,
#      bench-alerts, bench-calibration, bench-cleanups, bench-quality, bench-trajectory, bench-reporting
#             figures beside their limits, also in var/bench/*.json
# make peers  what bench-clustering and bench-routing are held against, in an environment of its own: .venv-peers
# make check  linters, types, contracts, migrations and the API's description in step
PYTHON ?= python3
BIN := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check openapi format lock peers

run: .venv/ready
	@$(BIN)/python manage.py up $(if $(filter no,$(DEMO)),--no-demo)

test: .venv/ready
	@# three on two cores: some wait for servers and browsers
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/ready
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djade --check $$(git ls-files '*.html')
	$(BIN)/djlint --lint --quiet $$(git ls-files '*.html')
	$(BIN)/python manage.py prepare
	@# models against migrations needs no database: an empty one in memory spares the wait for it
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py widget
	$(BIN)/python manage.py spectacular --validate --fail-on-warn | diff -u docs/openapi.yaml - \
		|| { echo "The API's description is out of step: make openapi"; exit 1; }

bench-%: .venv/ready
	$(BIN)/python -m tests.benchmarks.bench_$(subst -,_,$*)

peers: .venv-peers/ready

openapi: .venv/ready
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

format: .venv/ready
	$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix .
	$(BIN)/djade $$(git ls-files '*.html')

.venv/ready: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

.venv-peers/ready: tests/benchmarks/peers.lock .venv/ready
	$(PYTHON) -m venv .venv-peers
	$(BIN)/uv pip install --quiet --compile-bytecode --python .venv-peers/bin/python --require-hashes -r $<
	@touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

lock:
	$(COMPILE) --group dev pyproject.toml -o requirements.lock
	$(COMPILE) tests/benchmarks/peers.in -o tests/benchmarks/peers.lock
