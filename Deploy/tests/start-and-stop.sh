#!/usr/bin/env bash
# Runs demo.sh, up.sh and down.sh as a newcomer would, and looks for what they leave behind.
set -euo pipefail
# shellcheck source=../lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

export PROMO_DEMO_DEBUG=1
make_private_dir
MARK=$PRIVATE/temporary
mkdir "$MARK"

# COMMAND...: runs it in an environment that everything it starts inherits.
marked() { TMPDIR=$MARK "$@"; }

# Everything that was started under the mark and still runs.
left_running() {
  local environ
  for environ in /proc/[0-9]*/environ; do
    if { tr '\0' '\n' < "$environ" | grep -qxF "TMPDIR=$MARK"; } 2> /dev/null; then
      dirname "$environ"
    fi
  done
}

# The toolchain leaves empty directories of its own; an installation is known by its broker.
nothing_is_left() { [ -z "$(left_running)" ] && [ -z "$(find "$MARK" -maxdepth 2 -name broker)" ]; }

# NAME: the log of a step that failed.
must() {
  local name=$1
  shift
  "$@" > "$PRIVATE/$name.log" 2>&1 || fail "$name failed: $(tail -n 30 "$PRIVATE/$name.log")"
}

sale_is_answered() {
  # shellcheck source=/dev/null
  (. "$PROMO_HOME/env" && /usr/bin/python3 "$TOP/Deploy/examples/pos.py" "$TOP/Deploy/examples/tickets/sale-1.xml") |
    cmp - "$TOP/Deploy/examples/tickets/sale-1.answer.xml"
}

worker_was_started() { ls "$MARK"/*/log/evaluator-*.log; } > /dev/null 2>&1

test_demo() {
  must demo marked "$TOP/Deploy/demo.sh"
  wait_for 10 "the demo leaves nothing behind" nothing_is_left
}

test_interrupted_demo() {
  local demo
  marked "$TOP/Deploy/demo.sh" > "$PRIVATE/interrupted.log" 2>&1 &
  demo=$!
  wait_for 60 "the demo starts its workers" worker_was_started
  kill -TERM "$demo"
  if wait "$demo"; then fail "an interrupted demo reported success"; fi
  wait_for 30 "an interrupted demo leaves nothing behind" nothing_is_left
}

take_down() { "$TOP/Deploy/down.sh" > /dev/null 2>&1; }

test_up_and_down() {
  export PROMO_HOME=$PRIVATE/home
  at_exit take_down
  must up marked "$TOP/Deploy/up.sh" 2
  sale_is_answered
  if marked "$TOP/Deploy/up.sh" > /dev/null 2>&1; then fail "up.sh started a second time over a running one"; fi
  sale_is_answered
  must down "$TOP/Deploy/down.sh"
  wait_for 10 "down.sh leaves nothing running" nothing_is_left
  must up-again marked "$TOP/Deploy/up.sh" 1
  sale_is_answered  # The same bytes: the answer was stored, and the limit has not moved.
  must down-again "$TOP/Deploy/down.sh"
  wait_for 10 "down.sh leaves nothing running" nothing_is_left
  must down-idle "$TOP/Deploy/down.sh"
}

# The same on PostgreSQL: everything starts from one command, stops with the other, and is there again afterwards.
test_up_on_postgres() {
  local home=$PROMO_HOME
  PROMO_HOME=$PRIVATE/on-postgres
  chmod o+x "$PRIVATE"
  must up-postgres marked "$TOP/Deploy/up.sh" --postgres 2
  grep -q '^export PROMO_DATABASE=postgres://' "$PROMO_HOME/env" || fail "--postgres did not lead to PostgreSQL"
  [ ! -e "$PROMO_HOME/promotions.db" ] || fail "a SQLite file was made beside PostgreSQL"
  sale_is_answered
  must down-postgres "$TOP/Deploy/down.sh"
  wait_for 10 "down.sh leaves nothing running" nothing_is_left
  must up-postgres-again marked "$TOP/Deploy/up.sh"
  sale_is_answered
  must down-postgres-again "$TOP/Deploy/down.sh"
  wait_for 10 "down.sh leaves nothing running" nothing_is_left
  PROMO_HOME=$home
  if marked "$TOP/Deploy/up.sh" --postgres > /dev/null 2>&1; then fail "an installation changed its database"; fi
}

# A process file from before a restart of the machine names ids that are other people's now.
test_stranger_is_spared() {
  sleep 60 &
  local stranger=$!
  at_exit kill "$stranger"
  echo "evaluator-1 $stranger 1" > "$PROMO_HOME/processes"
  must down-stranger "$TOP/Deploy/down.sh"
  kill -0 "$stranger" || fail "down.sh ended a process that is not its own"
}

test_demo
test_interrupted_demo
test_up_and_down
test_up_on_postgres
test_stranger_is_spared
say "demo.sh, up.sh and down.sh leave nothing behind"
