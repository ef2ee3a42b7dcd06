"""Tills that sell at the same time."""

import threading
import time

from engine import check
from pos import Till, ack_of


class Shop:
    """Tills that send their messages one after the other, each in a thread with a connection of its own.

    `answers` holds what each till was answered and grows while they sell; `longest` is the longest wait in seconds.
    """

    def __init__(self, engine, messages, **options):
        """`messages` has those of each till; `options` are for `Till`."""
        self.engine = engine
        self.answers = [[] for _ in messages]
        self.longest = 0.0
        self.troubles = []
        self.threads = [
            threading.Thread(target=self._sell, args=(number, own, options), daemon=True)
            for number, own in enumerate(messages)
        ]
        for thread in self.threads:
            thread.start()

    def _sell(self, number, messages, options):
        till = Till(self.engine.url, "2", "3", prefix=self.engine.prefix, **options)
        try:
            for message in messages:
                began = time.monotonic()
                answer = till.ask(message)
                if ack_of(answer) != "0":
                    raise ValueError(f"till {number}: ack {ack_of(answer)} to {message.decode()}")
                self.longest = max(self.longest, time.monotonic() - began)
                self.answers[number].append(answer)
        except Exception as trouble:  # pylint: disable=broad-except  # reported by the main thread
            self.troubles.append(repr(trouble))
        finally:
            till.close()

    def count(self):
        """How many messages have their answer."""
        return sum(map(len, self.answers))

    def wait_for(self, count):
        """Waits until so many messages have their answer, or no till sells any more."""
        while self.count() < count and any(thread.is_alive() for thread in self.threads):
            time.sleep(0.001)

    def finish(self):
        """Waits until all tills are done; each has to have all its answers."""
        for thread in self.threads:
            thread.join()
        check(not self.troubles, self.troubles)
