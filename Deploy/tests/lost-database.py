#!/usr/bin/env python3
"""PostgreSQL's writer is killed while tills sell, and its synchronous standby is promoted.

Workers know both and find the one that writes by themselves; every till gets its answers, and the books on the standby
hold all that was answered.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, TOP, Engine, check  # noqa: E402
from pos import Till  # noqa: E402
from shop import Shop  # noqa: E402

SCRIPT = TOP / "Deploy" / "lib" / "postgres.sh"
TILLS, SALES = 4, 60
PROGRAMS = Path(subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip())


def as_owner(*command):
    """Runs a command as the servers' user, who is not root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)


class Pair:
    """A PostgreSQL that writes and one that follows it, as an engine's database."""

    def __init__(self, *_):
        self.folder = Path(tempfile.mkdtemp())
        self.folder.chmod(0o711)
        self.writer, self.standby = self.folder / "writer", self.folder / "standby"
        hosts = ",".join(str(part).replace("/", "%2F") for part in (self.writer, self.standby))
        self.address = f"postgres://promo@{hosts}/postgres?target_session_attrs=read-write"

    def create(self):
        """Starts both; the writer waits for the standby with every commit."""
        self._script("up", self.writer)
        self.standby.mkdir(mode=0o700)
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres:", self.standby], check=True)
        as_owner(PROGRAMS / "pg_basebackup", "-h", self.writer, "-U", "promo", "-D", self.standby / "data",
                 "-X", "stream", "-R", "-c", "fast")
        with open(self.standby / "data" / "postgresql.auto.conf", "a", encoding="utf-8") as settings:
            settings.write(f"primary_conninfo = 'host={self.writer} user=promo application_name=standby'\n")
        (self.standby / "env").write_text("")
        self._script("start", self.standby)
        self._run(self.writer, "ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (standby)'")
        self._run(self.writer, "SELECT pg_reload_conf()")
        self._wait_until_synchronous()

    def fail_over(self):
        """Kills the writer and promotes the standby."""
        self._script("kill", self.writer)
        as_owner(PROGRAMS / "pg_ctl", "-D", self.standby / "data", "-s", "-w", "promote")

    def drop(self):
        """Stops what runs."""
        for part in (self.writer, self.standby):
            if (part / "data" / "postmaster.pid").exists():
                self._script("stop", part)
        subprocess.run(["rm", "-rf", self.folder], check=True)

    def _wait_until_synchronous(self):
        end = time.monotonic() + 30
        while "sync" not in self._run(self.writer, "SELECT sync_state FROM pg_stat_replication").split():
            check(time.monotonic() < end, "the standby does not follow")
            time.sleep(0.1)

    @staticmethod
    def _script(command, folder):
        subprocess.run([SCRIPT, command, folder], check=True, stdout=subprocess.DEVNULL)

    @staticmethod
    def _run(host, statement):
        command = ["psql", "-X", "-At", "-h", host, "-U", "promo", "-d", "postgres", "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def message(till, sale):
    """One ticket; all of a till's are of one customer."""
    return (
        f'<message companyId="2" store="3" terminal="{till + 1}" messageId="1" init-tck="true" status="finish"'
        f' date-time="2023-08-04 08:{sale // 60:02}:{sale % 60:02}" evaluate="true" autoCommit="true">'
        f'<customer-add seq="1" id="own{till}"/>'
        '<item-add seq="1" unitprice="10.00" xprice="10.00" qty="1" code="1"/></message>').encode()


def used(engine):
    """What is counted of the limit, for each customer."""
    return sorted(used for used, _ in engine.used_figures())


def main():
    with Engine("failover", database=Pair) as engine:
        engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
        engine.start()
        tickets = [[message(till, sale) for sale in range(SALES)] for till in range(TILLS)]
        shop = Shop(engine, tickets, timeout=60, attempts=1)
        shop.wait_for(TILLS * SALES // 3)
        engine.database.fail_over()
        lost_at = shop.count()
        check(lost_at < TILLS * SALES, "everything was sold before the writer was lost")
        shop.finish()
        # 30 % of 10.00 for each sale, each once.
        expected = [3 * SALES] * TILLS
        check(used(engine) == expected, f"{used(engine)} is counted, expected {expected}")
        till = Till(engine.url, "2", "3", prefix=engine.prefix, timeout=30)
        for number, answers in enumerate(shop.answers):
            for sale, answer in enumerate(answers):
                check(till.ask(message(number, sale)) == answer, f"till {number}, sale {sale}: another answer")
        till.close()
        check(used(engine) == expected, "asking again has moved a counter")
        engine.check_nothing_given_up()
    print(f"{TILLS * SALES} sales, each once, with the writer lost after {lost_at}; the longest wait was "
          f"{shop.longest:.1f} s")


if __name__ == "__main__":
    main()
