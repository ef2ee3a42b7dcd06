"""The load of ecoupon-mailer for tests that break it: rounds of coupons whose mails are known, and their server."""

import time
from collections import Counter

import pika
from engine import check
from load import Load
from postoffice import PostOffice

COMPANY = "2"
COUPONS = 4


class Mails(Load):
    """Rounds of a handful of coupons; what one round leads to holds for every other with the token replaced.

    The mail of one coupon in four is told of by its job only, and one coupon is cancelled before its mail is due.
    """

    program = "ecoupon-mailer"
    queue = "ecoupons"
    routing_key = "none"
    # Whether a mail is sent or uncertain is looked at with what has arrived.
    tables = {
        "mails": "SELECT element, CASE WHEN state IN ('sent', 'uncertain') THEN 'over' ELSE state END FROM mails",
        "coupons": "SELECT bar_code, state FROM coupons",
    }
    # A process that was killed has its mails for so long.
    settings = {"PROMO_MAIL_LEASE_SECONDS": "1", "PROMO_SMTP_TIMEOUT_SECONDS": "1", "PROMO_MAIL_RETRY_SECONDS": "1",
                "PROMO_SMTP_TLS": "none", "PROMO_SMTP_FROM": "shop@shop.example", "PROMO_MAIL_ATTEMPTS": "50"}
    office = None

    @staticmethod
    def prepare(engine, _):
        """A kind of coupon, and a mail server."""
        Mails.office = PostOffice("none").__enter__()
        engine.environment.update(Mails.settings, PROMO_SMTP_URL=Mails.office.url)
        engine.database.query(
            "INSERT INTO coupon_types (company, code, kind, is_electronic, prefix, base, format, max_uses,"
            f" is_nominative, is_active, mail_template) VALUES ('{COMPANY}', '9', 'normal', 1, '209', 'Code128',"
            " 'PPPnnnnnnnnn', 1, 0, 1, '')")
        engine.database.query(
            "INSERT INTO customers (company, code, name, last_name, email, type, segment, is_active)"
            f" VALUES ('{COMPANY}', 'k', 'Ana', '', 'ana@example.org', '', '', 1)")

    @staticmethod
    def messages(_):
        """Nobody is answered."""
        return []

    @staticmethod
    def equip(engine, number):
        """Coupons become usable, as the commit of a sale leaves them; the last one is cancelled meanwhile."""
        codes = [f"209{Mails.token(number)}{index}" for index in range(COUPONS)]
        now = int(time.time() * 1000)
        rows = ", ".join(
            f"('{COMPANY}', '{code}', '9', '{'cancelled' if index == COUPONS - 1 else 'active'}', 0, 0, 1, NULL, 'k',"
            f" NULL, NULL, 'b', 1, 1, {now})" for index, code in enumerate(codes))
        engine.database.query(
            "INSERT INTO coupons (company, bar_code, type, state, uses, blocks, valid_from, valid_to, customer,"
            " value_kind, value, benefit, issue_number, events, changed_at) VALUES " + rows)
        rows = ", ".join(
            f"('coupon.{COMPANY}.{code}', 'coupon', '{COMPANY}', '{code}',"
            f" '{'cancelled' if index == COUPONS - 1 else 'queued'}', 'ana@example.org', 0, {now}, 0, 0, '', {now},"
            f" {now})"
            for index, code in enumerate(codes) if index > 0)
        engine.database.query(
            "INSERT INTO mails (id, kind, company, element, state, recipient, attempts, due_at, has_begun, code, reply,"
            " created_at, updated_at) VALUES " + rows)
        connection = pika.BlockingConnection(pika.URLParameters(engine.url))
        for code in codes[:2]:
            body = (
                f'{{"type":"ecoupon.job","version":1,"couponId":"{code}","company":"{COMPANY}",'
                '"customerEmail":"ana@example.org","attempt":1}')
            connection.channel().basic_publish("", f"{engine.prefix}.ecoupons", body.encode())
        connection.close()

    @staticmethod
    def is_done(engine, rounds):
        """Whether nothing is left to be sent."""
        rows = engine.database.query("SELECT COUNT(*), SUM(CASE WHEN state = 'queued' THEN 1 ELSE 0 END) FROM mails")
        return rows == [(str(rounds * COUPONS), "0")]

    @staticmethod
    def conclude(engine, said, injected):
        """Every mail has arrived once; only one that says so may be missing, or have arrived nevertheless."""
        Mails.office.__exit__()
        arrived = Counter()
        for _, _, content in Mails.office.mails:
            headers = content.split(b"\r\n\r\n")[0].decode()
            arrived[headers.split("Message-ID: <coupon.2.")[1].split("@")[0]] += 1
        doubled = [code for code, count in arrived.items() if count > 1]
        check(not doubled, f"{said}: mails arrived twice: {doubled[:5]}")
        states = dict(engine.database.query("SELECT element, state FROM mails"))
        lost = [code for code, state in states.items() if state == "sent" and code not in arrived]
        check(not lost, f"{said}: mails count as sent and never arrived: {lost[:5]}")
        wrong = [code for code in arrived if states.get(code) not in ("sent", "uncertain")]
        check(not wrong, f"{said}: mails arrived that should not have: {wrong[:5]}")
        uncertain = sum(state == "uncertain" for state in states.values())
        kills = sum(count for (_, mode), count in injected.items() if mode == "kill")
        check(uncertain <= kills, f"{said}: {uncertain} mails are uncertain after {kills} kills")
        listed = engine.promoctl("ecoupons", "list", "--uncertain", "--count", "100000").count("coupon.2.")
        check(listed == uncertain, f"{said}: {listed} of {uncertain} uncertain mails are listed")
