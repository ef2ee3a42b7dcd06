#!/usr/bin/env bash
# Shows the product at work on this machine: a private broker, workers, example maps, five messages from a till, and
# goods that come back. Each answer is compared with the one that is expected, byte for byte. Nothing is left running
# or behind.
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

RETURN_STORIES=(
  "Three cleaning products, and a coupon for the next time"
  "One of them comes back the next day: 4 are paid back, and two products earn no coupon"
  "All three come back: one of them has come back already"
)
COUPON=2070040010015

# NAME NUMBER STORY: sends one message and compares the answer.
show_message() {
  local request=$TICKETS/$1-$2.xml expected=$TICKETS/$1-$2.answer.xml answer=$PRIVATE/answer-$1-$2.xml
  printf '\n--- %s. %s\n' "$2" "$3"
  cat "$request"
  "$BIN/promoctl" publish "$request" > "$answer" || fail "$1 $2 was not answered"
  printf -- '--- is answered\n'
  cat "$answer"
  if ! cmp -s "$expected" "$answer"; then
    diff -u "$expected" "$answer" >&2 || true
    fail "$1 $2: this is not the expected answer ($expected)"
  fi
}

coupon_is_cancelled() { "$BIN/promoctl" coupons show "$COUPON" | grep -q cancelled; }

show_returns() {
  local number
  "$BIN/promoctl" map distribute "$TOP/Deploy/examples/maps/cleaning-coupon.json" --stores 4 --version 77 >&2
  "$BIN/promoctl" coupons types import "$TOP/Deploy/examples/coupon-types.json" >&2
  for number in 1 2 3; do show_message return "$number" "${RETURN_STORIES[number - 1]}"; done
  wait_for 30 "the coupon is cancelled" coupon_is_cancelled
  printf '\n--- promoctl coupons show %s\n' "$COUPON"
  "$BIN/promoctl" coupons show "$COUPON"
  printf '\n--- promoctl returns list --errors\n'
  "$BIN/promoctl" returns list --errors | tee "$PRIVATE/returns"
  grep -q 9211 "$PRIVATE/returns" || fail "the return that was refused is not listed"
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
  for number in 1 2 3 4 5; do show_message sale "$number" "${STORIES[number - 1]}"; done
  printf '\n--- promoctl status\n'
  "$BIN/promoctl" status
  printf '\n--- promoctl limits show\n'
  "$BIN/promoctl" limits show
  say "Goods come back"
  show_returns
  say "Stopping everything"
  stop_installation "$PRIVATE" || fail "a worker did not stop when asked to"
  say "Eight answers, each as expected, byte for byte"
}

main
