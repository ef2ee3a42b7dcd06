#!/usr/bin/env bash
# Sourced by the scripts of Deploy: saying, failing, cleaning up, and processes that are ended by their own id.
set -euo pipefail

# The top of the repository, for whoever sources this.
export TOP
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# The toolchain's crash reporter can wait for ever on a process that is gone.
export SWIFT_BACKTRACE=enable=no

say() { printf '==> %s\n' "$*" >&2; }

fail() {
  printf '!!! %s\n' "$*" >&2
  exit 1
}

# --- What must be undone -------------------------------------------------------------------------------------------

UNDO=()

# COMMAND...: run when the script ends, however it ends, the latest first.
at_exit() { UNDO=("$(printf '%q ' "$@")" "${UNDO[@]}"); }

undo_all() {
  EXIT_STATUS=$?
  local command
  # Nothing may keep the rest from being undone, not a second interrupt either.
  trap - EXIT
  trap '' INT TERM HUP
  set +e
  for command in "${UNDO[@]}"; do eval "$command"; done
  exit "$EXIT_STATUS"
}

trap undo_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Makes a directory that is gone when the script ends, and names it in PRIVATE.
make_private_dir() {
  PRIVATE=$(mktemp -d)
  at_exit rm -rf "$PRIVATE"
}

# --- Waiting -------------------------------------------------------------------------------------------------------

# SECONDS WHAT COMMAND...: tries the command until it succeeds; fails with WHAT when the time is over.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "waited in vain: $what"
    sleep 0.1
  done
}

# --- Processes -----------------------------------------------------------------------------------------------------

# PID: when the process started, in ticks since boot; with the id it names one process, a reused id does not match.
started_at() {
  local stat
  stat=$(cat "/proc/$1/stat" 2> /dev/null) || return 1
  # The name in parentheses may hold blanks; what follows it does not.
  stat=${stat##*) }
  # shellcheck disable=SC2086
  set -- $stat
  [ "$1" != Z ] || return 1
  echo "${20}"
}

# PID START: whether that very process still runs.
still_runs() { [ "$(started_at "$1" || true)" = "$2" ]; }

# PID START [SECONDS]: asks the process to end, and ends it when it has not after SECONDS (20).
stop_process() {
  local pid=$1 start=$2 left=$((${3:-20} * 10))
  still_runs "$pid" "$start" || return 0
  kill -TERM "$pid" 2> /dev/null || true
  while still_runs "$pid" "$start"; do
    if [ "$left" -le 0 ]; then
      say "process $pid did not end by itself and was killed"
      kill -KILL "$pid" 2> /dev/null || true
      return 1
    fi
    left=$((left - 1))
    sleep 0.1
  done
}

# RECORD NAME LOG COMMAND...: starts the command apart from this terminal and writes name, id and start to RECORD.
start_process() {
  local record=$1 name=$2 log=$3 pid start
  shift 3
  setsid "$@" > "$log" 2>&1 < /dev/null &
  pid=$!
  start=$(started_at "$pid") || fail "$name did not start: $(tail -n 5 "$log")"
  echo "$name $pid $start" >> "$record"
}
