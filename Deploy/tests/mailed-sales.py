#!/usr/bin/env python3
"""Electronic coupons from the till to the mailbox: many tills sell at once, each sale earns a coupon, and two mailers
hand the mails to a real server while tills still sell. Each coupon of a committed sale arrives once, at the address of
the sale's customer and with its own number, which a scanner reads in the picture too; of sales that were rolled back
or left open nothing arrives.

Some hundred sales on each database; ten thousand where PROMO_TEST_LONG is set.
"""

import email
import email.policy
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, File, Server, check  # noqa: E402
from mailing import COMPANY, Mailing, is_long  # noqa: E402
from postoffice import PostOffice  # noqa: E402
from shop import Shop  # noqa: E402

TILLS = 4
CUSTOMERS = 97
GOODS = '<item-add seq="1" code="601" unitprice="4" xprice="12" qty="3" level1="CLEANING"/>'


def message(till, moment, number, more, commands=""):
    """A till's message in the sale that began at a moment."""
    return (
        f'<message companyId="{COMPANY}" store="3" terminal="{till}" date-time="{moment}:{number:02}"'
        f' messageId="{number}" {more}>{commands}</message>').encode()


def sales(till, count):
    """The messages of a till: so many sales that are committed, every tenth in two steps, and between them some that
    are rolled back; the last one stays pending."""
    for number in range(count):
        moment = f"2026-08-{1 + number // 1440:02} {number % 1440 // 60:02}:{number % 60:02}"
        bought = f'<customer-add seq="1" id="k{(number * TILLS + till) % CUSTOMERS}"/>{GOODS}'
        if number % 10 == 0:
            yield message(till, moment, 1, 'status="finish"', bought)
            yield message(till, moment, 2, 'status="commit"')
        elif number % 10 == 5:
            yield message(till, moment, 1, 'status="finish"', bought)
            yield message(till, moment, 2, 'status="rollback"')
            yield message(till, moment, 3, 'status="finish" autoCommit="true" init-tck="true"', bought)
        else:
            yield message(till, moment, 1, 'status="finish" autoCommit="true"', bought)
    yield message(till, "2026-08-20 10:00", 1, 'status="finish"', f'<customer-add seq="1" id="k1"/>{GOODS}')


def read(content):
    """The number that a mail tells of, after checking that it tells of one, and the picture of it."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    number = re.fullmatch(rf"<coupon\.{COMPANY}\.(\d{{13}})@shop\.example>", mail["Message-ID"])[1]
    parts = {part.get_content_type(): part for part in mail.walk()}
    for kind in ("text/plain", "text/html"):
        check(number in parts[kind].get_content(), f"the mail of {number} has another number in its {kind}")
    picture = parts["image/png"]
    check(picture.get_filename() == f"{number}.png", f"the picture of {number} is called {picture.get_filename()}")
    return number, picture.get_content()


def check_pictures(pictures):
    """A scanner reads in each picture the number that its mail tells of."""
    with tempfile.TemporaryDirectory() as folder:
        for number, picture in pictures.items():
            (Path(folder) / f"{number}.png").write_bytes(picture)
        names = [f"{number}.png" for number in pictures]
        for start in range(0, len(names), 500):
            few = names[start:start + 500]
            said = subprocess.run(
                ["zbarimg", "-q", "--raw", "-Sdisable", "-Sean13.enable", *few], cwd=folder, capture_output=True,
                check=False).stdout.decode().split()
            check(said == [name.removesuffix(".png") for name in few], "a scanner reads other numbers than are told")


def sell_and_mail(database, count):
    """So many sales on a database, and their mails."""
    with PostOffice("none") as office, Mailing(
        "sold", office.url, database, workers=2, PROMO_SMTP_TLS="none") as engine:
        engine.distribute(GOLDEN / "setup" / "map-77.json", "3", 77)
        rows = ", ".join(
            f"('{COMPANY}', 'k{number}', 'Ana', '', 'k{number}@example.org', '', '', 1)" for number in range(CUSTOMERS))
        engine.database.query(
            f"INSERT INTO customers (company, code, name, last_name, email, type, segment, is_active) VALUES {rows}")
        engine.start()
        engine.start_mailer()
        engine.start_mailer()
        began = time.monotonic()
        shop = Shop(engine, [sales(till, count // TILLS) for till in range(TILLS)], timeout=60, attempts=1)
        shop.finish()
        sold = time.monotonic() - began
        check(office.mails, "no mail went out while tills sold")
        engine.wait_for_states({"sent": count}, seconds=count / 10 + 60)
        mailed = time.monotonic() - began
        books = Counter(engine.database.query(
            "SELECT c.bar_code, k.email FROM coupons c"
            " JOIN transactions t ON t.id = c.issued_by AND t.state = 'committed'"
            " JOIN customers k ON k.company = c.company AND k.code = c.customer WHERE c.state = 'active'"))
        check(len(books) == count, f"the books know {len(books)} coupons of {count} sales")
        others = engine.database.query("SELECT COUNT(*) FROM coupons WHERE state <> 'active'")
        check(int(others[0][0]) >= TILLS, f"{others} coupons are of sales that are not committed")
        pictures = {}
        arrived = Counter()
        for _, recipients, content in office.mails:
            number, pictures[number] = read(content)
            arrived.update((number, recipient) for recipient in recipients)
        check(arrived == books, f"missing are {list(books - arrived)[:3]}, too many {list(arrived - books)[:3]}")
        check_pictures(pictures)
        engine.check_nothing_given_up()
    print(
        f"{count} coupons of sales by {TILLS} tills on {database.__name__.lower()}, sold in {sold:.1f} s and mailed by"
        f" two mailers after {mailed:.1f} s: each arrived once, where it belongs")


def main():
    for database in (File, Server):
        sell_and_mail(database, 10_000 if is_long() else 400)


if __name__ == "__main__":
    main()
