#!/bin/bash
# A private PostgreSQL on a socket in its own directory, with no port and nothing shared: for up.sh and for tests.
#
#   postgres.sh up DIR      make DIR and start a server in it
#   postgres.sh start DIR   start it again on the same data
#   postgres.sh stop DIR    stop it, flushing everything
#   postgres.sh kill DIR    stop it as a crash would
#
# Afterwards DIR/env, when sourced, holds PROMO_TEST_POSTGRES, the address of a user who may do everything there, and
# DIR as PROMO_TEST_POSTGRES_DIR. The server does not run as root: as root it runs as the user postgres, who must be
# able to enter every parent of DIR.
set -euo pipefail

fail() { echo "postgres.sh: $*" >&2; exit 1; }

programs() { pg_config --bindir 2> /dev/null || fail "pg_config is missing: apt-get install postgresql libpq-dev"; }

# COMMAND...: as the user who owns the server; from a directory that user may enter.
as_owner() {
  cd /
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

make_data() {  # DIR
  local dir=$1
  mkdir -p "$dir"
  chmod 700 "$dir"
  [ "$(id -u)" -ne 0 ] || chown postgres: "$dir"
  as_owner test -r "$dir" || fail "the user postgres cannot enter $dir: make its parents passable (chmod o+x)"
  as_owner "$bin/initdb" -D "$dir/data" -U promo -A trust -E UTF8 --locale=C --no-sync > /dev/null \
    || fail "no database could be made in $dir"
  cat > "$dir/env" << ENV
export PROMO_TEST_POSTGRES=postgres://promo@${dir//\//%2F}/postgres PROMO_TEST_POSTGRES_DIR=$dir
ENV
  chmod 644 "$dir/env"
}

start() {  # DIR: returns when it takes connections; DIR/options may hold more of the server's own options
  local more=
  [ ! -f "$1/options" ] || more=$(< "$1/options")
  as_owner "$bin/pg_ctl" -D "$1/data" -l "$1/log" -s -w -t 60 \
    -o "-c listen_addresses= -c unix_socket_directories=$1 -c max_connections=60 $more" start < /dev/null \
    || { tail -n 20 "$1/log" >&2; fail "no server came up in $1"; }
}

finish() {  # DIR MODE
  as_owner "$bin/pg_ctl" -D "$1/data" -s -w -t 60 -m "$2" stop || fail "the server in $1 does not end"
}

[ $# -eq 2 ] || fail "usage: postgres.sh up DIR | start DIR | stop DIR | kill DIR"
dir=$(realpath -m "$2")
bin=$(programs)
case $1 in
  up)
    [ ! -e "$dir/env" ] || fail "$dir already holds a server: use start"
    make_data "$dir"
    start "$dir"
    ;;
  start | stop | kill)
    [ -e "$dir/env" ] || fail "$dir holds no server: use up"
    case $1 in
      start) start "$dir" ;;
      stop) finish "$dir" fast ;;
      kill) finish "$dir" immediate ;;
    esac
    ;;
  *) fail "unknown command $1: up, start, stop and kill exist" ;;
esac
