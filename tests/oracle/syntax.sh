#!/usr/bin/env bash
# gotcha's syntax trees beside those of go/parser, node by node, for every Go file below the given folders.
#   bash tests/oracle/run syntax PATH…
# Folders named testdata are left out. The last line is one JSON object; the exit code is 1 where a node differs or a file is unread.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
go=$(command -v "${GOTCHA_GO:-go}") || { echo "no Go here: set GOTCHA_GO" >&2; exit 3; }
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gotcha-oracle
release=$(GOTOOLCHAIN=local "$go" env GOVERSION)
mkdir -p "$cache/bin"
oracle=$cache/bin/syntax-$release
(cd "$here/syntax" && GOROOT= GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=mod CGO_ENABLED=0 "$go" build -o "$oracle" .)
gotcha=${GOTCHA:-}
if [[ -z $gotcha ]]; then
  (cd "$here/../.." && cargo build --quiet --profile quick)
  gotcha=${CARGO_TARGET_DIR:-$here/../../target}/quick/gotcha
fi
exec "$oracle" "$gotcha" "$@"
