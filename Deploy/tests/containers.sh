#!/usr/bin/env bash
# Looks at what containers are made from, as far as that goes without an engine: the compose file with each of its
# variables and profiles, the secrets it needs, the probe of the image.
set -euo pipefail
# shellcheck source=../lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

make_private_dir
export SECRETS=$PRIVATE/secrets

compose() { docker-compose -f "$TOP/docker-compose.yml" --profile tools --profile mail config 2> "$PRIVATE/said"; }

# PATTERN: how many lines of the composed file match.
lines() { compose | grep -cE -e "$1" || true; }

test_compose_file() {
  compose > /dev/null || fail "$(cat "$PRIVATE/said")"
  [ ! -s "$PRIVATE/said" ] || fail "compose has something to say: $(cat "$PRIVATE/said")"
  [ "$(lines 'replicas: 2$')" -eq 1 ] || fail "there are not two workers by default"
  [ "$(SALE_EVALUATORS=7 lines 'replicas: 7$')" -eq 1 ] || fail "the number of workers cannot be chosen"
  [ "$(ECOUPON_MAILERS=5 lines 'replicas: 5$')" -eq 1 ] || fail "the number of mailers cannot be chosen"
  [ "$(SMTP_URL=smtps://m lines 'SMTP_URL: smtps://m$')" -eq 1 ] || fail "the mail server cannot be chosen"
  [ "$(AMQP_LISTEN=10.0.0.1:5671 lines '10.0.0.1:5671:5672')" -eq 1 ] || fail "the tills' address cannot be chosen"
  # Migration, worker, operator and the catcher of mails are sealed.
  for seal in 'read_only: true' '- no-new-privileges:true' '- ALL$' 'mem_limit:'; do
    [ "$(lines "$seal")" -ge 4 ] || fail "\"$seal\" does not stand at every service"
  done
}

test_secrets() {
  local name before
  "$TOP/Deploy/docker/secrets.sh" 2.3 2> /dev/null
  for name in $(compose | sed -nE "s#^ +file: $SECRETS/##p"); do
    [ -s "$SECRETS/$name" ] || fail "docker-compose.yml names a secret that secrets.sh does not make: $name"
  done
  [ "$(stat -c %a "$SECRETS")" = 700 ] || fail "others may enter the folder of secrets"
  [ -s "$SECRETS/promo-store-2.3" ] || fail "the store has no password"
  if grep -qF "$(cat "$SECRETS/promo-worker")" "$SECRETS/rabbitmq-definitions.json"; then
    fail "a password stands where only its hash should"
  fi
  before=$(cat "$SECRETS"/*)
  "$TOP/Deploy/docker/secrets.sh" 2.3 2> /dev/null
  [ "$before" = "$(cat "$SECRETS"/*)" ] || fail "secrets that were there have changed"
  if "$TOP/Deploy/docker/secrets.sh" '2.3.*' 2> /dev/null; then fail "a pattern passed for a store"; fi
}

# PORT STATUS: answers one request on the port.
answer_once() {
  /usr/bin/python3 - "$1" "$2" << 'PYTHON'
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[2]) if self.path == "/live" else 404)
        self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).handle_request()
PYTHON
}

# STATUS: whether the probe is content with a worker that answers so.
probe() {
  local port server
  port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  answer_once "$port" "$1" &
  server=$!
  at_exit stop_process "$server" "$(started_at "$server")" 1
  until grep -qi ":$(printf '%04X' "$port") 00000000:0000 0A" /proc/net/tcp; do sleep 0.05; done
  PROMO_HTTP=0.0.0.0:$port "$TOP/Deploy/docker/healthy.sh"
}

test_probe() {
  probe 200 || fail "the probe refuses a worker that lives"
  if probe 503; then fail "the probe is content with a worker that is stuck"; fi
  if PROMO_HTTP=127.0.0.1:1 "$TOP/Deploy/docker/healthy.sh" 2> /dev/null; then
    fail "the probe is content with nobody"
  fi
  PROMO_HTTP='' "$TOP/Deploy/docker/healthy.sh" || fail "the probe refuses a program that serves nothing"
}

test_compose_file
test_secrets
test_probe
say "The compose file, its secrets and the image's probe are as they should be"
