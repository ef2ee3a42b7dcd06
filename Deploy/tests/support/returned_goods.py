"""The load of return-processor for tests that break it: returns of one sale, in parts, twice, and too many."""

import json
import time

from engine import check
from load import Load
from loyal_sales import LoyalSales

SOLD, RETURNED = "20230807100000", "20230808100000"
# Each table with what sets one sale's rows apart from another's, column by column; a coupon goes by its sale.
COPIED = {
    "cards": ("company, number, type, state, blocks, customer, balance1, balance2, valid_to, movements", "number"),
    "card_movements": (
        "company, card, number, account, kind, points, balance, transaction_id, sale, at",
        "card, transaction_id, sale"),
    "point_lots": ("company, card, account, lot, points, expires", "card"),
    "coupons": (
        "company, bar_code, type, state, uses, blocks, valid_from, valid_to, customer, value_kind, value, issued_by,"
        " benefit, issue_number, settled_by, events, changed_at", "bar_code, issued_by"),
    "coupon_events": ("company, bar_code, number, event, transaction_id, at", "bar_code, transaction_id"),
    "transactions": (
        "id, company, store, terminal, opened, state, is_return, original, map_version, choice, ticket, summary, total,"
        " is_evaluated, last_date_time, last_message_at, closed_at", "id, terminal, ticket, summary"),
}


class ReturnedGoods(Load):
    """Rounds of one sale each, of which all comes back; the first sale is really made, the others are its copies."""

    program = "return-processor"
    queue = "returns"
    routing_key = "return.2.5"
    tables = {
        "transactions":
            "SELECT id, state, original, ticket, summary FROM transactions WHERE terminal NOT LIKE '97000000%'",
        "return_jobs": "SELECT id, original, state, error FROM return_jobs",
        "return_errors": "SELECT job, number, element, code, text FROM return_errors",
        "element_blocks": "SELECT return_id, element FROM element_blocks",
        "coupons":
            "SELECT bar_code, state, uses, blocks, settled_by FROM coupons WHERE bar_code NOT LIKE '97000000%'",
        # What a return finds ended already it need not block: that depends on when its message comes.
        "coupon_events":
            "SELECT bar_code, event, transaction_id FROM coupon_events"
            " WHERE bar_code NOT LIKE '97000000%' AND event NOT IN ('block', 'unblock')",
        "cards": "SELECT number, balance1, blocks, movements FROM cards WHERE number NOT LIKE '97000000%'",
        "card_movements":
            "SELECT card, number, kind, points, balance, transaction_id, sale FROM card_movements"
            " WHERE card NOT LIKE '97000000%'",
        "point_lots": "SELECT card, lot, points FROM point_lots WHERE card NOT LIKE '97000000%'",
    }

    @staticmethod
    def token(number):
        """What sets a round apart: the beginning of its terminals' numbers, of one width."""
        return f"97{number:06}"

    @staticmethod
    def prepare(engine, golden):
        """Sells once: three cleaning products with a card, which earn points and a coupon."""
        LoyalSales.prepare(engine, golden)
        token = ReturnedGoods.token(0)
        engine.database.query(
            "INSERT INTO cards (company, number, type, state, blocks, balance1, balance2, movements)"
            f" VALUES ('2', '{token}', 'CLUB', 'active', 0, 0, 0, 0)")
        ticket = engine.directory / "sale.xml"
        ticket.write_text(
            f'<message companyId="2" store="5" terminal="{token}0" date-time="2023-08-07 10:00:00" messageId="1"'
            f' status="finish" autoCommit="true"><loyaltycard-add seq="1" number="{token}" type="CLUB"/>'
            '<item-add seq="1" unitprice="4" xprice="12" qty="3" level1="CLEANING"/></message>')
        engine.workers = [None]
        engine.start()
        answer = engine.promoctl("publish", str(ticket))
        check('barcode="207' in answer and 'points="15.00"' in answer, f"the sale was answered {answer}")
        check(engine._stop(engine.workers.pop()) == 0, "the worker that sold did not stop in good order")
        # Its number belongs to the counter; as its sale's own it can be copied with it.
        for table in ("coupon_events", "coupons"):
            engine.database.query(f"UPDATE {table} SET bar_code = '{token}i' WHERE bar_code LIKE '207%'")

    @staticmethod
    def equip(engine, number):
        """Copies the sale, with its coupon and its card."""
        template, token = ReturnedGoods.token(0), ReturnedGoods.token(number)
        for table, (columns, named) in COPIED.items():
            names = named.split(", ")
            values = ", ".join(
                f"replace({column}, '{template}', '{token}')" if column in names else column
                for column in columns.split(", "))
            engine.database.query(
                f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {names[0]} LIKE '%{template}%'")

    @staticmethod
    def is_done(engine, rounds):
        """Whether the returns of all rounds are over: two are processed of each, and one is refused."""
        over = engine.database.query("SELECT COUNT(*) FROM return_jobs WHERE state NOT IN ('pending', 'processing')")
        if over == [(str(3 * rounds),)]:
            return True
        time.sleep(0.05)
        return False

    @staticmethod
    def messages(number):
        """The messages of a round, in order, none with an answer."""
        part, rest = ReturnedGoods._return(number, 1, [{"seq": 1, "qty": 1}]), ReturnedGoods._return(number, 2, [])
        return [(body, False) for body in (
            part, rest, part, ReturnedGoods._return(number, 3, [{"seq": 1, "qty": 1}]), rest)]

    @staticmethod
    def _return(number, terminal, lines):
        token = ReturnedGoods.token(number)
        return json.dumps({
            "type": "return.job", "version": 1, "transaction": f"2_5_{token}{terminal}_{RETURNED}",
            "originalTransaction": f"2_5_{token}0_{SOLD}", "company": "2", "store": "5",
            "terminal": f"{token}{terminal}", "dateTime": "2023-08-08 10:00:00", "lines": lines,
            "total": not lines}).encode()
