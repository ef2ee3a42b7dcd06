#!/usr/bin/env python3
"""A site that does not read its queue, with real queues: two stores get their pages, and the queue of one holds a
thousand messages at most.

The other one has all its pages at once; the full one is named by `promoctl cache status` and its run waits, and so do
the pages of its next change. As soon as it reads, it gets everything: no page lost, none twice, no gap in the numbers.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import File, Server, check  # noqa: E402
from sites import Sites  # noqa: E402

PRODUCTS = 1_500
QUEUE = 1_000
PATIENCE = 60


def products(price):
    return [{"code": f"p{index:04}", "price": price, "brand": "x"} for index in range(PRODUCTS)]


def wait(said, holds):
    """Waits until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        check(time.monotonic() < end, f"not after {PATIENCE} s: {said}")
        time.sleep(0.1)


def ask(sites, *words):
    """What a promoctl says that tells of troubles by its exit status too."""
    done = subprocess.run(
        [sites.programs / "promoctl", *words], env=sites.environment, capture_output=True, check=False)
    check(done.returncode in (0, 1), f"promoctl {' '.join(words)} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


def statuses(sites):
    """What `promoctl cache status` says of each site."""
    return {site["store"]: site for site in json.loads(ask(sites, "cache", "status", "--json"))}


def read_until_done(sites, store):
    """Lets a site read until everything has come."""
    def is_done():
        sites.consume(store)
        status = statuses(sites)[store]
        return status["endedAt"] and not status["asked"] and status["pending"] == 0 and status["queue"] == 0
    wait(f"site {store} has everything", is_done)


def run(database):
    with Sites("full", database, {"8": {}, "9": {"cacheQueueLength": QUEUE}}) as sites:
        sites.load("catalogItem", products("2.00"))
        with open(sites.directory / "generator.log", "ab") as log:
            generator = subprocess.Popen(
                [sites.programs / "cache-generator"], env=dict(sites.environment, PROMO_WORKER_NAME="generator"),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            for store in sites.stores:
                sites.promoctl("cache", "refresh", store, "--full")
            wait("the queue is full", lambda: sites.queue("cache.2.9") >= QUEUE)
            wait("it is named", lambda: "its queue takes nothing" in (statuses(sites)["9"]["problem"] or ""))
            read_until_done(sites, "8")
            sites.check_site("8")
            status = statuses(sites)
            check(status["8"]["problem"] is None, f"the site that reads has a problem: {status['8']}")
            check(status["9"]["pending"] > 0, f"nothing waits for the site that does not read: {status['9']}")
            shown = ask(sites, "status")
            check("its queue takes nothing" in shown, f"promoctl status does not name it: {shown}")
            # What changes meanwhile comes after what waits.
            sites.load("catalogItem", products("3.00"))
            sites.promoctl("cache", "refresh", "9")
            read_until_done(sites, "9")
            sites.check_site("9")
            check(statuses(sites)["9"]["problem"] is None, "it has read and is still in trouble")
            sites.check_nothing_given_up()
        finally:
            generator.terminate()
            ended = generator.wait(PATIENCE)
        check(ended == 0, f"cache-generator ended with {ended}")
        print(f"{database.__name__.lower()}: a queue of {QUEUE} carried two generations of {PRODUCTS} pages")


def main():
    for database in (File, Server):
        run(database)


if __name__ == "__main__":
    main()
