#!/usr/bin/env bash
# Stops what Deploy/up.sh started, by the process ids it wrote down, after making sure that they are still those
# processes. The data stays; remove the directory to forget it.
#
#   PROMO_HOME=DIR             where it lives (~/.local/state/promotions)
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/installation.sh
. "$TOP/Deploy/lib/installation.sh"

PROMO_HOME=$(realpath -m "${PROMO_HOME:-$HOME/.local/state/promotions}")

if ! is_running "$PROMO_HOME"; then
  rm -f "$PROMO_HOME/processes"
  say "Nothing runs in $PROMO_HOME"
  exit 0
fi
stop_installation "$PROMO_HOME" || fail "not everything in $PROMO_HOME stopped when asked to"
say "Stopped; the data stays in $PROMO_HOME"
