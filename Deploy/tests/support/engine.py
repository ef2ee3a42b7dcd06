"""An engine of its own for one test: a fresh database, a prefix nobody else uses, and worker processes."""

import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import pika
from pika.exceptions import ChannelClosedByBroker

TOP = Path(__file__).resolve().parents[3]
GOLDEN = TOP / "Tests" / "MessagesTests" / "Golden"
sys.path.insert(0, str(TOP / "Deploy" / "examples"))

STOP_SECONDS = 30
START_SECONDS = 30

# Whoever ends a test before its time must not leave its servers and workers running.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def setting(name):
    """A variable that Deploy/test.sh sets."""
    value = os.environ.get(name)
    if not value:
        sys.exit(f"{name} is not set: this test is run by Deploy/test.sh")
    return value


def check(holds, said):
    """Ends the test where something does not hold."""
    if not holds:
        sys.exit(f"FAILED: {said}")


def used_figures(document):
    """Every counter in what `limits show --json` prints: the objects that say what is used of which maximum."""
    if isinstance(document, list):
        for part in document:
            yield from used_figures(part)
    elif isinstance(document, dict):
        if "used" in document and "max" in document:
            yield Decimal(str(document["used"])), Decimal(str(document["max"]))
        for part in document.values():
            yield from used_figures(part)


class File:
    """A SQLite file."""

    no_bytes = "X''"

    def __init__(self, directory, _):
        self.address = f"sqlite:{directory}/promotions.db"

    def create(self):
        """A file comes with its first table."""

    def drop(self):
        """A file goes with its directory."""

    def query(self, statement):
        """Runs a statement and returns its rows as texts."""
        connection = sqlite3.connect(self.address.removeprefix("sqlite:"), timeout=30)
        try:
            with connection:
                return [tuple(map(str, row)) for row in connection.execute(statement)]
        finally:
            connection.close()


class Server:
    """A database on the server that Deploy/test.sh started."""

    no_bytes = "''"

    def __init__(self, _, name):
        self.server = setting("PROMO_TEST_POSTGRES")
        # Debian's psql on the PATH is a script that looks for this one, and slow.
        programs = subprocess.run(["pg_config", "--bindir"], capture_output=True, check=True).stdout.decode().strip()
        self.psql = f"{programs}/psql"
        self.name = name.lower()
        self.address = f"{self.server.rsplit('/', 1)[0]}/{self.name}"

    def create(self):
        """Makes it, empty."""
        self._run(f"CREATE DATABASE {self.name} ENCODING 'UTF8' TEMPLATE template0")

    def drop(self):
        """Removes it with whoever is still connected."""
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    @staticmethod
    def crash():
        """Ends the whole server as a power cut would, and starts it again."""
        script = [TOP / "Deploy" / "lib" / "postgres.sh"]
        for command in ("kill", "start"):
            subprocess.run(script + [command, setting("PROMO_TEST_POSTGRES_DIR")], check=True)

    def query(self, statement):
        """Runs a statement and returns its rows as texts."""
        return [tuple(row.split("\t")) for row in self._run(statement, self.address).splitlines()]

    def _run(self, statement, address=None):
        command = [self.psql, "-X", "-q", "-A", "-t", "-F", "\t", "-d", address or self.server, "-c", statement]
        done = subprocess.run(command, capture_output=True, check=False)
        check(done.returncode == 0, f"psql: {done.stderr.decode()}")
        return done.stdout.decode()


class Engine:
    """Tables, maps and workers under a prefix of their own; use it in a `with` statement."""

    numbers = itertools.count()

    def __init__(self, name, workers=2, database=File, programs=None):
        self.url = setting("PROMO_TEST_AMQP_URL")
        self.programs = Path(programs or setting("PROMO_BIN"))
        # Queues outlive their engine: the next one of a test must not be handed what this one left behind.
        self.prefix = f"test{name}{os.getpid()}n{next(Engine.numbers)}"
        self.directory = Path(tempfile.mkdtemp())
        self.workers = [None] * workers
        self.database = database(self.directory, self.prefix)
        own = {name: value for name, value in os.environ.items() if name not in ("PROMO_BIN", "PROMO_HOME")}
        self.environment = dict(
            own, PROMO_AMQP_URL=self.url, PROMO_DATABASE=self.database.address,
            PROMO_PREFIX=self.prefix, PROMO_LOG="json")

    def __enter__(self):
        try:
            self.database.create()
            self.promoctl("migrate")
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, kind, *_):
        statuses = [self._stop(worker) for worker in self.workers if worker is not None]
        if kind is not None:
            for log in sorted(self.directory.glob("*.log")):
                print(f"--- {log.name}", log.read_text()[-4000:], sep="\n", file=sys.stderr)
        self._remove()
        if kind is None:
            check(all(status == 0 for status in statuses), f"workers asked to stop ended with {statuses}")

    def _remove(self):
        shutil.rmtree(self.directory)
        self.database.drop()

    def promoctl(self, *arguments):
        """Runs promoctl and returns what it prints."""
        done = subprocess.run(
            [self.programs / "promoctl", *arguments], env=self.environment, capture_output=True, check=False)
        said = (done.stderr or done.stdout).decode()
        check(done.returncode == 0, f"promoctl {' '.join(arguments)} ended with {done.returncode}: {said}")
        return done.stdout.decode()

    def distribute(self, path, store, version):
        """Puts a map in force in one store, from a known state of the world: the workers start afterwards."""
        self.promoctl("map", "distribute", str(path), "--stores", store, "--version", str(version))

    def start(self):
        """Starts all workers and waits until each of them consumes."""
        for index in range(len(self.workers)):
            self.start_worker(index)
        end = time.monotonic() + START_SECONDS
        while self.queue("sales", "consumer_count") < len(self.workers):
            check(time.monotonic() < end, f"workers do not consume after {START_SECONDS} s")
            time.sleep(0.1)

    def start_worker(self, index):
        """Starts one worker, without waiting for it."""
        environment = dict(self.environment, PROMO_WORKER_NAME=f"{self.prefix}-{index}")
        with open(self.directory / f"worker-{index}.log", "ab") as log:
            self.workers[index] = subprocess.Popen(
                [self.programs / "sale-evaluator"], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def replace_worker(self, index):
        """Asks one worker to end, waits for it, and starts another one."""
        status = self._stop(self.workers[index])
        check(status == 0, f"a worker asked to stop ended with {status}")
        self.start_worker(index)

    def kill_worker(self, index):
        """Kills one worker as the kernel would: no farewell to broker or database."""
        self.workers[index].kill()
        self.workers[index].wait()

    def used_figures(self):
        """What is used of each counter of a limit, and its maximum."""
        return list(used_figures(json.loads(self.promoctl("limits", "show", "--json"))))

    def check_nothing_given_up(self):
        """Ends the test where a message was given up, and says why it was."""
        if self.queue("dead") > 0:
            sys.exit(f"FAILED: messages were given up:\n{self.promoctl('dead', 'list')}")

    def queue(self, name, figure="message_count"):
        """A figure of a queue; 0 where there is none."""
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            declared = connection.channel().queue_declare(f"{self.prefix}.{name}", passive=True)
            return getattr(declared.method, figure)
        except ChannelClosedByBroker:
            return 0
        finally:
            connection.close()

    @staticmethod
    def _stop(worker):
        worker.terminate()
        try:
            return worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
            return "killed"
