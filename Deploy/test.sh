#!/usr/bin/env bash
# Checks everything, in order of cost, and stops at the first failure.
#
#   Deploy/test.sh          format, build, tests with a private RabbitMQ and PostgreSQL, integration scripts
#   Deploy/test.sh --fast   without servers
#   Deploy/test.sh --long   workers broken at every boundary, long proofs, and the tests under the address sanitizer
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$TOP/Deploy/lib/packages.sh"

PASSED=()
STEP=
COUNT=

tell_result() {
  if [ "$EXIT_STATUS" -eq 0 ]; then
    say "All passed in $SECONDS s: $(printf '%s; ' "${PASSED[@]}")$COUNT"
  elif [ -n "$STEP" ]; then
    printf '!!! FAILED after %s s at: %s\n' "$SECONDS" "$STEP" >&2
  fi
}

# NAME COMMAND...: one step of the gate.
step() {
  local began=$SECONDS
  STEP=$1
  shift
  say "$STEP"
  "$@"
  PASSED+=("$STEP ($((SECONDS - began)) s)")
  STEP=
}

require_tools() {
  local tool
  for tool in swift pkg-config shellcheck docker-compose promtool; do
    command -v "$tool" > /dev/null || fail "$tool is not installed: .ci/run installs what is missing"
  done
  require_libraries
}

check_scripts() {
  shellcheck -x -P SCRIPTDIR .ci/run Deploy/*.sh Deploy/*/*.sh
  docker-compose -f docker-compose.yml config -q
}

# ARGUMENT...: runs the Swift tests; XCTest is off because it reports "Executed 0 tests" beside the real count.
swift_tests() {
  local log=$PRIVATE/swift-test.log
  swift test -q --disable-xctest "$@" 2>&1 | tee "$log"
  COUNT=$(grep -Eo 'Test run with [0-9]+ tests?' "$log" | tail -n 1 || true)
  # A filter or a target gone wrong must not pass as success.
  [ -n "$COUNT" ] || fail "the test run did not say how many tests it ran"
}

# NAME: a broker and a database server of that name, in this shell's environment.
start_private_servers() {
  local broker=$PRIVATE/$1/broker postgres=$PRIVATE/$1/postgres
  # The server's owner is not who runs this, and must pass through to its own directory.
  mkdir -m 755 "$PRIVATE/$1"
  chmod o+x "$PRIVATE"
  "$TOP/Deploy/lib/broker.sh" up "$broker"
  at_exit "$TOP/Deploy/lib/broker.sh" stop "$broker"
  # shellcheck source=/dev/null
  PROMO_TEST_AMQP_URL=$(. "$broker/env" && echo "$AMQP_URL")
  export PROMO_TEST_AMQP_URL PROMO_TEST_RABBITMQ_DIR=$broker
  "$TOP/Deploy/lib/postgres.sh" up "$postgres"
  at_exit "$TOP/Deploy/lib/postgres.sh" stop "$postgres"
  # shellcheck source=/dev/null
  . "$postgres/env"
}

# The broker goes down under load: alone, since it is everybody's.
broker_goes_down() {
  PROMO_TEST_BROKER_DIR=$PROMO_TEST_RABBITMQ_DIR PROMO_TEST_BROKER_SCRIPT=$TOP/Deploy/lib/broker.sh \
    swift test -q --disable-xctest --skip-build --no-parallel --filter RabbitMQRunLoopTests
}

# SCRIPT...: each of them is a step.
run_scripts() {
  local script
  for script in "$@"; do
    case $script in
      *.sh) step "Integration: ${script##*/}" "$script" ;;
      # Debian's own Python has pika; another one first on the PATH may not.
      *.py) step "Integration: ${script##*/}" /usr/bin/python3 "$script" ;;
    esac
  done
}

# The tests that look at much more when PROMO_TEST_LONG says so.
LONG_PROOFS=(
  BestCombinationProofTests SmallWorldTests RichSaleTests HostileMapTests MutationTests LoyaltyRaceTests
  ReturnPropertyTests
)

# Scripts that wait more than they work, and never stop everybody's servers: they run beside the rest. The last one asks
# for a build, which waits until the Swift tests are through.
BESIDE=(
  benchmarks.sh cache-boundaries.py containers.sh encryption.py full-site.py mailed-sales.py mails.py
  systemd-units.sh wrong-password.py start-and-stop.sh)

start_scripts_beside() {
  # A group of processes of its own, so that it can be ended with what it started.
  set -m
  # With a trap it ends after the script that it runs, and not before.
  { trap 'exit 143' TERM; run_scripts "${BESIDE[@]/#/$TOP/Deploy/tests/}"; } > "$PRIVATE/beside.log" 2>&1 &
  BESIDE_PID=$!
  set +m
  at_exit end_scripts_beside
}

end_scripts_beside() {
  [ -n "$BESIDE_PID" ] || return 0
  kill -TERM -- "-$BESIDE_PID" 2> /dev/null || true
  # They stop servers of their own, with programs and in folders that go next.
  wait "$BESIDE_PID" || true
}

wait_for_scripts_beside() {
  local status=0
  wait "$BESIDE_PID" || status=$?
  BESIDE_PID=
  cat "$PRIVATE/beside.log" >&2
  return "$status"
}

other_scripts() {
  local script scripts=()
  for script in "$TOP"/Deploy/tests/* ${PROMO_TEST_LONG:+"$TOP"/Deploy/tests/long/*}; do
    [[ " ${BESIDE[*]} " == *" ${script##*/} "* ]] || scripts+=("$script")
  done
  run_scripts "${scripts[@]}"
}

main() {
  local mode=${1:-}
  case $mode in
    "" | --fast | --long) ;;
    *) fail "usage: Deploy/test.sh [--fast | --long]" ;;
  esac
  cd "$TOP"
  at_exit tell_result
  make_private_dir
  step "Tools" require_tools
  step "Scripts" check_scripts
  step "Format" swift format lint --strict --recursive --parallel Package.swift Sources Tests
  step "Build" swift build -q --explicit-target-dependency-import-check error
  if [ "$mode" != --fast ]; then
    PROMO_BIN=$(swift build --show-bin-path)
    export PROMO_BIN
    [ "$mode" != --long ] || export PROMO_TEST_LONG=1
    step "Private servers for scripts beside" start_private_servers beside
    start_scripts_beside
    unset PROMO_TEST_LONG
    step "Private servers" start_private_servers main
  fi
  step "Tests" swift_tests
  if [ "$mode" != --fast ]; then
    step "A broker that goes down" broker_goes_down
    [ "$mode" != --long ] || export PROMO_TEST_LONG=1
    other_scripts
    step "Scripts beside" wait_for_scripts_beside
  fi
  if [ "$mode" = --long ]; then
    step "Long proofs, optimised" swift_tests -c release -Xswiftc -enable-testing --scratch-path .build/proofs \
      "${LONG_PROOFS[@]/#/--filter=}"
    unset PROMO_TEST_LONG
    step "Tests under the address sanitizer" swift_tests --sanitize=address --scratch-path .build/asan
  fi
}

main "$@"
