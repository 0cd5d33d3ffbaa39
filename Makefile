# The only door to every tool. Each target first sees to it that what it needs is there.
PYTHON ?= python3
READY := $(PYTHON) installer/setup/ready.py
BIN := .venv/bin
OFFSCREEN := QT_QPA_PLATFORM=offscreen
export PATH := $(PATH):/usr/sbin:/sbin

.DEFAULT_GOAL := help
.PHONY: help run demo test check shots bench fonts

help: ## this list
	@sed -n 's/^\([a-z]*\):.* ## /  make \1\t/p' Makefile | expand -t 16

run: ## set everything up and open the program; without a display, do the main job in demo/
	@$(READY) run

demo: ## the main job without a window: the demo school, its papers and stick file, in demo/
	@$(READY) tools
	@rm -rf demo
	@$(BIN)/kongchuo demo --out demo

test: ## all tests, without a screen, in random order
	@$(READY) test
	@$(OFFSCREEN) $(BIN)/python -m pytest -n 2 $(ARGS)

check: ## lint, format, types
	@$(READY) tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --strict installer/setup/ready.py

shots: ## the screenshots of docs/shots, from the demo school
	@$(READY) test
	@if { command -v xvfb-run && command -v openbox; } >/dev/null; then \
		xvfb-run -a -s "-screen 0 1600x1000x24" \
			sh -c 'openbox 2>/dev/null & QT_QPA_PLATFORM=xcb exec $(BIN)/python -m tests.shots'; \
	else $(OFFSCREEN) $(BIN)/python -m tests.shots; fi

bench: ## the figures of speed, measured in one run
	@$(READY) test
	-@$(BIN)/python -m pip install -q --require-hashes -r tests/bench/requirements.lock
	@$(OFFSCREEN) $(BIN)/python -m tests.bench

fonts: ## cut the shipped fonts; SOURCES=folder as in installer/fonts/README.md
	@$(READY) tools
	@$(BIN)/python installer/fonts/build.py $(SOURCES)
