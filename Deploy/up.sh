#!/usr/bin/env bash
# Starts a small installation that stays: a private broker, a SQLite file and workers, for trying things out and for
# connecting a till. Deploy/down.sh stops it; its data stays.
#
#   Deploy/up.sh [WORKERS]     2 workers unless told otherwise
#   PROMO_HOME=DIR             where it lives (~/.local/state/promotions)
#   PROMO_DEMO_DEBUG=1         builds for debugging
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$TOP/Deploy/lib/packages.sh"
# shellcheck source=lib/installation.sh
. "$TOP/Deploy/lib/installation.sh"

PROMO_HOME=$(realpath -m "${PROMO_HOME:-$HOME/.local/state/promotions}")
IS_UP=false

take_down_unless_up() { [ "$IS_UP" = true ] || stop_installation "$PROMO_HOME"; }

show_use() {
  cat << USE

It runs, in $PROMO_HOME.

  A till connects to     $PROMO_AMQP_URL
  and publishes to       exchange $PROMO_PREFIX.transactions, routing key pos.<company>.<store>
  Map in force           company 2, store $EXAMPLE_STORE: $EXAMPLE_MAP

In a shell:
  . $PROMO_HOME/env
  $BIN/promoctl publish $TOP/Deploy/examples/tickets/sale-1.xml
  $BIN/promoctl status
  $BIN/promoctl limits show

From Python, with pika:
  $TOP/Deploy/examples/pos.py --url "\$PROMO_AMQP_URL" $TOP/Deploy/examples/tickets/sale-1.xml

The workers write to $PROMO_HOME/log. Stop it with $TOP/Deploy/down.sh
USE
}

main() {
  local workers=${1:-2} configuration=release is_new=true
  [[ $workers =~ ^[1-9][0-9]?$ ]] || fail "WORKERS is a number from 1 to 99, not \"$workers\""
  if is_running "$PROMO_HOME"; then fail "it runs already in $PROMO_HOME; stop it with Deploy/down.sh"; fi
  [ "${PROMO_DEMO_DEBUG:-0}" != 1 ] || configuration=debug
  install_packages "${PACKAGES_TO_RUN[@]}"
  require_libraries
  say "Building ($configuration)"
  build_programs "$configuration"
  mkdir -p "$PROMO_HOME"
  # Sales name customers: the files are for their owner only.
  chmod 700 "$PROMO_HOME"
  [ ! -e "$PROMO_HOME/promotions.db" ] || is_new=false
  at_exit take_down_unless_up
  say "Starting a private RabbitMQ"
  start_broker "$PROMO_HOME"
  create_tables
  if [ "$is_new" = true ]; then distribute_example; fi
  say "Starting $workers workers"
  start_workers "$PROMO_HOME" "$workers"
  IS_UP=true
  show_use
}

main "$@"
