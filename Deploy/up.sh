#!/usr/bin/env bash
# Starts a small installation that stays: a private broker, a database and workers, for trying things out and for
# connecting a till. Deploy/down.sh stops it; its data stays.
#
#   Deploy/up.sh [WORKERS]     2 workers unless told otherwise, on a SQLite file
#   PROMO_SMTP_URL=...         the mail server; unless one is named, mails are kept in files
#   Deploy/up.sh --postgres    on a private PostgreSQL; an installation stays on what it was made with
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
IS_NEW=true
DATABASE=

take_down_unless_up() { [ "$IS_UP" = true ] || stop_installation "$PROMO_HOME"; }

# shellcheck disable=SC2153  # the broker is not the mail server
show_use() {
  cat << USE

It runs, in $PROMO_HOME.

  A till connects to     $PROMO_AMQP_URL
  and publishes to       exchange $PROMO_PREFIX.transactions, routing key pos.<company>.<store>
  Database               $PROMO_DATABASE
  Mails go to            ${PROMO_SMTP_URL}$([ ! -d "$PROMO_HOME/mails" ] || echo ", and are kept in $PROMO_HOME/mails")
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

# The database that the installation was made with, or the one that is asked for.
choose_database() {
  local found=
  [ ! -e "$PROMO_HOME/promotions.db" ] || found=sqlite
  [ ! -e "$PROMO_HOME/postgres/env" ] || found=postgres
  if [ -n "$found" ] && [ -n "$DATABASE" ] && [ "$found" != "$DATABASE" ]; then
    fail "$PROMO_HOME is on $found already; PROMO_HOME=DIR makes another installation"
  fi
  [ -z "$found" ] || IS_NEW=false
  DATABASE=${found:-${DATABASE:-sqlite}}
}

# As root PostgreSQL runs as the user postgres, who must be able to pass through to its directory.
let_postgres_pass() {
  local folder=$PROMO_HOME
  [ "$DATABASE" = postgres ] && [ "$(id -u)" -eq 0 ] || return 0
  chmod o+x "$PROMO_HOME"
  while [ "$folder" != / ]; do
    folder=$(dirname "$folder")
    [[ $(stat -c %A "$folder") == *[xt] ]] ||
      fail "the user postgres cannot pass through $folder: choose another place, such as PROMO_HOME=/var/lib/promotions"
  done
}

main() {
  local workers=2 configuration=release argument
  for argument in "$@"; do
    case $argument in
      --postgres) DATABASE=postgres ;;
      [1-9] | [1-9][0-9]) workers=$argument ;;
      *) fail "usage: Deploy/up.sh [--postgres] [WORKERS]; WORKERS is a number from 1 to 99, not \"$argument\"" ;;
    esac
  done
  if is_running "$PROMO_HOME"; then fail "it runs already in $PROMO_HOME; stop it with Deploy/down.sh"; fi
  choose_database
  [ "${PROMO_DEMO_DEBUG:-0}" != 1 ] || configuration=debug
  install_packages "${PACKAGES_TO_RUN[@]}"
  [ "$DATABASE" = sqlite ] || install_packages "${PACKAGES_FOR_POSTGRES[@]}"
  require_libraries
  say "Building ($configuration)"
  build_programs "$configuration"
  mkdir -p "$PROMO_HOME"
  # Sales name customers: the files are for their owner only.
  chmod 700 "$PROMO_HOME"
  let_postgres_pass
  at_exit take_down_unless_up
  say "Starting a private RabbitMQ$([ "$DATABASE" = sqlite ] || echo ' and a private PostgreSQL')"
  start_servers "$PROMO_HOME" "$DATABASE"
  create_tables
  if [ "$IS_NEW" = true ]; then distribute_example; fi
  say "Starting $workers workers"
  start_workers "$PROMO_HOME" "$workers"
  start_mailer "$PROMO_HOME"
  IS_UP=true
  show_use
}

main "$@"
