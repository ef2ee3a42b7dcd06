#!/usr/bin/env python3
"""An upgrade without stopping: tills sell while old workers are replaced by new ones, one after the other.

The version before made the tables and began to sell; then the new version's migrations run under its workers, one
worker is replaced, old and new sell together, and the other one is replaced. No till may notice: those with a customer
of their own are answered as by new workers alone, byte for byte, and what is shared is counted once.

    PROMO_TEST_OLD_BIN=FOLDER upgrade.py    FOLDER holds the programs of the version before
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from customers import TOTAL, check_same, check_sums, distribute, sales  # noqa: E402
from engine import Engine, File, Server, setting  # noqa: E402
from shop import Shop  # noqa: E402

SEED = 20261122


def in_peace():
    """The answers of new workers alone."""
    with Engine("peace") as engine:
        distribute(engine)
        engine.start()
        shop = Shop(engine, sales(SEED), timeout=60, attempts=1)
        shop.finish()
        check_sums(engine, shop.answers)
    return shop.answers


def upgraded(database, old):
    """The answers of an installation that is upgraded meanwhile."""
    with Engine("upgrade", database=database, programs=old) as engine:
        distribute(engine)
        engine.start()
        shop = Shop(engine, sales(SEED), timeout=60, attempts=1)
        shop.wait_for(TOTAL // 4)
        engine.programs = Path(setting("PROMO_BIN"))
        engine.promoctl("migrate")
        shop.wait_for(TOTAL * 3 // 8)
        engine.replace_worker(0)
        shop.wait_for(TOTAL * 3 // 4)
        engine.replace_worker(1)
        shop.finish()
        check_sums(engine, shop.answers)
    return shop.answers


def main():
    old = os.environ.get("PROMO_TEST_OLD_BIN")
    if not old:
        print("not run: PROMO_TEST_OLD_BIN names no folder with the programs of the version before")
        return
    calm = in_peace()
    for database in (File, Server):
        check_same(calm, upgraded(database, old), f"upgraded on a {database.__name__.lower()}")
    print(f"{TOTAL} messages on each database: nobody noticed the upgrade")


if __name__ == "__main__":
    main()
