#!/usr/bin/env python3
"""Breaks every worker at its calls to database and broker, on SQLite and on PostgreSQL, and checks the books.

At each boundary one process is killed and another one loses its connection, under a load of sales that are finished,
committed, rolled back, left open, repeated, unreadable or want no answer; then under one of sales that use coupons,
issue coupons and move points, and under one of goods that come back. Every sale and return must have happened once,
every answer must have come with the bytes of an undisturbed run, and nothing may be left to do.

    every-boundary.py           one boundary of each kind; loads but the first on one database each, in turn
    every-boundary.py --long    every boundary, with batches and without
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from breaking import Broken  # noqa: E402
from couponmails import Mails  # noqa: E402
from engine import File, Server, check  # noqa: E402
from loyal_sales import LoyalSales  # noqa: E402
from returned_goods import ReturnedGoods  # noqa: E402
from sales import Sales  # noqa: E402

LOADS = [Sales, LoyalSales, ReturnedGoods, Mails]
BATCHES = ("25", "1")
ENOUGH = 10


def chosen(order):
    """Of each kind of boundary the middle one of those that an undisturbed process passed."""
    return [f"{kind}:{(count + 1) // 2}" for kind, count in sorted(Counter(order).items())]


def every(broken):
    """Breaks at one boundary after the other, until processes get through again and again without reaching it: how many
    they pass differs a little, by what the one before them left and by the time."""
    number, missed = 1, 0
    while missed < ENOUGH:
        missed = 0 if any(broken.kill_then_fail(number)) else missed + 1
        if number % 50 == 0:
            print(f"{broken.said}: {number} boundaries", file=sys.stderr, flush=True)
        number += 1


def run(load, database, batch, is_long):
    """One worker on one database; returns the faults that were injected and how many messages were answered."""
    name = f"every{load.__name__.lower()}{batch}"
    with Broken(name, load, database, {"PROMO_BATCH": batch}) as broken:
        order = broken.undisturbed()
        for place in chosen(order):
            broken.kill_then_fail(place)
        if is_long:
            every(broken)
        answered = broken.conclude()
    missed = {(kind, mode) for kind in order for mode in ("kill", "fail")} - set(broken.injected)
    check(not missed, f"{broken.said}: never broken at {sorted(missed)}")
    return broken.injected, answered


def report(totals):
    """One line for each kind of boundary."""
    kinds = sorted({kind for counts in totals.values() for kind, _ in counts})
    columns = [(database, mode) for database in totals for mode in ("kill", "fail")]
    print(f"{'boundary':22}" + "".join(f"{database + ' ' + mode:>16}" for database, mode in columns))
    for kind in kinds:
        print(f"{kind:22}" + "".join(f"{totals[database][kind, mode]:16}" for database, mode in columns))


def main():
    is_long = "--long" in sys.argv[1:] or os.environ.get("PROMO_TEST_LONG") == "1"
    began = time.monotonic()
    totals = {"sqlite": Counter(), "postgres": Counter()}
    answered = 0
    databases = [("postgres", Server), ("sqlite", File)]
    for turn, load in enumerate(LOADS):
        for name, database in databases if is_long or turn == 0 else [databases[turn % 2]]:
            for batch in BATCHES if is_long else BATCHES[:1]:
                injected, count = run(load, database, batch, is_long)
                totals[name] += injected
                answered += count
    report(totals)
    faults = sum(sum(counts.values()) for counts in totals.values())
    check(faults >= (2000 if is_long else 60), f"only {faults} faults were injected")
    seconds = time.monotonic() - began
    print(f"{faults} faults, {answered} answers in {seconds:.0f} s: lost 0, doubled 0, stuck 0")


if __name__ == "__main__":
    main()
