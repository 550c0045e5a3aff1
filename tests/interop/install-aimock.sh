#!/bin/sh
# Installs the third-party OpenAI-compatible mock that tests/interop/test_aimock.py talks to (needs node and npm).
set -eu
cd "$(dirname "$0")"
npm install --prefix . --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
    @copilotkit/aimock@1.43.0
