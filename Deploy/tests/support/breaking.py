"""Breaks a worker's process at numbered boundaries under a load, and checks the books.

PROMO_FAULT numbers every call of the process to database and broker: `kill:N` ends the process at the N-th, `fail:N`
makes that call fail as a lost connection does, `count` says at the end which boundaries were passed.
"""

import json
import subprocess
import time
from collections import Counter

from books import check_balance, check_books, entries
from client import Client
from engine import GOLDEN, Engine, check

PATIENCE = 30


class Broken:
    """One engine whose workers are broken again and again, one process at a time."""

    def __init__(self, name, load, database, settings):
        self.load = load
        self.settings = settings
        self.engine = Engine(name, workers=0, database=database)
        self.said = f"{load.program} on {database.__name__.lower()}"
        self.injected = Counter()
        self.round = 0

    def __enter__(self):
        self.engine.__enter__()
        self.load.prepare(self.engine, GOLDEN)
        # The first process declares the queues.
        process, _ = self._start("count")
        self._await_consumer(process)
        self._stop(process)
        self.client = Client(self.engine, self.load)
        return self

    def __exit__(self, *what):
        self.client.close()
        self.engine.__exit__(*what)

    def undisturbed(self):
        """A round in peace: how each message is answered, what the tables hold, and the order of the boundaries."""
        number = self._publish()
        process, log = self._start("count")
        check(self.client.wait_until_served(PATIENCE), f"{self.said}: no answer without any fault")
        self._stop(process)
        order = self._logged(log, "faults.order")[-1].split(" ")
        return number, entries(self.engine.database, self.load), order

    def kill_then_fail(self, place):
        """Two processes: one is killed at a boundary, the next loses its connection at that of the same number.

        Returns the boundaries at which it happened; a process that was through before is stopped in good order.
        """
        return [self._break(f"kill:{place}"), self._break(f"fail:{place}")]

    def _break(self, fault):
        self._publish()
        process, log = self._start(fault)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and not self.client.is_served():
            self.client.pump()
            check(time.monotonic() < end, f"{self.said}, {fault}: stuck, missing {sorted(self.client.wanted)[:5]}")
        # What is served may still be unacknowledged; stopping passes boundaries as well.
        self._stop(process, f"{self.said}, {fault}")
        check_balance(self.engine.database, f"{self.said}, {fault}")
        boundary = (self._logged(log, "fault.boundary") or [None])[0]
        log.unlink()
        if boundary:
            self.injected[boundary, fault.split(":")[0]] += 1
        return boundary

    def conclude(self, calm_number, calm_entries, calm_answers):
        """Lets a process in peace finish what is left, and compares everything with the undisturbed round."""
        self._publish()
        process, _ = self._start("count")
        check(self.client.wait_until_served(PATIENCE), f"{self.said}: stuck, missing {sorted(self.client.wanted)[:5]}")
        self._await("a message in limbo", lambda: self.engine.queue(self.load.queue) == 0)
        self._await("the outbox is not emptied", lambda: not self.engine.database.query("SELECT id FROM outbox"))
        self._stop(process)
        check(process.returncode == 0, f"{self.said}: the last process ended with {process.returncode}")
        check(self.engine.queue(self.load.queue) == 0, f"{self.said}: messages are left in the queue")
        check(self.engine.dead_messages() == 0, f"{self.said}: messages were given up")
        expected = {table: [] for table in calm_entries}
        for number in range(1, self.round + 1):
            for table, rows in calm_entries.items():
                expected[table] += [tuple(self._of(number, calm_number, text) for text in row) for row in rows]
        check_books(self.engine.database, self.load, expected, self.said)
        for (number, index), answer in self.client.answers.items():
            calm = self._of(number, calm_number, calm_answers[calm_number, index].decode())
            check(
                answer.decode() == calm,
                f"{self.said}: message {number}.{index} was answered\n{answer.decode()}\nand in peace\n{calm}")
        return len(self.client.answers)

    def _of(self, number, calm_number, text):
        """What is known of the undisturbed round, as it must be in another one."""
        return text.replace(self.load.token(calm_number), self.load.token(number))

    def _publish(self):
        self.round += 1
        self.client.publish(self.round)
        self.client.store(self.round)
        return self.round

    def _start(self, fault):
        path = self.engine.directory / f"{time.monotonic_ns()}.log"
        environment = dict(
            self.engine.environment, PROMO_FAULT=fault, PROMO_WORKER_NAME=f"{self.engine.prefix}-0", **self.settings)
        with open(path, "ab") as log:
            process = subprocess.Popen(
                [self.engine.programs / self.load.program], env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log)
        return process, path

    def _stop(self, process, said=""):
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            check(False, f"{said or self.said}: the process does not stop")

    def _await(self, trouble, holds):
        end = time.monotonic() + PATIENCE
        while not holds():
            check(time.monotonic() < end, f"{self.said}: {trouble}")
            self.client.pump(0.05)

    def _await_consumer(self, process):
        end = time.monotonic() + PATIENCE
        while self.engine.queue(self.load.queue, "consumer_count") == 0:
            check(process.poll() is None and time.monotonic() < end, f"{self.said}: it does not consume")
            time.sleep(0.02)

    @staticmethod
    def _logged(path, key):
        lines = (json.loads(line) for line in path.read_text().splitlines() if line.startswith("{"))
        return [line[key] for line in lines if key in line]
