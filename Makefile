# Two commands do everything a newcomer needs, and set up what they need: make demo, make test.
.PHONY: demo test lint suite prove bench lock clean

BIN := .venv/bin
READY := .venv/.ready

demo: $(READY)
	rm -rf demo-archive
	$(BIN)/archiver demo --keep demo-archive

# Side by side, since types are checked on one core alone.
test: $(READY)
	@$(MAKE) --no-print-directory -j2 suite lint

suite: $(READY)
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Longer proofs than a test run has time for; seeded, and listed with their results in docs/proof.md.
prove: $(READY)
	$(BIN)/python tests/replay/fetch.py || echo "What is handed over is not opened in a viewer." >&2
	$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r tests/hostile/atheris.txt \
		|| echo "Hostile inputs are drawn here, and not led: there is no atheris for this machine." >&2
	$(BIN)/pytest -m "prove or hypothesis" --hypothesis-profile prove -s

bench: $(READY)
	@for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

# Versions and hashes of everything, the build backend too; names no index. An extra is written as its users write it:
# pip before 24 takes html-clean and html_clean for two.
lock:
	uv pip compile --universal --generate-hashes --no-strip-extras --no-emit-index-url --custom-compile-command "make lock" \
		--extra dev pyproject.toml -o requirements.lock
	sed -i.old 's/^lxml\[html-clean\]==/lxml[html_clean]==/' requirements.lock && rm requirements.lock.old

$(READY): requirements.lock pyproject.toml .ci/prepare
	.ci/prepare
	touch $@

clean:
	rm -rf .venv demo-archive
