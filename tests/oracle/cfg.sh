#!/usr/bin/env bash
# Compares which statements can be reached, by our control flow graphs and by golang.org/x/tools/go/cfg, in all Go files
# below the given paths.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
paths=()
for path in "$@"; do paths+=("$(cd "$(dirname "$path")" && pwd)/$(basename "$path")"); done
cd "$here/../.."
IFS=:
CFG_PATHS="${paths[*]}" exec cargo test --quiet --test main flow::oracle -- --nocapture
