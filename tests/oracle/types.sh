#!/usr/bin/env bash
# gotcha's types beside those of go/types, for every expression of the given module folders.
#   bash tests/oracle/run types [-update] [-patterns ./a,./b] MODULE…
# Facts of go/types are kept in ${XDG_CACHE_HOME:-~/.cache}/gotcha-oracle. The figures of the baseline may only improve.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/build-types"
exec "$oracle" compare -go "$go" -gotcha "$gotcha" -cache "$cache" -baseline "$here/types.baseline.json" "$@"
