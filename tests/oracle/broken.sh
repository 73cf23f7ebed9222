#!/usr/bin/env bash
# One token deleted in a function body, 1 000 times: 0 wrong in all other declarations of the package.
#   bash tests/oracle/run broken [-trials N] [-seed N] MODULE…
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/build-types"
exec "$oracle" broken -go "$go" -gotcha "$gotcha" -cache "$cache" "$@"
