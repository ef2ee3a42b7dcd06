#!/usr/bin/env python3
"""Breaks importer and cache-generator at their calls to database and broker, on SQLite and on PostgreSQL.

At each boundary one process is killed and another one loses its connection: while a catalog is loaded, and while a
site is sent its pages. Then the catalog must hold what was published, and the example site's table must be what the
till says: every page once, none missing, none left over, no gap in the numbers.

    cache-boundaries.py           one boundary of each kind, every other kind on SQLite and the rest on PostgreSQL
    cache-boundaries.py --long    every boundary
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
import pika  # noqa: E402
from engine import File, Server, check, setting  # noqa: E402
from sites import Sites  # noqa: E402

PATIENCE = 60
PRODUCTS = 40


def catalog(number):
    """The products of a round: prices and brands differ from those of the round before, some come and some go."""
    return [{"code": f"p{index:03}", "price": f"{index + 1}.{number % 100:02}", "brand": "xyz"[(index + number) % 3]}
            for index in range(PRODUCTS) if (index + number) % 10]


class Feed:
    """An engine with a site, whose processes are broken one at a time."""

    def __init__(self, name, database):
        self.engine = Sites(name, database, {"9": {}})
        self.said = database.__name__.lower()
        self.round = 0
        self.injected = Counter()

    def __enter__(self):
        self.engine.__enter__()
        return self

    def __exit__(self, *what):
        self.engine.__exit__(*what)

    def publish(self, items):
        """Sends a catalog to the importer's queue, which its first process has made."""
        connection = pika.BlockingConnection(pika.URLParameters(self.engine.url))
        body = {"companyId": "2", "catalog": "catalogItem", "deleteAllCollectionFirst": "true", "items": items}
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish(
            "", f"{self.engine.prefix}.imports", json.dumps(body).encode(),
            pika.BasicProperties(message_id=f"round-{self.round}", delivery_mode=2), mandatory=True)
        connection.close()

    def work(self, program, fault, is_over):
        """Runs a process that breaks itself, or works in peace, until it ends or all is done; returns its log."""
        path = self.engine.directory / f"{time.monotonic_ns()}.log"
        environment = {**self.engine.environment, "PROMO_WORKER_NAME": f"w{time.monotonic_ns()}", "PROMO_FAULT": fault}
        with open(path, "ab") as log:
            process = subprocess.Popen(
                [self.engine.programs / program], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and not is_over():
            if time.monotonic() > end:
                process.kill()
                check(False, f"{self.said}: {program} is stuck under {fault}\n{path.read_text()[-3000:]}")
            time.sleep(0.05)
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        lines = [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]
        for line in lines:
            if "fault.boundary" in line:
                self.injected[line["fault.boundary"], fault.split(":")[0]] += 1
        return lines

    def free_leases(self):
        """Whoever is killed has its lease for half a minute more; the test does not wait for it."""
        self.engine.database.query("UPDATE imports SET lease_until = 0")
        self.engine.database.query("UPDATE cache_runs SET lease_until = 0")

    def load(self, faults):
        """Loads the next round's catalog with a process for each fault, and one in peace at last."""
        self.round += 1
        items = catalog(self.round)
        self.publish(items)

        def is_loaded():
            rows = self.engine.database.query(
                f"SELECT state FROM imports WHERE import_key = 'message round-{self.round}'")
            return rows == [("done",)] and self.engine.queue("imports") == 0
        for fault in faults + ["count"]:
            lines = self.work("importer", fault, is_loaded)
            self.free_leases()
        rows = self.engine.database.query(
            "SELECT code, data FROM catalog_entries WHERE catalog = 'catalogitem' ORDER BY code")
        check([json.loads(data) for _, data in rows] == items, f"{self.said}: the catalog is not what was published")
        return lines

    def send(self, faults):
        """Sends the site its pages with a process for each fault, and one in peace at last."""
        self.engine.promoctl("cache", "refresh", "9")

        def is_sent():
            rows = self.engine.database.query(
                "SELECT COUNT(*) FROM cache_runs WHERE ended_at IS NULL UNION ALL "
                "SELECT COUNT(*) FROM cache_sites WHERE wanted_mode IS NOT NULL")
            return rows == [("0",), ("0",)]
        for fault in faults + ["count"]:
            lines = self.work("cache-generator", fault, is_sent)
            self.free_leases()
        return lines

    def check_site(self):
        """Lets the site read its queue, and compares its table with what the till says."""
        self.engine.consume("9")
        self.engine.check_site("9")


def order(lines):
    """The boundaries that a process in peace passed."""
    return next(line["faults.order"] for line in reversed(lines) if "faults.order" in line).split(" ")


def places(passed, is_long):
    """Where a process is broken: in the middle of each kind of boundary, or everywhere."""
    if is_long:
        return [str(number) for number in range(1, len(passed) + 1)]
    return [f"{kind}:{(count + 1) // 2}" for kind, count in sorted(Counter(passed).items())]


def run(name, database, is_long, part):
    """All boundaries of both programs on one database."""
    with Feed(name, database) as feed:
        # The first processes make the queues.
        for program, queue in (("importer", "imports"), ("cache-generator", "cache.requests")):
            feed.work(program, "count", lambda queue=queue: feed.engine.queue(queue, "consumer_count") > 0)
        imports, runs = order(feed.load([])), order(feed.send([]))
        feed.check_site()
        for place in places(imports, is_long)[part]:
            feed.load([f"kill:{place}", f"fail:{place}"])
        for place in places(runs, is_long)[part]:
            feed.load([])
            feed.send([f"kill:{place}", f"fail:{place}"])
            feed.check_site()
        feed.engine.check_nothing_given_up()
        print(f"{feed.said}: {sum(feed.injected.values())} faults, {feed.round} catalogs: the table is right")
        return sum(feed.injected.values())


def main():
    setting("PROMO_BIN")
    is_long = "--long" in sys.argv[1:] or os.environ.get("PROMO_TEST_LONG") == "1"
    even, odd = (slice(None),) * 2 if is_long else (slice(0, None, 2), slice(1, None, 2))
    faults = run("feedfile", File, is_long, even) + run("feedserver", Server, is_long, odd)
    check(faults >= 20, f"only {faults} faults were injected")


if __name__ == "__main__":
    main()
