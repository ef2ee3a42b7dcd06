#!/usr/bin/env bash
# Installs the units below a folder of its own and has systemd judge them; then watches a worker at work, to be sure
# that it needs nothing which its unit forbids.
set -euo pipefail
# shellcheck source=../lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

# systemd-analyze security, in tenths: 0 is sealed, 100 is open. What is left is the network, which the workers need.
MOST_EXPOSURE=12

make_private_dir
ROOT=$PRIVATE/root
TRACE=$PRIVATE/trace

install_units() {
  mkdir -p "$ROOT/usr/lib/systemd"
  cp -r /usr/lib/systemd/system "$ROOT/usr/lib/systemd/"
  DESTDIR=$ROOT "$TOP/Deploy/systemd/install.sh" --bin "$PROMO_BIN" 2> "$PRIVATE/install.log" ||
    fail "$(cat "$PRIVATE/install.log")"
}

# Each unit of ours as it is started: a template as its first instance.
unit_names() {
  local unit
  for unit in "$TOP"/Deploy/systemd/*.service "$TOP"/Deploy/systemd/*.target; do basename "${unit/@./@1.}"; done
}

judge_units() {
  local names said
  mapfile -t names < <(unit_names)
  # Warnings do not fail it, so whatever it says does.
  said=$(systemd-analyze verify --root="$ROOT" --man=no "${names[@]}" 2>&1) || fail "$said"
  [ -z "$said" ] || fail "systemd has something to say: $said"
  for name in "${names[@]}"; do
    case $name in *.target) continue ;; esac
    said=$(systemd-analyze security --offline=true --no-pager --root="$ROOT" --threshold="$MOST_EXPOSURE" "$name") ||
      fail "$name is more exposed than $MOST_EXPOSURE tenths: $(grep '✗' <<< "$said")"
  done
}

broken_units_are_seen() {
  sed -i 's/^NoNewPrivileges=.*/NoNewPrivilege=yes/' "$ROOT"/etc/systemd/system/sale-evaluator@.service.d/*.conf
  if (judge_units) 2> /dev/null; then fail "a unit with a mistake in it was let through"; fi
}

# GROUP: the system calls in it, those of the groups within included.
calls_of() {
  local line
  while read -r line; do
    case $line in
      "@$1" | "" | "#"*) ;;
      @*) calls_of "${line#@}" ;;
      *) echo "$line" ;;
    esac
  done < <(systemd-analyze syscall-filter "@$1")
}

consumes() { grep -q 'Connected to the broker' "$PRIVATE/worker.log"; }

work_traced() {
  local worker
  export PROMO_AMQP_URL=$PROMO_TEST_AMQP_URL PROMO_PREFIX=units$$ PROMO_DATABASE=sqlite:$PRIVATE/promotions.db
  strace -f -qq -o "$TRACE.migrate" "$PROMO_BIN/promoctl" migrate
  "$PROMO_BIN/promoctl" map distribute "$TOP/Deploy/examples/maps/limit-5000.json" --stores 3 --version 76 \
    > /dev/null
  PROMO_HTTP=127.0.0.1:0 strace -f -qq -o "$TRACE.worker" "$PROMO_BIN/sale-evaluator" 2> "$PRIVATE/worker.log" &
  worker=$!
  at_exit stop_process "$worker" "$(started_at "$worker")"
  wait_for 60 "the worker consumes" consumes
  "$PROMO_BIN/promoctl" publish "$TOP/Deploy/examples/tickets/sale-1.xml" |
    cmp - "$TOP/Deploy/examples/tickets/sale-1.answer.xml"
  # The tracer passes no signal on; its child is the worker.
  kill -TERM "$(< "/proc/$worker/task/$worker/children")"
  wait "$worker"
}

filter_lets_through() {
  local forbidden
  comm -23 <(calls_of system-service | sort -u) <({ calls_of privileged; calls_of resources; } | sort -u) \
    > "$PRIVATE/allowed"
  [ "$(wc -l < "$PRIVATE/allowed")" -gt 100 ] || fail "the groups of system calls cannot be read"
  # Numbers of processes, then the call; the first one starts the program and belongs to systemd.
  forbidden=$(sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$TRACE".* | sort -u | comm -23 - "$PRIVATE/allowed")
  # SQLite hands its files to the folder's owner where it runs as root, as this test may and the units do not.
  [ "$(id -u)" -ne 0 ] || forbidden=$(grep -vx fchown <<< "$forbidden" || true)
  [ -z "$forbidden" ] || fail "the units forbid what the programs do: $forbidden"
  if grep -E '(mmap|mprotect)\(.*PROT_WRITE\|PROT_EXEC' "$TRACE".*; then
    fail "memory is writable and executable, which the units forbid"
  fi
}

install_units
judge_units
work_traced
filter_lets_through
broken_units_are_seen
say "The units are sound, exposed by at most $MOST_EXPOSURE tenths, and forbid nothing that the programs need"
