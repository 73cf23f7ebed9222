#!/usr/bin/env bash
# gotcha's types with imports withheld (only std known; nothing known) beside the full answer of go/types: 0 wrong.
#   bash tests/oracle/run withheld MODULE…
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/build-types"
exec "$oracle" withheld -go "$go" -gotcha "$gotcha" -cache "$cache" "$@"
