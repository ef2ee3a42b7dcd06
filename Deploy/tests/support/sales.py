"""The load of sale-evaluator for tests that break it: rounds of messages whose effects and answers are known."""

from load import Load

SHARED = "shared"
STORE = 'companyId="2" store="3"'


class Sales(Load):
    """Rounds of a handful of tills; what one round leads to holds for every other with the token replaced."""

    program = "sale-evaluator"
    queue = "sales"
    routing_key = "pos.2.3"
    # Of each table what a round leaves in it; the tables of limits are checked against each other besides.
    tables = {
        "transactions": "SELECT terminal, state, total, is_evaluated FROM transactions",
        "processed_messages": "SELECT terminal, message_id, transaction_id FROM processed_messages",
        "limit_holds": "SELECT transaction_id, limit_id, scope_key, day, amount, state FROM limit_holds",
        "limit_counters":
            f"SELECT limit_id, scope_key, day, used FROM limit_counters WHERE scope_key NOT LIKE '%{SHARED}%'",
    }

    @staticmethod
    def prepare(engine, golden):
        """The map that the sales are made under: 30 % off, limited for each customer."""
        engine.distribute(golden / "setup" / "map-76.json", "3", 76)

    @staticmethod
    def messages(number):
        """The messages of a round, in order, each with whether an answer is wanted."""
        tills = [f"{Sales.token(number)}{till}" for till in range(6)]
        own = f"c{Sales.token(number)}"
        first = Sales._sale(tills[0], 1, own, "4000.00")
        return [
            (first, True),
            (Sales._sale(tills[1], 1, SHARED, "1.10"), True),
            (Sales._sale(tills[3], 1, SHARED, "1.30"), False),
            (first, True),
            (Sales._sale(tills[2], 1, SHARED, "2.00"), True),
            (Sales._end(tills[4], 1, "commit"), True),
            (Sales._sale(tills[0], 2, own, "9000.00"), True),
            (Sales._end(tills[1], 2, "finish"), True),
            (Sales._end(tills[2], 2, "finish"), True),
            (Sales._end(tills[0], 3, "finish"), True),
            (Sales._end(tills[1], 3, "commit"), True),
            (Sales._end(tills[2], 3, "rollback"), True),
            (b"<message unreadable", True),
            (Sales._end(tills[0], 4, "commit"), True),
        ]

    @staticmethod
    def _sale(till, number, customer, price):
        return (
            f'<message {STORE} terminal="{till}" date-time="2023-08-04 10:00:0{number}" messageId="{number}"'
            f' status="sale" evaluate="true" limitBalances="{"false" if customer == SHARED else "true"}">'
            f'<customer-add seq="1" id="{customer}"/><item-add seq="{number}" unitprice="{price}" xprice="{price}"'
            f' qty="1" code="111"/></message>'
        ).encode()

    @staticmethod
    def _end(till, number, status):
        return (
            f'<message {STORE} terminal="{till}" date-time="2023-08-04 10:00:0{number}" messageId="{number}"'
            f' status="{status}"/>'
        ).encode()
