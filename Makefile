.DEFAULT_GOAL := help
.PHONY: help install run test check format clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help:
	@echo "make run      cài đặt, lập chỉ mục samples/ và mở cuộc hỏi đáp"
	@echo "make install  tạo .venv với lệnh giaoban"
	@echo "make test     chạy toàn bộ kiểm thử"
	@echo "make check    kiểm tra định dạng, lỗi và kiểu"

# The stamps make a second call quick: pip runs again only when the project's requirements change.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Cần Python 3.11 trở lên, đang có " + sys.version.split()[0] + ". Chạy lại với: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

install: $(VENV)/.installed

run: $(VENV)/.installed
	@$(BIN)/giaoban index samples
	@$(BIN)/giaoban chat

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
