#!/usr/bin/env python3
"""Workers are killed in the middle of sales, again and again; no till may notice, and no cent may be lost or doubled.

The same sales are sent to an engine left in peace and to engines whose workers are killed at moments drawn from a
seed, on SQLite and on PostgreSQL, whose server is killed as well. Some tills serve customers of their own: their
answers must be equal, byte for byte. The others share one customer, so their answers depend on who came first: there
the sums must hold.

    killed-workers.py [SEED]
"""

import json
import random
import re
import sys
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, Engine, File, Server, check  # noqa: E402
from shop import Shop  # noqa: E402

SEED = 20230804
OWN_TILLS, SHARED_TILLS = 6, 4
TICKETS = 20
KILLS = 8
MAXIMUM = Decimal(5000)


def messages(till, random_numbers):
    """The messages of one till: tickets of two messages each, all of one customer."""
    customer = f"own{till}" if till < OWN_TILLS else "shared"
    for ticket in range(TICKETS):
        opened = f"2023-08-04 {8 + ticket // 4:02}:{ticket % 4 * 15:02}"
        for number in (1, 2):
            price = random_numbers.randrange(100, 120000)
            money = f"{price // 100}.{price % 100:02}"
            yield (
                f'<message companyId="2" store="3" terminal="{till + 1}" date-time="{opened}:{number:02}"'
                f' messageId="{number}" status="sale" evaluate="true" limitBalances="true">'
                f'<customer-add seq="1" id="{customer}"/>'
                f'<item-add seq="{number}" unitprice="{money}" xprice="{money}" qty="1" code="{ticket}"/></message>'
            ).encode()


def granted(answer):
    """The benefit of an answer: the shares of its lines, added up."""
    return sum(map(Decimal, re.findall(r'<item [^>]*\bvalue="([0-9.]+)"', answer.decode())), Decimal(0))


def sell(engine, seed, kills):
    """Runs all tills to the end; each of `kills` is a number of answers to wait for, who dies then (a worker, or None
    for the database's server), and how many seconds later."""
    tickets = [messages(till, random.Random(seed * 1000 + till)) for till in range(OWN_TILLS + SHARED_TILLS)]
    # One attempt: what a killed worker had in hand comes back from the broker, not from the till.
    shop = Shop(engine, tickets, timeout=60, attempts=1)
    for moment, worker, delay in kills:
        shop.wait_for(moment)
        time.sleep(delay)
        if worker is None:
            engine.database.crash()
        else:
            engine.kill_worker(worker)
            engine.start_worker(worker)
    shop.finish()
    return shop.answers


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


def check_sums(engine, answers):
    """What the tills were granted is what the engine has counted, and nobody got more than there was."""
    last = {till: sum(map(granted, own[1::2])) for till, own in enumerate(answers)}
    for till in range(OWN_TILLS):
        check(last[till] <= MAXIMUM, f"till {till} was granted {last[till]} of {MAXIMUM}")
    shared = sum(last[till] for till in range(OWN_TILLS, OWN_TILLS + SHARED_TILLS))
    check(shared == MAXIMUM, f"the shared customer asked for more than {MAXIMUM} and was granted {shared}")
    figures = list(used_figures(json.loads(engine.promoctl("limits", "show", "--json"))))
    check(len(figures) == OWN_TILLS + 1, f"{len(figures)} counters for {OWN_TILLS + 1} customers")
    check(all(used <= maximum == MAXIMUM for used, maximum in figures), f"overrun or wrong maximum: {figures}")
    total = sum(used for used, _ in figures)
    check(total == sum(last.values()), f"granted {sum(last.values())}, but {total} is counted as used")
    check(engine.dead_messages() == 0, "a message was given up")


def run(name, seed, kills, database=File):
    with Engine(name, database=database) as engine:
        engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
        engine.start()
        answers = sell(engine, seed, kills)
        check_sums(engine, answers)
    return answers


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else SEED
    dice = random.Random(seed)
    total = 2 * TICKETS * (OWN_TILLS + SHARED_TILLS)
    moments = sorted(dice.sample(range(total * 9 // 10), KILLS))
    kills = [(moment, dice.randrange(2), dice.random() * 0.02) for moment in moments]
    calm = run("calm", seed, [])
    for database in (File, Server):
        # A file has no server that could end; the other one does it in the middle of everything.
        deaths = kills if database is File else sorted(kills + [(total // 2, None, 0)], key=lambda death: death[0])
        hunted = run("hunted", seed, deaths, database)
        for till in range(OWN_TILLS):
            check(
                calm[till] == hunted[till],
                f"seed {seed}: till {till} was answered otherwise than in peace on a {database.__name__.lower()}")
    killed = f"{KILLS} workers and a server killed"
    print(f"{total} messages, {killed} (seed {seed}): every answer and every sum as in peace")


if __name__ == "__main__":
    main()
