#!/bin/bash
# A private RabbitMQ on loopback, on free ports, with nothing shared: for the demo and for tests.
#
#   broker.sh up DIR [plugin,plugin]   make DIR and start a broker in it
#   broker.sh start DIR                start it again on the same ports and data
#   broker.sh stop DIR                 stop it, flushing everything
#   broker.sh kill DIR                 kill it, as a crash would
#
# Afterwards DIR/env, when sourced, holds AMQP_URL, AMQP_PORT, MGMT_PORT, PROM_PORT and what rabbitmqctl needs.
set -euo pipefail

server=/usr/lib/rabbitmq/bin/rabbitmq-server

fail() { echo "broker.sh: $*" >&2; exit 1; }

free_ports() {  # COUNT: distinct free ports; all are held open until the last is known
  # Below the range that the system gives to outgoing connections: between a stop and a start any client, even one
  # that tries to reach this very port, could be given it.
  /usr/bin/python3 -c 'import random, socket, sys
held = []
for port in random.sample(range(10240, 32000), 1000):
    s = socket.socket()
    try: s.bind(("127.0.0.1", port))
    except OSError: continue
    held.append(s)
    if len(held) == int(sys.argv[1]): break
print(*[s.getsockname()[1] for s in held])' "$1"
}

write_settings() {  # DIR PLUGINS
  local dir=$1 amqp dist epmd mgmt prom
  read -r amqp dist epmd mgmt prom < <(free_ports 5)
  mkdir -p "$dir"/{home,mnesia,log,etc/conf.d}
  : > "$dir/etc/env.conf"
  echo "[$2]." > "$dir/etc/enabled_plugins"
  cat > "$dir/etc/rabbitmq.conf" <<CONF
listeners.tcp.default = 127.0.0.1:$amqp
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
log.file.level = info
log.console = false
management.tcp.ip = 127.0.0.1
management.tcp.port = $mgmt
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $prom
CONF
  # Every listener, the cookie and the name server stay inside DIR or on loopback; an empty env.conf keeps
  # /etc/rabbitmq out. HOME is the cookie's place, so rabbitmqctl needs this file as well.
  cat > "$dir/env" <<ENV
export AMQP_URL=amqp://guest:guest@127.0.0.1:$amqp/%2f
export HOME=$dir/home AMQP_PORT=$amqp MGMT_PORT=$mgmt PROM_PORT=$prom
export RABBITMQ_NODENAME=t$amqp@localhost RABBITMQ_DIST_PORT=$dist
export ERL_EPMD_PORT=$epmd ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_CONF_ENV_FILE=$dir/etc/env.conf RABBITMQ_CONFIG_FILE=$dir/etc/rabbitmq.conf
export RABBITMQ_CONFIG_FILES=$dir/etc/conf.d RABBITMQ_ADVANCED_CONFIG_FILE=$dir/etc/advanced.config
export RABBITMQ_ENABLED_PLUGINS_FILE=$dir/etc/enabled_plugins
export RABBITMQ_MNESIA_BASE=$dir/mnesia RABBITMQ_LOG_BASE=$dir/log RABBITMQ_PID_FILE=$dir/pid
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
export PATH=/usr/lib/rabbitmq/bin:\$PATH
ENV
}

start() {  # DIR: returns when the AMQP port answers, which opens last
  setsid "$server" > "$1/log/stdout" 2> "$1/log/stderr" < /dev/null &
  local child=$!
  for _ in $(seq 600); do
    if (exec 3<> "/dev/tcp/${AMQP_HOST:-127.0.0.1}/$AMQP_PORT") 2> /dev/null; then return 0; fi
    kill -0 "$child" 2> /dev/null || break
    sleep 0.05
  done
  tail -n 20 "$1/log/stdout" "$1/log/stderr" >&2
  fail "no broker came up in $1"
}

finish() {  # DIR SIGNAL: signal the broker, wait for its end, then take its name server down
  [ -s "$1/pid" ] || fail "no broker runs in $1"
  local pid
  pid=$(cat "$1/pid")  # read first: a broker that stops removes the file at once
  kill "-$2" "$pid" 2> /dev/null || true
  for _ in $(seq 600); do
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.05
  done
  if kill -0 "$pid" 2> /dev/null; then fail "the broker in $1 (process $pid) does not end"; fi
  rm -f "$1/pid"
  for _ in $(seq 20); do  # the name server refuses to end while the node is still registered
    if epmd -port "$ERL_EPMD_PORT" -kill 2> /dev/null | grep -q -e Killed; then break; fi
    epmd -port "$ERL_EPMD_PORT" -names > /dev/null 2>&1 || break
    sleep 0.05
  done
}

[ $# -ge 2 ] || fail "usage: broker.sh up DIR [plugin,plugin] | start DIR | stop DIR | kill DIR"
dir=$(realpath -m "$2")
case $1 in
  up)
    [ -x "$server" ] || fail "$server is missing: apt-get install rabbitmq-server"
    [ ! -e "$dir/env" ] || fail "$dir already holds a broker: use start"
    write_settings "$dir" "${3:-}"
    ;;
  start | stop | kill) [ -e "$dir/env" ] || fail "$dir holds no broker: use up" ;;
  *) fail "unknown command $1: up, start, stop and kill exist" ;;
esac
# shellcheck source=/dev/null
. "$dir/env"
case $1 in
  up | start) start "$dir" ;;
  stop) finish "$dir" TERM ;;
  kill) finish "$dir" KILL ;;
esac
