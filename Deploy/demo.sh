#!/usr/bin/env bash
# Shows the product at work on this machine: a private broker, two workers, the example map, five messages from a
# till. Each answer is compared with the one that is expected, byte for byte. Nothing is left running or behind.
#
#   Deploy/demo.sh                     builds for release
#   PROMO_DEMO_DEBUG=1 Deploy/demo.sh  builds for debugging, which is quicker the first time
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$TOP/Deploy/lib/packages.sh"
# shellcheck source=lib/installation.sh
. "$TOP/Deploy/lib/installation.sh"

TICKETS=$TOP/Deploy/examples/tickets
STORIES=(
  "A customer buys for 4000: 30 % off is 1200, of a limit of 5000"
  "Half an hour later, the same customer, for 500: 150 more"
  "And for 15000: 30 % would be 4500, but 3650 are left; the benefit is cut to that"
  "And for 300: nothing is left of the limit, so no promotion"
  "A message that ends too early: told so, and nothing happens"
)

# NUMBER STORY: sends one message and compares the answer.
show_sale() {
  local request=$TICKETS/sale-$1.xml expected=$TICKETS/sale-$1.answer.xml answer=$PRIVATE/answer-$1.xml
  printf '\n--- %s. %s\n' "$1" "$2"
  cat "$request"
  "$BIN/promoctl" publish "$request" > "$answer" || fail "sale $1 was not answered"
  printf -- '--- is answered\n'
  cat "$answer"
  if ! cmp -s "$expected" "$answer"; then
    diff -u "$expected" "$answer" >&2 || true
    fail "sale $1: this is not the expected answer ($expected)"
  fi
}

main() {
  local configuration=release number
  [ "${PROMO_DEMO_DEBUG:-0}" != 1 ] || configuration=debug
  install_packages "${PACKAGES_TO_RUN[@]}"
  require_libraries
  say "Building ($configuration)"
  build_programs "$configuration"
  make_private_dir
  at_exit stop_installation "$PRIVATE"
  say "Starting a private RabbitMQ"
  start_servers "$PRIVATE" sqlite
  say "Distributing the example map to store $EXAMPLE_STORE"
  create_tables
  distribute_example
  say "Starting two workers"
  start_workers "$PRIVATE" 2
  say "Five messages from one till"
  for number in 1 2 3 4 5; do show_sale "$number" "${STORIES[number - 1]}"; done
  printf '\n--- promoctl status\n'
  "$BIN/promoctl" status
  printf '\n--- promoctl limits show\n'
  "$BIN/promoctl" limits show
  say "Stopping everything"
  stop_installation "$PRIVATE" || fail "a worker did not stop when asked to"
  say "Five answers, each as expected, byte for byte"
}

main
