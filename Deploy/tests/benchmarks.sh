#!/usr/bin/env bash
# Runs every benchmark briefly: not for its figures, but so that none is found broken on the day it is needed.
set -euo pipefail
# shellcheck source=../lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

BENCH=${PROMO_BIN:?is set by Deploy/test.sh}/promo-bench

# ROWS ARGUMENT...: the benchmark ends well and reports so many rows.
measure() {
  local wanted=$1 rows
  shift
  "$BENCH" "$@" --json > "$PRIVATE/report" || fail "promo-bench $* failed"
  rows=$(python3 -c 'import json, sys; print(len(json.load(sys.stdin)["rows"]))' < "$PRIVATE/report")
  [ "$rows" -eq "$wanted" ] || fail "promo-bench $* reported $rows rows, not $wanted: $(cat "$PRIVATE/report")"
  say "promo-bench $*: $rows rows"
}

make_private_dir
measure 2 evaluate --lines 1 --promotions 10,100 --seconds 1
measure 1 evaluate --world conflicts --lines 5 --promotions 100 --seconds 1
measure 4 wire --lines 1 --seconds 1
measure 2 sell --database sqlite --promotions 10 --seconds 1
measure 4 limits --database sqlite --processes 2 --maximum 1000 --grants 100
measure 2 mail --database sqlite --mails 20
measure 4 queue --database sqlite --workers 1 --promotions 10 --seconds 1
! grep -q '"refused":[^0]' "$PRIVATE/report" || fail "workers refused sales: $(cat "$PRIVATE/report")"
