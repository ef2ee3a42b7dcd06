#!/usr/bin/env python3
"""Backs a database up while tills sell, restores it elsewhere, and lets the tills send everything once more.

What was answered before the backup must be in it; what came later is worked on anew. In the end every answer and every
counter must be what they were in the installation that was never lost, on SQLite and on PostgreSQL.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, TOP, Engine, File, Server, check  # noqa: E402
from shop import Shop  # noqa: E402

TILLS, TICKETS = 6, 15
BACKUP_AFTER = 30


def messages(till):
    """Two messages for each ticket, all tickets of one customer: what limits leave depends on what came before."""
    for ticket in range(TICKETS):
        for number in (1, 2):
            price = 100 + 37 * ticket + till
            yield (
                f'<message companyId="2" store="3" terminal="{till + 1}" messageId="{number}" status="sale"'
                f' date-time="2023-08-04 {8 + ticket // 4:02}:{ticket % 4 * 15:02}:{number:02}" evaluate="true"'
                f' limitBalances="true"><customer-add seq="1" id="own{till}"/>'
                f'<item-add seq="{number}" unitprice="{price}" xprice="{price}" qty="1" code="{ticket}"/></message>'
            ).encode()


def sell(engine):
    """All tills at once."""
    return Shop(engine, [messages(till) for till in range(TILLS)], timeout=30)


def run_script(name, database, path):
    environment = dict(os.environ, PROMO_DATABASE=database.address)
    done = subprocess.run([TOP / "Deploy" / name, path], env=environment, capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


def counters(engine):
    return json.loads(engine.promoctl("limits", "show", "--json"))


def restored(base, path):
    """A database that begins as the backup."""
    class Restored(base):
        def create(self):
            super().create()
            status, said = run_script("restore.sh", self, path)
            check(status == 0, f"restore.sh ended with {status}: {said}")
    return Restored


def rehearse(base, path):
    """Sells and backs up meanwhile; sells everything again on what was restored."""
    with Engine("living", database=base) as engine:
        engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
        engine.start()
        shop = sell(engine)
        shop.wait_for(BACKUP_AFTER)
        before = [len(answers) for answers in shop.answers]
        status, said = run_script("backup.sh", engine.database, path)
        check(status == 0, f"backup.sh ended with {status}: {said}")
        after = shop.count()
        check(after < 2 * TILLS * TICKETS, "the backup was not made under load: there was none any more")
        shop.finish()
        truth = counters(engine)
        check(run_script("backup.sh", engine.database, path)[0] != 0, "a backup was written over")
        check(run_script("restore.sh", engine.database, path)[0] != 0, "a backup was restored over a database in use")
    check(path.stat().st_mode & 0o077 == 0, "others may read the backup")
    with Engine("restored", database=restored(base, path)) as engine:
        kept = counters(engine)
        check(kept != truth, "the backup holds what happened after it")
        engine.start()
        again = sell(engine)
        again.finish()
        check(again.answers == shop.answers, "an answer is another after the backup was restored")
        check(counters(engine) == truth, f"counters differ: {counters(engine)} and {truth}")
        engine.check_nothing_given_up()
    return sum(before), after


def main():
    told = []
    for base in (File, Server):
        path = Path(os.environ.get("TMPDIR", "/tmp")) / f"promotions-backup-{os.getpid()}"
        try:
            before, after = rehearse(base, path)
        finally:
            path.unlink(missing_ok=True)
        told.append(f"{base.__name__.lower()}: backed up between answers {before} and {after}")
    total = 2 * TILLS * TICKETS
    print(f"{total} messages sent again after a restore, every answer and counter as without it ({'; '.join(told)})")


if __name__ == "__main__":
    main()
