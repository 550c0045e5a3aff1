.DEFAULT_GOAL := help
.PHONY: help install run test eval check format clean

# The first of these that is new enough; `make PYTHON=...` decides otherwise.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$name && exit; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

help:
	@echo "make run      cài đặt, lập chỉ mục samples/ và mở cuộc hỏi đáp; có TELEGRAM_BOT_TOKEN thì chạy bot"
	@echo "make install  tạo .venv với lệnh giaoban"
	@echo "make test     chạy toàn bộ kiểm thử"
	@echo "make eval     đo độ chính xác trên evals/ (không dùng mô hình)"
	@echo "make check    kiểm tra định dạng, lỗi và kiểu"
	@echo "make format   sửa định dạng"
	@echo "make clean    xóa .venv và các tệp tạm (không đụng đến data/)"

# The stamps make a second call quick: pip runs again only when the project's requirements change.
# An environment without pip is one whose making was interrupted, or a system without its venv package.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Cần Python 3.11 trở lên; $(PYTHON) là: $$($(PYTHON) --version 2>/dev/null || echo "không tìm thấy")."; \
		echo "Nếu máy có bản mới hơn, hãy chỉ rõ: make PYTHON=đường_dẫn_tới_python run"; exit 1; } >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
		echo "Không tạo được môi trường .venv. Trên Debian, Ubuntu: sudo apt install python3-venv"; exit 1; } >&2
	@echo "Đang cài đặt vào .venv, lần đầu mất vài phút…"
	@$(PIP) install --constraint constraints.txt --editable . </dev/null || { \
		echo "Cài đặt chưa xong: hãy kiểm tra kết nối mạng rồi chạy lại lệnh này."; exit 1; } >&2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Đang cài đặt công cụ kiểm thử…"
	@$(PIP) install --constraint constraints.txt --editable '.[dev]' </dev/null
	@touch $@

install: $(VENV)/.installed

# The token counts wherever the bot would find it: in the environment or in .env.
run: $(VENV)/.installed
	@$(BIN)/giaoban index samples </dev/null
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ] || grep -Eqs '^ *(export +)?TELEGRAM_BOT_TOKEN *= *[^ ]' .env; \
		then exec $(BIN)/giaoban bot; else exec $(BIN)/giaoban chat; fi

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto

# From another folder and without these variables, so that no model of the person's own settings is measured.
eval: $(VENV)/.installed
	@cd evals && for set in dev check offices teams mixed towns companies; do \
		env -u OPENAI_API_KEY -u OPENAI_BASE_URL GIAOBAN_DATA_DIR="$${GIAOBAN_DATA_DIR:-$(CURDIR)/data}" \
		"$(CURDIR)/$(BIN)/giaoban" eval $$set </dev/null || exit 1; done

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
