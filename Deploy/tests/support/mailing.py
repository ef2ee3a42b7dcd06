"""Electronic coupons in the database of an engine, and mailers that send them."""

import json
import os
import subprocess
import time

from engine import Engine, File, check

COMPANY = "2"


def check_digit(number):
    """The last digit of an EAN-13."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(number))
    return (10 - total % 10) % 10


class Mailing(Engine):
    """An engine with mailers; others sell only where there are `workers`."""

    def __init__(self, name, url, database=File, workers=0, **settings):
        super().__init__(name, workers, database)
        self.environment.update({
            "PROMO_SMTP_URL": url, "PROMO_SMTP_FROM": "Loja Óptima <coupons@shop.example>",
            "PROMO_MAIL_RETRY_SECONDS": "1", "PROMO_SMTP_TIMEOUT_SECONDS": "2", "PROMO_MAIL_LEASE_SECONDS": "10",
            **settings})
        self.mailers = []
        self.issued = 0

    def __enter__(self):
        super().__enter__()
        try:
            self.database.query(
                "INSERT INTO coupon_types (company, code, kind, is_electronic, prefix, base, format, max_uses,"
                " is_nominative, is_active, mail_template) VALUES"
                f" ('{COMPANY}', '7', 'normal', 1, '207', 'EAN13', 'PPPnnnnnnnnnc', 1, 0, 1, ''),"
                f" ('{COMPANY}', '8', 'calculated', 1, '208', 'UPCA', 'PPPnnnnnnnnc', 1, 0, 1, ''),"
                f" ('{COMPANY}', '9', 'normal', 1, '209', 'Code128', 'PPPnnnnnnnnc', 1, 0, 1, 'own')")
        except BaseException:
            self.__exit__(RuntimeError)
            raise
        return self

    def __exit__(self, kind, *_):
        statuses = [self._stop(mailer) for mailer in self.mailers if mailer.poll() is None]
        super().__exit__(kind, *_)
        if kind is None:
            check(all(status == 0 for status in statuses), f"mailers asked to stop ended with {statuses}")

    def start_mailer(self, **settings):
        """Starts a mailer."""
        name = f"{self.prefix}-mailer-{len(self.mailers)}"
        environment = dict(self.environment, PROMO_WORKER_NAME=name, **settings)
        with open(self.directory / f"{name}.log", "ab") as log:
            mailer = subprocess.Popen(
                [self.programs / "ecoupon-mailer"], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.mailers.append(mailer)
        return mailer

    def stop_mailer(self, mailer):
        """Asks a mailer to stop and waits until it has."""
        check(self._stop(mailer) == 0, "the mailer did not stop in good order")

    def numbers(self, count, kind="7"):
        """Numbers of coupons that were not issued before."""
        prefix = {"7": "207", "8": "208", "9": "209"}[kind]
        width = 12 if kind == "7" else 11
        numbers = []
        for _ in range(count):
            self.issued += 1
            body = prefix + str(self.issued).zfill(width - 3)
            numbers.append(body + str(check_digit(body if kind == "7" else "0" + body)))
        return numbers

    def issue(self, count, kind="7", name="Ana", address=None, value="NULL, NULL"):
        """Coupons that have become usable, as the commit of a sale leaves them: each with its customer, its mail and
        its job. Returns their mails' ids."""
        numbers = self.numbers(count, kind)
        now = int(time.time() * 1000)
        day = now // 86_400_000 + 30
        statements = []
        for start in range(0, count, 500):
            few = numbers[start:start + 500]
            mails = [(number, address or f"c{number}@example.org") for number in few]
            rows = ", ".join(f"('{COMPANY}', 'k{number}', '{name}', 'López', '{mail}', '', '', 1)"
                             for number, mail in mails)
            statements.append(
                "INSERT INTO customers (company, code, name, last_name, email, type, segment, is_active) VALUES "
                + rows)
            rows = ", ".join(
                f"('{COMPANY}', '{number}', '{kind}', 'active', 0, 0, 1, {day}, 'k{number}', {value}, 'b', 1, 1, {now})"
                for number in few)
            statements.append(
                "INSERT INTO coupons (company, bar_code, type, state, uses, blocks, valid_from, valid_to, customer,"
                " value_kind, value, benefit, issue_number, events, changed_at) VALUES " + rows)
            rows = ", ".join(
                f"('coupon.{COMPANY}.{number}', 'coupon', '{COMPANY}', '{number}', 'queued', '{mail}', 0, {now}, 0, 0,"
                f" '', {now}, {now})" for number, mail in mails)
            statements.append(
                "INSERT INTO mails (id, kind, company, element, state, recipient, attempts, due_at, has_begun, code,"
                " reply, created_at, updated_at) VALUES " + rows)
        for statement in statements:
            self.database.query(statement)
        return [f"coupon.{COMPANY}.{number}" for number in numbers]

    def states(self):
        """How many mails there are in each state."""
        return dict(self.database.query("SELECT state, COUNT(*) FROM mails GROUP BY state"))

    def mail(self, identifier):
        """A mail as promoctl shows it."""
        return json.loads(self.promoctl("ecoupons", "show", identifier, "--json"))

    def wait_for_mail(self, identifier, *states, seconds=20):
        """Waits until a mail is in one of some states; returns it."""
        end = time.monotonic() + seconds
        while True:
            rows = self.database.query(f"SELECT state FROM mails WHERE id = '{identifier}'")
            if rows and rows[0][0] in states:
                return self.mail(identifier)
            check(time.monotonic() < end, f"{identifier} is {rows}, and not {states} after {seconds} s")
            time.sleep(0.02)

    def wait_for_states(self, wanted, seconds=60):
        """Waits until there are so many mails in each state, and none in another."""
        end = time.monotonic() + seconds
        wanted = {state: str(number) for state, number in wanted.items()}
        while self.states() != wanted:
            check(time.monotonic() < end, f"mails are {self.states()}, and not {wanted} after {seconds} s")
            time.sleep(0.05)


def is_long():
    """Whether tests may take long."""
    return os.environ.get("PROMO_TEST_LONG") == "1"
