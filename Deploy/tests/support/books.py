"""What must hold of a database after anything that happened to the workers on it."""

from engine import check

# A counter is the sum of what was booked and what is held.
UNBALANCED = """
SELECT c.limit_id, c.scope_key, c.day, c.used, COALESCE(h.amount, 0) FROM limit_counters c
LEFT JOIN (
    SELECT company, limit_id, scope_key, day, SUM(amount) AS amount FROM limit_holds
    GROUP BY company, limit_id, scope_key, day
) h ON h.company = c.company AND h.limit_id = c.limit_id AND h.scope_key = c.scope_key AND h.day = c.day
WHERE c.used <> COALESCE(h.amount, 0)
"""

# A balance is the sum of its movements, and of the lots of points that are left.
UNBALANCED_CARDS = """
SELECT c.number, c.balance1, COALESCE(m.points, 0), COALESCE(l.points, 0) FROM cards c
LEFT JOIN (
    SELECT company, card, SUM(points) AS points FROM card_movements WHERE account = 'balance1' GROUP BY company, card
) m ON m.company = c.company AND m.card = c.number
LEFT JOIN (
    SELECT company, card, SUM(points) AS points FROM point_lots WHERE account = 'balance1' GROUP BY company, card
) l ON l.company = c.company AND l.card = c.number
WHERE c.balance1 <> COALESCE(m.points, 0) OR c.balance1 <> COALESCE(l.points, 0)
"""


def entries(database, load):
    """What the tables of a load hold, table by table."""
    return {table: sorted(database.query(statement)) for table, statement in load.tables.items()}


def check_balance(database, said):
    """Counters are the sums of what they count; cheap enough to be asked again and again."""
    unbalanced = database.query(UNBALANCED)
    moved = database.query(UNBALANCED_CARDS)
    check(not moved, f"{said}: balances of cards differ from what was moved: {moved[:5]}")
    check(not unbalanced, f"{said}: counters differ from what was booked and held: {unbalanced[:5]}")


def check_books(database, load, expected, said):
    """Everything happened once: each table holds what it must hold, and nothing is left to do."""
    found = entries(database, load)
    for table, rows in expected.items():
        lost, extra = set(rows) - set(found[table]), set(found[table]) - set(rows)
        check(not lost, f"{said}: {len(lost)} rows of {table} are lost or otherwise, such as {sorted(lost)[:3]}")
        check(not extra, f"{said}: {len(extra)} rows of {table} are too many, such as {sorted(extra)[:3]}")
        check(len(found[table]) == len(rows), f"{said}: rows of {table} are doubled")
    check_balance(database, said)
    for table in ("outbox", "delivery_attempts"):
        left = database.query(f"SELECT * FROM {table}")
        check(not left, f"{said}: {table} still holds {left[:3]}")
