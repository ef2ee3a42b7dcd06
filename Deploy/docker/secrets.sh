#!/usr/bin/env bash
# Makes the folder of secrets that docker-compose.yml names: passwords, and the broker's users with their permissions.
# What is there stays; run it again with more stores, and the broker knows them after its next start.
#
#   Deploy/docker/secrets.sh [COMPANY.STORE...]     for example 2.3 2.5
#   SECRETS=DIR                                     another folder than ./secrets
set -euo pipefail
# shellcheck source=../lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"

SECRETS=${SECRETS:-$TOP/secrets}
stores=()
for store in "$@"; do stores+=(--store "$store"); done

# Only its owner may enter it; the files are readable, since the users within the containers are others.
mkdir -p "$SECRETS"
chmod 700 "$SECRETS"
[ -s "$SECRETS/database" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' > "$SECRETS/database"
chmod 444 "$SECRETS/database"
# The mail server's password; empty where it wants none.
[ -e "$SECRETS/smtp" ] || echo > "$SECRETS/smtp"
chmod 444 "$SECRETS/smtp"
python3 "$TOP/Deploy/rabbitmq/definitions.py" "$SECRETS" "${stores[@]}" > "$SECRETS/rabbitmq-definitions.json.new"
chmod 444 "$SECRETS/rabbitmq-definitions.json.new"
mv -f "$SECRETS/rabbitmq-definitions.json.new" "$SECRETS/rabbitmq-definitions.json"
say "Secrets in $SECRETS: $(find "$SECRETS" -type f -printf '%f ')"
