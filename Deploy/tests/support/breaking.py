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
        self.processes = []
        self.calm_number, self.calm_entries, self.calm_answers = None, {}, {}

    def __enter__(self):
        self.engine.__enter__()
        self.load.prepare(self.engine, GOLDEN)
        # The first process declares the queues.
        process, _ = self.start("count")
        self._await_consumer(process)
        self.stop(process)
        self.client = Client(self.engine, self.load)
        return self

    def __exit__(self, *what):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.client.close()
        self.engine.__exit__(*what)

    def undisturbed(self):
        """Keeps of a round in peace how each message is answered and what the tables hold; returns the order of the
        boundaries."""
        self.calm_number = self.publish()
        process, log = self.start("count")
        check(self.client.wait_until_served(PATIENCE), f"{self.said}: no answer without any fault")
        self.stop(process)
        self.calm_entries = entries(self.engine.database, self.load)
        self.calm_answers = dict(self.client.answers)
        return self.logged(log, "faults.order")[-1].split(" ")

    def kill_then_fail(self, place):
        """Two processes: one is killed at a boundary, the next loses its connection at that of the same number.

        Returns the boundaries at which it happened; a process that was through before is stopped in good order.
        """
        return [self._break(f"kill:{place}"), self._break(f"fail:{place}")]

    def _break(self, fault):
        self.publish()
        process, log = self.start(fault)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and not self.client.is_served():
            self.client.pump()
            check(time.monotonic() < end, f"{self.said}, {fault}: stuck, missing {sorted(self.client.wanted)[:5]}")
        # What is served may still be unacknowledged; stopping passes boundaries as well.
        self.stop(process, f"{self.said}, {fault}")
        check_balance(self.engine.database, f"{self.said}, {fault}")
        boundary = (self.logged(log, "fault.boundary") or [None])[0]
        log.unlink()
        if boundary:
            self.injected[boundary, fault.split(":")[0]] += 1
        return boundary

    def conclude(self):
        """Lets a process in peace finish what is left, and compares everything with the undisturbed round."""
        self.publish()
        process, _ = self.start("count")
        check(self.client.wait_until_served(PATIENCE), f"{self.said}: stuck, missing {sorted(self.client.wanted)[:5]}")
        self.wait_for("a message in limbo", lambda: self.engine.queue(self.load.queue) == 0)
        self.wait_for("the outbox is not emptied", lambda: not self.engine.database.query("SELECT id FROM outbox"))
        self.stop(process)
        check(process.returncode == 0, f"{self.said}: the last process ended with {process.returncode}")
        check(self.engine.queue(self.load.queue) == 0, f"{self.said}: messages are left in the queue")
        self.engine.check_nothing_given_up()
        expected = {table: [] for table in self.calm_entries}
        for number in range(1, self.round + 1):
            for table, rows in self.calm_entries.items():
                expected[table] += [tuple(self._of(number, text) for text in row) for row in rows]
        check_books(self.engine.database, self.load, expected, self.said)
        for (number, index), answer in self.client.answers.items():
            calm = self._of(number, self.calm_answers[self.calm_number, index].decode())
            check(
                self.load.canonical(answer.decode()) == self.load.canonical(calm),
                f"{self.said}: message {number}.{index} was answered\n{answer.decode()}\nand in peace\n{calm}")
        self.load.conclude(self.engine, self.said, self.injected)
        return len(self.client.answers)

    def _of(self, number, text):
        """What is known of the undisturbed round, as it must be in another one."""
        return text.replace(self.load.token(self.calm_number), self.load.token(number))

    def publish(self, stores=True):
        """Sends a round and returns its number; besides, something waits in the outbox unless told otherwise."""
        self.round += 1
        self.load.equip(self.engine, self.round)
        self.client.publish(self.round)
        if stores:
            self.client.store(self.round)
        return self.round

    def start(self, fault=None, **process):
        """Starts a worker that breaks itself as told, or works in peace; returns its process and its log."""
        path = self.engine.directory / f"{time.monotonic_ns()}.log"
        name = f"{self.engine.prefix}-{len(self.processes)}"
        environment = {**self.engine.environment, "PROMO_WORKER_NAME": name, **self.settings}
        if fault:
            environment["PROMO_FAULT"] = fault
        with open(path, "ab") as log:
            started = subprocess.Popen(
                [self.engine.programs / self.load.program], env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, **process)
        self.processes.append(started)
        return started, path

    def stop(self, process, said=""):
        """Asks a worker to stop and waits until it has."""
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            check(False, f"{said or self.said}: the process does not stop")

    def wait_for(self, trouble, holds):
        """Waits until something holds; the clients go on taking their answers."""
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
    def logged(path, key):
        """The values that a log has of a key."""
        values = []
        for line in path.read_text().splitlines():
            try:
                values += [value for name, value in json.loads(line).items() if name == key]
            except json.JSONDecodeError:
                pass  # It is being written, or the disk was full.
        return values
