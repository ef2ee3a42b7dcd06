#!/usr/bin/env python3
"""Workers sell for half an hour at half of what they can: they hold no more memory and no more files at the end.

    PROMO_SOAK_MINUTES=30 soak.py
"""

import os
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))
from engine import GOLDEN, Engine, File, Server, check  # noqa: E402
from pos import Till, ack_of  # noqa: E402

MINUTES = float(os.environ.get("PROMO_SOAK_MINUTES", "30"))
TILLS, FULL_SECONDS, SAMPLE_SECONDS = 8, 20, 5
# What an allocator may still settle into after the first quarter.
SLACK_KIB = 4_096


class Sampler(threading.Thread):
    """The memory in KiB and the open files of each worker, again and again."""

    def __init__(self, engines):
        super().__init__(daemon=True)
        self.workers = {worker.pid: f"{engine.prefix}-{number}" for engine in engines
                        for number, worker in enumerate(engine.workers)}
        self.memory = {pid: [] for pid in self.workers}
        self.files = {pid: [] for pid in self.workers}
        self.is_wanted = True

    def run(self):
        while self.is_wanted:
            for pid in self.workers:
                status = Path(f"/proc/{pid}/status").read_text()
                self.memory[pid].append(int(status.split("VmRSS:")[1].split()[0]))
                self.files[pid].append(len(os.listdir(f"/proc/{pid}/fd")))
            time.sleep(SAMPLE_SECONDS)

    def judge(self):
        """The last quarter against the second one."""
        for pid, name in self.workers.items():
            memory, files = self.memory[pid], self.files[pid]
            quarter = len(memory) // 4
            before, after = (statistics.median(memory[quarter:2 * quarter]), statistics.median(memory[-quarter:]))
            print(f"{name}: {before:.0f} KiB in the second quarter, {after:.0f} KiB in the last; "
                  f"{max(files[:quarter])} and {max(files[-quarter:])} files")
            check(after <= before + SLACK_KIB, f"{name} holds ever more memory: {memory[::max(1, quarter // 4)]}")
            check(max(files[-quarter:]) <= max(files[:quarter]), f"{name} holds ever more files: {files}")


class Seller(threading.Thread):
    """A till that sells ticket after ticket: lines one by one, finish, and now and then a rollback."""

    def __init__(self, engine, number):
        super().__init__(daemon=True)
        self.till = Till(engine.url, "2", "3", prefix=engine.prefix)
        self.number = number
        self.tickets = 0
        self.answered = 0
        self.pause = 0.0
        self.trouble = None
        self.is_wanted = True

    def run(self):
        try:
            while self.is_wanted:
                for message in self.ticket():
                    began = time.monotonic()
                    answer = self.till.ask(message)
                    if ack_of(answer) != "0":
                        raise ValueError(f"ack {ack_of(answer)} to {message.decode()}")
                    self.answered += 1
                    time.sleep(max(0.0, self.pause - (time.monotonic() - began)))
        except Exception as trouble:  # pylint: disable=broad-except  # reported by the main thread
            self.trouble = repr(trouble)
        finally:
            self.till.close()

    def ticket(self):
        """The messages of the next ticket; no two tickets of a till begin in the same second."""
        self.tickets += 1
        day, second = 1 + self.tickets // 80_000, self.tickets % 80_000
        moment = f"2023-08-{day:02} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        end = "rollback" if self.tickets % 10 == 0 else "commit"
        bodies = [
            ("sale", f'<customer-add seq="1" id="c{self.tickets % 500}"/>{self.item(1)}'),
            ("sale", "".join(map(self.item, range(2, 8)))), ("finish", ""), (end, ""),
        ]
        for number, (status, elements) in enumerate(bodies, 1):
            first = ' init-tck="true"' if number == 1 else ""
            yield (
                f'<message companyId="2" store="3" terminal="{self.number + 1}" messageId="{number}"{first}'
                f' status="{status}" date-time="{moment}" evaluate="{"true" if status == "sale" else "false"}"'
                f' limitBalances="true">{elements}</message>').encode()

    def item(self, seq):
        """A line; prices and codes differ from ticket to ticket."""
        price = f"{1 + (self.tickets * seq) % 9}.{seq}9"
        return f'<item-add seq="{seq}" unitprice="{price}" xprice="{price}" qty="1" code="{100 + seq}"/>'


def sell(sellers, seconds):
    """What all of them are answered in a second."""
    before = sum(seller.answered for seller in sellers)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(min(1.0, max(0.0, end - time.monotonic())))
        troubles = [seller.trouble for seller in sellers if seller.trouble]
        check(not troubles, troubles)
    return (sum(seller.answered for seller in sellers) - before) / seconds


def main():
    with Engine("soakfile", database=File) as file, Engine("soakserver", database=Server) as server:
        for engine in (file, server):
            engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
            engine.start()
        sellers = [Seller(engine, number) for number in range(TILLS) for engine in (file, server)]
        for seller in sellers:
            seller.start()
        most = sell(sellers, FULL_SECONDS)
        for seller in sellers:
            seller.pause = 2 * len(sellers) / most
        sampler = Sampler((file, server))
        sampler.start()
        half = sell(sellers, 60 * MINUTES)
        sampler.is_wanted = False
        for seller in sellers:
            seller.is_wanted = False
        for seller in sellers:
            seller.join()
        sampler.join()
        print(f"at most {most:.0f} messages a second, then {half:.0f} for {MINUTES:g} minutes")
        sampler.judge()
        for engine in (file, server):
            engine.check_nothing_given_up()


if __name__ == "__main__":
    main()
