#!/usr/bin/env bash
# Sourced after common.sh: the database that PROMO_DATABASE names, for tools that are not ours.
set -euo pipefail

# Sets KIND to sqlite or postgres and ADDRESS to a path, or to what PostgreSQL's own tools take; a password that stands
# in a file goes to them by the environment, where only their owner sees it.
read_address() {
  local address=${PROMO_DATABASE:?it says which database: sqlite:PATH or postgres://…}
  case $address in
    sqlite:*) KIND=sqlite ADDRESS=${address#sqlite:} ;;
    postgres://* | postgresql://*) KIND=postgres ADDRESS=$address ;;
    *) fail "PROMO_DATABASE is sqlite:PATH or postgres://…" ;;
  esac
  export KIND ADDRESS
  if [ -n "${PROMO_DATABASE_PASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(head -n 1 "$PROMO_DATABASE_PASSWORD_FILE")
    export PGPASSWORD
  fi
}
