#!/usr/bin/env bash
# Brings a backup of Deploy/backup.sh back into the database that PROMO_DATABASE names: a SQLite file that is not there,
# or an empty database on a server. Start the workers afterwards, not before.
#
#   PROMO_DATABASE=sqlite:/var/lib/promotions/promotions.db Deploy/restore.sh FILE
#   PROMO_DATABASE=postgres://… PROMO_DATABASE_PASSWORD_FILE=… Deploy/restore.sh FILE
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/database.sh
. "$TOP/Deploy/lib/database.sh"

TABLES="SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"

[ $# -eq 1 ] || fail "usage: Deploy/restore.sh FILE"
FILE=$1
[ -f "$FILE" ] || fail "$FILE does not exist"
read_address
umask 077
case $KIND in
  sqlite)
    # What a database wrote ahead would be played into the restored one.
    for there in "$ADDRESS" "$ADDRESS-wal" "$ADDRESS-shm"; do
      [ ! -e "$there" ] || fail "$there is there already: stop the workers and move it away"
    done
    at_exit rm -f "$ADDRESS.part"
    cp "$FILE" "$ADDRESS.part"
    chown --reference="$(dirname "$ADDRESS")" "$ADDRESS.part" 2> /dev/null || true
    sync "$ADDRESS.part"
    mv "$ADDRESS.part" "$ADDRESS"
    ;;
  postgres)
    [ "$(psql -X -At --dbname="$ADDRESS" --command="$TABLES")" = 0 ] ||
      fail "the database holds tables already: make an empty one"
    pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$ADDRESS" "$FILE"
    # Without figures about its tables the server would plan its first statements blindly.
    psql -X -q --dbname="$ADDRESS" --command=ANALYZE
    ;;
esac
say "Restored from $FILE"
