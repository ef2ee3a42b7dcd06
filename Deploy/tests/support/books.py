"""What must hold of a database after anything that happened to the workers on it."""

from engine import check

# A counter is the sum of what was booked and what is held.
UNBALANCED = """
SELECT c.limit_id, c.scope_key, c.day, c.used, COALESCE(SUM(h.amount), 0) FROM limit_counters c
LEFT JOIN limit_holds h ON h.company = c.company AND h.limit_id = c.limit_id AND h.scope_key = c.scope_key
    AND h.day = c.day
GROUP BY c.company, c.limit_id, c.scope_key, c.day, c.used
HAVING c.used <> COALESCE(SUM(h.amount), 0)
"""


def entries(database, load):
    """What the tables of a load hold, table by table."""
    return {table: sorted(database.query(statement)) for table, statement in load.tables.items()}


def check_balance(database, said):
    """Counters are the sums of what they count; cheap enough to be asked again and again."""
    unbalanced = database.query(UNBALANCED)
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
