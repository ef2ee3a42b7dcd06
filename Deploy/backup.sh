#!/usr/bin/env bash
# Backs up the database that PROMO_DATABASE names, while workers go on; the copy is one moment of it, whole.
#
#   PROMO_DATABASE=sqlite:/var/lib/promotions/promotions.db Deploy/backup.sh FILE
#   PROMO_DATABASE=postgres://… PROMO_DATABASE_PASSWORD_FILE=… Deploy/backup.sh FILE
#
# FILE must not be there yet. Deploy/restore.sh brings it back.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=lib/database.sh
. "$TOP/Deploy/lib/database.sh"

[ $# -eq 1 ] || fail "usage: Deploy/backup.sh FILE"
FILE=$1
[ ! -e "$FILE" ] || fail "$FILE is there already"
read_address
# Sales name customers: the copy is for its owner only, and has its name when it is whole.
umask 077
at_exit rm -f "$FILE.part"
case $KIND in
  sqlite)
    [ -f "$ADDRESS" ] || fail "$ADDRESS does not exist"
    # One step: writers go on beside it, and the copy never begins anew because of them.
    /usr/bin/python3 - "$ADDRESS" "$FILE.part" << 'PYTHON'
import sqlite3, sys
source, copy = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True), sqlite3.connect(sys.argv[2])
source.backup(copy)
found = copy.execute("PRAGMA integrity_check").fetchone()[0]
copy.execute("PRAGMA journal_mode = DELETE")
copy.close()
sys.exit(None if found == "ok" else f"the copy is damaged: {found}")
PYTHON
    ;;
  postgres) pg_dump --format=custom --no-owner --no-privileges --file="$FILE.part" --dbname="$ADDRESS" ;;
esac
sync "$FILE.part"
mv "$FILE.part" "$FILE"
say "Backed up to $FILE, $(stat -c %s "$FILE") bytes"
