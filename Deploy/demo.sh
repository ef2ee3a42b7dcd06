#!/usr/bin/env bash
# Shows the product at work on this machine: a private broker, workers, example maps, five messages from a till, goods
# that come back, and a web shop. Each answer is compared with the one that is expected, byte for byte. Nothing is left
# running or behind.
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

EXAMPLES=$TOP/Deploy/examples
TICKETS=$EXAMPLES/tickets
SHOP=9
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
  "$BIN/promoctl" map distribute "$EXAMPLES/maps/cleaning-coupon.json" --stores 4 --version 77 >&2
  "$BIN/promoctl" coupons types import "$EXAMPLES/coupon-types.json" >&2
  for number in 1 2 3; do show_message return "$number" "${RETURN_STORIES[number - 1]}"; done
  wait_for 30 "the coupon is cancelled" coupon_is_cancelled
  printf '\n--- promoctl coupons show %s\n' "$COUPON"
  "$BIN/promoctl" coupons show "$COUPON"
  printf '\n--- promoctl returns list --errors\n'
  "$BIN/promoctl" returns list --errors | tee "$PRIVATE/returns"
  grep -q 9211 "$PRIVATE/returns" || fail "the return that was refused is not listed"
}

# PATH: what the shop's web server answers.
shop_says() {
  local address
  address=$(sed -n 's/^pages are served on //p' "$PRIVATE/log/shop.log")
  [ -n "$address" ] || return 1
  /usr/bin/python3 -c 'import sys, urllib.request as web; print(web.urlopen(sys.argv[1], timeout=5).read().decode())' \
    "$address$1"
}

shop_has_pages() { [[ $(shop_says status) == *'"pages": 5'*'"missing": 0'* ]]; }

show_site() {
  local page
  "$BIN/promoctl" import catalog "$EXAMPLES/catalogs/stores.json" >&2
  "$BIN/promoctl" import catalog "$EXAMPLES/catalogs/products.csv" --company 2 --catalog catalogItem >&2
  "$BIN/promoctl" map distribute "$EXAMPLES/maps/online-shop.json" --stores "$SHOP" --version 78 >&2
  "$BIN/promoctl" cache refresh "$SHOP" --full --wait >&2
  start_process "$PRIVATE/processes" shop "$PRIVATE/log/shop.log" /usr/bin/python3 "$EXAMPLES/site.py" \
    --store "$SHOP" --table "$PRIVATE/shop.db" --listen 127.0.0.1:0
  wait_for 30 "the shop has its five pages" shop_has_pages
  printf '\n--- the page of product 101, as the shop serves it\n'
  page=$(shop_says product/101)
  printf '%s\n' "$page"
  [[ $page == *'<s>4.00</s> <b>3.60</b>'*'Sodas 10 % off'* ]] || fail "the shop does not show the promotion"
  printf '\n--- promoctl cache verify %s\n' "$SHOP"
  "$BIN/promoctl" cache verify "$SHOP"
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
  say "A web shop is told the promotions of its products"
  show_site
  say "Stopping everything"
  stop_installation "$PRIVATE" || fail "a worker did not stop when asked to"
  say "Eight answers, each as expected, byte for byte, and a shop's page"
}

main
