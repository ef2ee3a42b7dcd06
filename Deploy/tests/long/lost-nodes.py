#!/usr/bin/env python3
"""A cluster of three RabbitMQ nodes loses one, then two, while tills sell; then they come back.

With one node lost sales go on after a pause; with two nothing is taken, and nothing is lost: every sale is answered in
the end, once, and what was answered stays answered.
"""

import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
from cluster import Cluster  # noqa: E402
from engine import GOLDEN, Engine, check  # noqa: E402
from pos import NoAnswer, Till, ack_of  # noqa: E402

TILLS = 4


def message(till, number):
    """One ticket; all of a till's are of one customer."""
    return (
        f'<message companyId="2" store="3" terminal="{till + 1}" messageId="1" init-tck="true" status="sale"'
        f' date-time="2023-08-04 {8 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}" evaluate="true"'
        f' limitBalances="true"><customer-add seq="1" id="own{till}"/>'
        '<item-add seq="1" unitprice="1.00" xprice="1.00" qty="1" code="1"/></message>').encode()


class Seller(threading.Thread):
    """A till that tries one node after the other until it has its answer."""

    def __init__(self, number, cluster, prefix):
        super().__init__(daemon=True)
        self.number = number
        self.tills = [Till(cluster.url(node), "2", "3", prefix=prefix, timeout=3, attempts=1)
                      for node in cluster.NODES]
        self.answers = []
        self.answered_at = []
        self.trouble = None
        self.is_wanted = True

    def run(self):
        while self.is_wanted:
            request = message(self.number, len(self.answers))
            answer = self.ask(request)
            if answer is None:
                continue
            if ack_of(answer) != "0":
                self.trouble = f"ack {ack_of(answer)} to {request.decode()}"
                return
            self.answers.append(answer)
            self.answered_at.append(time.monotonic())
            time.sleep(0.02)

    def ask(self, request):
        """The answer, or None where this node gave none: next time another one is asked."""
        try:
            return self.tills[0].ask(request)
        except NoAnswer:
            self.tills.append(self.tills.pop(0))
            return None


class Shop:
    """All sellers at once."""

    def __init__(self, cluster, engine):
        self.sellers = [Seller(number, cluster, engine.prefix) for number in range(TILLS)]
        for seller in self.sellers:
            seller.start()

    def goes_on(self, what, seconds=90):
        """Waits until every seller has answers again; returns the longest time that one of them waited for it."""
        began = time.monotonic()
        counts = [len(seller.answers) for seller in self.sellers]
        while any(len(seller.answers) < count + 5 for seller, count in zip(self.sellers, counts)):
            troubles = [seller.trouble for seller in self.sellers if seller.trouble]
            check(not troubles, troubles)
            check(time.monotonic() < began + seconds, f"sales do not go on: {what}")
            time.sleep(0.05)
        return max(self._pause(seller, began) for seller in self.sellers)

    @staticmethod
    def _pause(seller, began):
        times = [moment for moment in seller.answered_at if moment > began - 5]
        return max((late - early for early, late in zip(times, times[1:])), default=0)

    def count(self):
        return sum(len(seller.answers) for seller in self.sellers)

    def stop(self):
        for seller in self.sellers:
            seller.is_wanted = False
        for seller in self.sellers:
            seller.join()


def counters(engine):
    return json.loads(engine.promoctl("limits", "show", "--json"))


def lose_nodes(cluster, engine):
    """Loses the node that leads the queue, then another; returns the tills, and the longest pause after the first."""
    shop = Shop(cluster, engine)
    shop.goes_on("nothing is lost yet")
    first = cluster.leader(f"{engine.prefix}.sales")
    check(first is not None, "nobody leads the queue of sales")
    cluster.kill(first)
    pause = shop.goes_on("one node is lost")
    second = next(node for node in cluster.NODES if node != first)
    cluster.kill(second)
    time.sleep(5)
    before = shop.count()
    time.sleep(5)
    check(shop.count() == before, "sales are answered though two nodes of three are lost")
    cluster.start(second)
    shop.goes_on("the second node is back")
    cluster.start(first)
    shop.goes_on("all nodes are back")
    shop.stop()
    return shop, pause


def main():
    folder = Path(tempfile.mkdtemp())
    try:
        with Cluster(folder) as cluster:
            engine = Engine("cluster")
            engine.environment["PROMO_AMQP_URL"] = cluster.url()
            engine.url = cluster.url(1)
            with engine:
                engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
                engine.start()
                shop, pause = lose_nodes(cluster, engine)
                truth = counters(engine)
                for seller in shop.sellers:
                    for number, answer in enumerate(seller.answers):
                        again = seller.ask(message(seller.number, number))
                        check(again in (answer, None), f"till {seller.number} is answered otherwise than before")
                check(counters(engine) == truth, "asking again has moved a counter")
                engine.check_nothing_given_up()
    finally:
        shutil.rmtree(folder)
    print(f"{shop.count()} sales, each answered once; a till waited {pause:.1f} s when the leading node was lost")


if __name__ == "__main__":
    main()
