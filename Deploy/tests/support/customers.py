"""Tills of which some serve a customer of their own and some share one, and what must come of their sales.

Whoever has a till to himself is answered the same bytes in every run; those who share one customer, and so one limit,
depend on who came first: there the sums must hold.
"""

import random
import re
from decimal import Decimal

from engine import GOLDEN, check

OWN_TILLS, SHARED_TILLS = 6, 4
TICKETS = 20
MAXIMUM = Decimal(5000)
TOTAL = 2 * TICKETS * (OWN_TILLS + SHARED_TILLS)


def distribute(engine):
    """Brings the map into force that limits what a customer may be granted."""
    engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)


def sales(seed):
    """The messages of each till."""
    return [messages(till, random.Random(seed * 1000 + till)) for till in range(OWN_TILLS + SHARED_TILLS)]


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


def check_sums(engine, answers):
    """What the tills were granted is what the engine has counted, and nobody got more than there was."""
    last = {till: sum(map(granted, own[1::2])) for till, own in enumerate(answers)}
    for till in range(OWN_TILLS):
        check(last[till] <= MAXIMUM, f"till {till} was granted {last[till]} of {MAXIMUM}")
    shared = sum(last[till] for till in range(OWN_TILLS, OWN_TILLS + SHARED_TILLS))
    check(shared == MAXIMUM, f"the shared customer asked for more than {MAXIMUM} and was granted {shared}")
    figures = engine.used_figures()
    check(len(figures) == OWN_TILLS + 1, f"{len(figures)} counters for {OWN_TILLS + 1} customers")
    check(all(used <= maximum == MAXIMUM for used, maximum in figures), f"overrun or wrong maximum: {figures}")
    total = sum(used for used, _ in figures)
    check(total == sum(last.values()), f"granted {sum(last.values())}, but {total} is counted as used")
    engine.check_nothing_given_up()


def check_same(calm, other, said):
    """Tills with a customer of their own were answered as in a run in peace, byte for byte."""
    for till in range(OWN_TILLS):
        check(calm[till] == other[till], f"{said}: till {till} was answered otherwise than in peace")
