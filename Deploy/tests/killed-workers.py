#!/usr/bin/env python3
"""Workers are killed in the middle of sales, again and again; no till may notice, and no cent may be lost or doubled.

The same sales are sent to an engine left in peace and to engines whose workers are killed at moments drawn from a
seed, on SQLite and on PostgreSQL, whose server is killed as well. Some tills serve customers of their own: their
answers must be equal, byte for byte. The others share one customer, so their answers depend on who came first: there
the sums must hold.

    killed-workers.py [SEED]
"""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from customers import TOTAL, check_same, check_sums, distribute, sales  # noqa: E402
from engine import Engine, File, Server  # noqa: E402
from shop import Shop  # noqa: E402

SEED = 20230804
KILLS = 8


def sell(engine, seed, kills):
    """Runs all tills to the end; each of `kills` is a number of answers to wait for, who dies then (a worker, or None
    for the database's server), and how many seconds later."""
    # One attempt: what a killed worker had in hand comes back from the broker, not from the till.
    shop = Shop(engine, sales(seed), timeout=60, attempts=1)
    for moment, worker, delay in kills:
        shop.wait_for(moment)
        time.sleep(delay)
        if worker is None:
            engine.database.crash()
        else:
            engine.kill_worker(worker)
            engine.start_worker(worker)
    shop.finish()
    return shop.answers


def run(name, seed, kills, database=File):
    with Engine(name, database=database) as engine:
        distribute(engine)
        engine.start()
        answers = sell(engine, seed, kills)
        check_sums(engine, answers)
    return answers


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    dice = random.Random(seed)
    moments = sorted(dice.sample(range(TOTAL * 9 // 10), KILLS))
    kills = [(moment, dice.randrange(2), dice.random() * 0.02) for moment in moments]
    calm = run("calm", seed, [])
    for database in (File, Server):
        # A file has no server that could end; the other one does it in the middle of everything.
        deaths = kills if database is File else sorted(kills + [(TOTAL // 2, None, 0)], key=lambda death: death[0])
        hunted = run("hunted", seed, deaths, database)
        check_same(calm, hunted, f"seed {seed}, on a {database.__name__.lower()}")
    killed = f"{KILLS} workers and a server killed"
    print(f"{TOTAL} messages, {killed} (seed {seed}): every answer and every sum as in peace")


if __name__ == "__main__":
    main()
