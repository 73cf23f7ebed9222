#!/usr/bin/env bash
# One token changed in a declaration, 300 times, beside go/types on the changed file.
#   bash tests/oracle/run changed [-trials N] [-seed N] MODULE…
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/build-types"
exec "$oracle" changed -go "$go" -gotcha "$gotcha" -cache "$cache" "$@"
