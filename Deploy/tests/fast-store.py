#!/usr/bin/env python3
"""A store sends far more than it may: it is told so, message by message, and the other stores are served as ever.

Nothing is lost: every message is answered, and what was turned away is worked on when it is sent again.
"""

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, Engine, check  # noqa: E402
import pika  # noqa: E402
from pos import REPLY_TO, Till, ack_of  # noqa: E402

RATE, BURST, FLOOD, POLITE = 5, 20, 600, 15


def sale(store, number):
    """A ticket of its own for each number."""
    return (
        f'<message companyId="2" store="{store}" terminal="{number + 1}" messageId="1" init-tck="true" status="sale"'
        ' date-time="2023-08-04 08:00:00" evaluate="true"><item-add seq="1" unitprice="1.00" xprice="1.00" qty="1"'
        ' code="1"/></message>').encode()


class Flood:
    """A store that waits for no answer."""

    def __init__(self, engine):
        self.connection = pika.BlockingConnection(pika.URLParameters(engine.url))
        self.channel = self.connection.channel()
        self.exchange = f"{engine.prefix}.transactions"
        self.acks = {}
        self.channel.basic_consume(REPLY_TO, self._on_answer, auto_ack=True)

    def _on_answer(self, _channel, _method, properties, body):
        self.acks[int(properties.correlation_id)] = ack_of(body)

    def send(self):
        for number in range(FLOOD):
            properties = pika.BasicProperties(reply_to=REPLY_TO, correlation_id=str(number), delivery_mode=2)
            self.channel.basic_publish(self.exchange, "pos.2.3", sale(3, number), properties)

    def wait(self):
        end = time.monotonic() + 60
        while len(self.acks) < FLOOD:
            check(time.monotonic() < end, f"{FLOOD - len(self.acks)} of {FLOOD} messages were never answered")
            self.connection.process_data_events(time_limit=0.5)
        self.connection.close()


def main():
    engine = Engine("fast", workers=1)
    engine.environment.update(PROMO_STORE_RATE=str(RATE), PROMO_STORE_BURST=str(BURST))
    with engine:
        engine.distribute(GOLDEN / "setup" / "map-76.json", "3,5", 76)
        engine.start()
        flood, began = Flood(engine), time.monotonic()
        flood.send()
        polite = Till(engine.url, "2", "5", prefix=engine.prefix, timeout=15, attempts=1)
        acks = Counter(ack_of(polite.ask(sale(5, number))) for number in range(POLITE))
        check(acks == {"0": POLITE}, f"another store was answered {acks}")
        polite.close()
        flood.wait()
        counts = Counter(flood.acks.values())
        most = BURST + RATE * (time.monotonic() - began) + 1
        check(set(counts) == {"0", "8299"}, f"the store was answered {counts}")
        check(BURST <= counts["0"] <= most, f"{counts['0']} messages were taken, expected {BURST} to {most:.0f}")
        refused = next(number for number, ack in flood.acks.items() if ack == "8299")
        again = Till(engine.url, "2", "3", prefix=engine.prefix, timeout=15, attempts=6)
        check(ack_of(again.ask(sale(3, refused))) == "0", "what was turned away is not worked on later")
        again.close()
        log = (engine.directory / "worker-0.log").read_text()
        check(log.count("A store sends too fast") == 1, "the log does not tell once that a store sends too fast")
        engine.check_nothing_given_up()
    print(f"{counts['0']} of {FLOOD} messages were taken at once and {counts['8299']} were told to come again; "
          f"another store got {POLITE} answers meanwhile")


if __name__ == "__main__":
    main()
