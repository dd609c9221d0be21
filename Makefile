# make run    everything, on the embedded PostgreSQL and Valkey; PORT=8000, DEMO=no starts empty
# make test   every test, on servers and folders of its own
# make check  linters, types, contracts, migrations and the API's description in step
PYTHON ?= python3
BIN := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check format lock

run: .venv/ready
	@$(BIN)/python manage.py up $(if $(filter no,$(DEMO)),--no-demo)

test: .venv/ready
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

.venv/ready: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --group dev pyproject.toml -o requirements.lock
