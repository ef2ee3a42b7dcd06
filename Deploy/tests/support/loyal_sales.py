"""A load of sale-evaluator with coupons and cards in play: two tills that count on one coupon, and what sales issue."""

import re

from load import Load

STORE = 'companyId="2" store="5"'
ISSUED = re.compile(r'barcode="207\d+"')
GOODS = (
    '<item-add seq="1" code="501" unitprice="50" xprice="50" qty="1" level1="PERFUMERY"/>'
    '<item-add seq="2" code="601" unitprice="4" xprice="12" qty="3" level1="CLEANING"/>')


class LoyalSales(Load):
    """Rounds of a handful of tills, each round with coupons and a card of its own."""

    program = "sale-evaluator"
    queue = "sales"
    routing_key = "pos.2.5"
    # A coupon that a sale issued goes by that sale: its number depends on what was issued before.
    tables = {
        "transactions": "SELECT terminal, state, total, is_evaluated FROM transactions",
        "processed_messages": "SELECT terminal, message_id, transaction_id FROM processed_messages",
        "coupons":
            "SELECT COALESCE(issued_by, bar_code), issue_number, type, state, uses, blocks FROM coupons",
        "coupon_uses": "SELECT transaction_id, bar_code FROM coupon_uses",
        "coupon_events":
            "SELECT COALESCE(c.issued_by, c.bar_code), c.issue_number, e.number, e.event, e.transaction_id"
            " FROM coupon_events e JOIN coupons c ON c.company = e.company AND c.bar_code = e.bar_code",
        "cards": "SELECT number, balance1, balance2, blocks, movements FROM cards",
        "card_movements": "SELECT card, number, account, kind, points, balance, sale FROM card_movements",
        "point_lots": "SELECT card, account, lot, points FROM point_lots",
    }

    @staticmethod
    def token(number):
        """What sets a round apart: the beginning of its terminals' numbers, of one width."""
        return f"98{number:06}"

    @staticmethod
    def canonical(text):
        """A text without what may differ from round to round: the running numbers of coupons."""
        return ISSUED.sub('barcode=""', text)

    @staticmethod
    def prepare(engine, golden):
        """The map that the sales are made under, and the kinds of coupons and cards that it names."""
        engine.distribute(golden / "setup" / "map-77.json", "5", 77)
        for code, prefix in (("3", "987"), ("7", "207")):
            engine.database.query(
                "INSERT INTO coupon_types (company, code, kind, is_electronic, prefix, base, format, max_uses,"
                f" is_nominative, is_active, mail_template) VALUES ('2', '{code}', 'normal', 0, '{prefix}', 'EAN13',"
                " 'PPPnnnnnnnnnc', 1, 0, 1, '')")
        engine.database.query(
            "INSERT INTO card_types (company, code, unit, kind, needs_customer, is_rechargeable, is_transferable,"
            " is_active) VALUES ('2', 'CLUB', 'points', 'loyalty', 0, 1, 0, 1)")

    @staticmethod
    def equip(engine, number):
        """The coupons and the card of a round, before its messages are sent."""
        token = LoyalSales.token(number)
        for coupon in "abc":
            engine.database.query(
                "INSERT INTO coupons (company, bar_code, type, state, uses, blocks, valid_from, benefit, issue_number,"
                f" events, changed_at) VALUES ('2', '{token}{coupon}', '3', 'active', 0, 0, 19570, '', 1, 0, 0)")
        engine.database.query(
            "INSERT INTO cards (company, number, type, state, blocks, balance1, balance2, movements)"
            f" VALUES ('2', '{token}', 'CLUB', 'active', 0, 0, 0, 0)")

    @staticmethod
    def messages(number):
        """The messages of a round, in order, each with whether an answer is wanted."""
        token = LoyalSales.token(number)
        tills = [f"{token}{till}" for till in range(4)]
        finish = LoyalSales._end(tills[0], 3, "finish")
        return [
            (LoyalSales._sale(tills[0], 1, "a", token), True),
            (LoyalSales._sale(tills[1], 1, "a", token), True),
            (LoyalSales._end(tills[0], 2, "loyaltyValidation"), True),
            (finish, True),
            (LoyalSales._end(tills[1], 2, "finish"), True),
            (finish, True),
            (LoyalSales._sale(tills[2], 1, "b", token, 'status="finish" autoCommit="true"'), True),
            (LoyalSales._end(tills[0], 4, "commit"), True),
            (LoyalSales._end(tills[1], 3, "finish", '<coupon-void seq="1"/>'), True),
            (LoyalSales._sale(tills[3], 1, "c", token, 'status="finish"'), False),
            (LoyalSales._end(tills[1], 4, "rollback"), True),
            (LoyalSales._end(tills[3], 2, "loyaltyValidation"), True),
        ]

    @staticmethod
    def _sale(till, number, coupon, token, more='status="sale" evaluate="true"'):
        return LoyalSales._message(
            till, number, more,
            f'<loyaltycard-add seq="1" number="{token}" type="CLUB"/>{GOODS}'
            f'<coupon-add seq="1" id="{token}{coupon}" type="3"/>')

    @staticmethod
    def _end(till, number, status, commands=""):
        return LoyalSales._message(till, number, f'status="{status}"', commands)

    @staticmethod
    def _message(till, number, more, commands):
        return (
            f'<message {STORE} terminal="{till}" date-time="2023-08-07 10:00:0{number}" messageId="{number}" {more}>'
            f'{commands}</message>'
        ).encode()
