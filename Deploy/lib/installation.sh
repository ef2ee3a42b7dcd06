#!/usr/bin/env bash
# Sourced after common.sh: a small installation in one directory, a broker, a database and workers; for the demo, for
# up.sh and for tests. It is described by the directory alone:
#
#   broker/     the private RabbitMQ, its port in broker/env
#   postgres/   the private PostgreSQL, where there is one; else promotions.db holds the data
#   env         PROMO_* for whoever wants to talk to it
#   processes   a line for each process: name, id, start (see started_at)
#   log/        what the workers say
set -euo pipefail

EXAMPLE_MAP=$TOP/Deploy/examples/maps/limit-5000.json
EXAMPLE_STORE=3
EXAMPLE_VERSION=76

# CONFIGURATION (release or debug): builds the programs and names their folder in BIN.
build_programs() {
  local product
  for product in sale-evaluator return-processor ecoupon-mailer importer cache-generator promoctl; do
    swift build --package-path "$TOP" -c "$1" --product "$product" >&2
  done
  BIN=$(swift build --package-path "$TOP" -c "$1" --show-bin-path)
}

# DIR DATABASE (sqlite or postgres): starts the servers and writes DIR/env; its PROMO_* are exported from then on.
start_servers() {
  local dir=$1 database=$2 url
  mkdir -p "$dir/log"
  # Left by a machine that went down: from here on both files speak of this start only.
  rm -f "$dir/processes" "$dir/broker/pid"
  # An interrupt waits until a server can be named, and so be stopped.
  (trap '' INT && "$TOP/Deploy/lib/broker.sh" "$(up_or_start "$dir/broker")" "$dir/broker")
  record_broker "$dir"
  url=$(broker_says "$dir" printenv AMQP_URL)
  if [ "$database" = postgres ]; then
    (trap '' INT && "$TOP/Deploy/lib/postgres.sh" "$(up_or_start "$dir/postgres")" "$dir/postgres")
    record_postgres "$dir"
    # shellcheck source=/dev/null
    database=$(. "$dir/postgres/env" && echo "$PROMO_TEST_POSTGRES")
  else
    database=sqlite:$dir/promotions.db
  fi
  cat > "$dir/env" << ENV
export PROMO_AMQP_URL=$url
export PROMO_DATABASE=$database
export PROMO_PREFIX=promo
ENV
  # shellcheck source=/dev/null
  . "$dir/env"
}

# DIR: what its script is asked for, depending on whether it holds a server.
up_or_start() { if [ -f "$1/env" ]; then echo start; else echo up; fi; }

record_broker() {
  local pid start
  pid=$(cat "$1/broker/pid" 2> /dev/null) || return 0
  start=$(started_at "$pid") || return 0
  echo "broker $pid $start" >> "$1/processes"
}

record_postgres() {
  local pid start
  pid=$(head -n 1 "$1/postgres/data/postmaster.pid" 2> /dev/null) || return 0
  start=$(started_at "$pid") || return 0
  echo "postgres $pid $start" >> "$1/processes"
}

# DIR COMMAND...: runs a command with the broker's variables, of which HOME is one: hence the subshell.
broker_says() {
  local dir=$1
  shift
  # shellcheck source=/dev/null
  (. "$dir/broker/env" && "$@")
}

# DIR NAME PROGRAM: starts a worker.
start_worker() { PROMO_WORKER_NAME=$2 start_process "$1/processes" "$2" "$1/log/$2.log" "$3"; }

# DIR NUMBER: starts that many workers that answer tills, beside them one each that works on returns, loads catalogs and
# sends sites their promotions, and returns when the former consume.
start_workers() {
  local dir=$1 number=$2 index
  for index in $(seq "$number"); do
    start_worker "$dir" "evaluator-$index" "$BIN/sale-evaluator"
  done
  start_worker "$dir" returns-1 "$BIN/return-processor"
  start_worker "$dir" importer-1 "$BIN/importer"
  start_worker "$dir" cache-generator-1 "$BIN/cache-generator"
  wait_for 30 "$number workers that consume" workers_consume_or_tell "$dir" "$number"
}

# DIR: starts a mailer, with a server that keeps its mails in DIR/mails unless PROMO_SMTP_URL names another.
start_mailer() {
  local dir=$1 port
  # What an earlier start left there must not be read for this one's.
  rm -f "$dir/log/mail-catcher.log" "$dir/log/mailer.log"
  if [ -z "${PROMO_SMTP_URL:-}" ]; then
    start_process "$dir/processes" mail-catcher "$dir/log/mail-catcher.log" \
      "$TOP/Deploy/examples/mail-catcher.py" "$dir/mails"
    wait_for 10 "a server that takes mails" test -s "$dir/log/mail-catcher.log"
    port=$(head -n 1 "$dir/log/mail-catcher.log")
    export PROMO_SMTP_URL=smtp://127.0.0.1:$port PROMO_SMTP_TLS=none
    export PROMO_SMTP_FROM=${PROMO_SMTP_FROM:-coupons@example.com}
  fi
  start_worker "$dir" mailer "$BIN/ecoupon-mailer"
  wait_for 30 "a mailer" grep -qs "Connected to the broker" "$dir/log/mailer.log"
}

# Fails at once, with its last words, when a worker has ended.
workers_consume_or_tell() {
  local name pid start
  if workers_consume "$@"; then return 0; fi
  while read -r name pid start; do
    still_runs "$pid" "$start" || fail "$name has ended: $(tail -n 5 "$1/log/$name.log" 2>&1)"
  done < "$1/processes"
  return 1
}

# DIR NUMBER: whether the broker sees that many consumers of the sales, and one of the returns. It lists consumers as
# they are; the numbers it lists with queues are seconds old.
workers_consume() {
  local consumers
  consumers=$(broker_says "$1" rabbitmqctl -q --no-table-headers list_consumers queue_name 2> /dev/null || true)
  [ "$(grep -cxF "$PROMO_PREFIX.sales" <<< "$consumers")" -eq "$2" ] &&
    grep -qxF "$PROMO_PREFIX.returns" <<< "$consumers"
}

# DIR: stops workers, then the servers; only what is recorded, and only while it is still the same process.
stop_installation() {
  local dir=$1 name pid start status=0
  grep -q '^broker ' "$dir/processes" 2> /dev/null || record_broker "$dir"
  grep -q '^postgres ' "$dir/processes" 2> /dev/null || record_postgres "$dir"
  [ -f "$dir/processes" ] || return 0
  while read -r name pid start; do
    case $name in broker | postgres) continue ;; esac
    stop_process "$pid" "$start" || status=1
  done < "$dir/processes"
  while read -r name pid start; do
    case $name in broker | postgres) ;; *) continue ;; esac
    if still_runs "$pid" "$start"; then "$TOP/Deploy/lib/$name.sh" stop "$dir/$name" || status=1; fi
  done < "$dir/processes"
  rm -f "$dir/processes"
  return "$status"
}

# DIR: whether anything recorded there still runs.
is_running() {
  local name pid start
  [ -f "$1/processes" ] || return 1
  while read -r name pid start; do
    if still_runs "$pid" "$start"; then return 0; fi
  done < "$1/processes"
  return 1
}

create_tables() { "$BIN/promoctl" migrate >&2; }

distribute_example() {
  "$BIN/promoctl" map distribute "$EXAMPLE_MAP" --stores "$EXAMPLE_STORE" --version "$EXAMPLE_VERSION" >&2
}
