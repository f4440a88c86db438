#!/bin/sh
# Pin every dependency with its hashes, for all supported Pythons, without naming an index.
# Needs uv (pip install uv). Run it from the root of the checkout after a change in pyproject.toml.
set -eu
lock="uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
$lock pyproject.toml --extra train --output-file requirements.txt
$lock pyproject.toml --extra train --extra parquet --extra test --extra dev --extra docs --output-file requirements-test.txt
