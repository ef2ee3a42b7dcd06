#!/usr/bin/env python3
"""A site's side of the promotion feed in two hundred lines: keeps a table from its queue, and serves product pages.

    site.py [--url amqp://…] [--company 2] [--store 9] [--table site.db] [--listen 127.0.0.1:8080]

It shows what a site should do: consume its own queue (cache-generator declares it), write what a batch of messages says
in one transaction and acknowledge after it, so that a crash repeats messages and loses none; take a page only from a
generation that is not older than what it has, since messages may come twice and out of order, and remember for that
which generation took a page away; and count, at each generation's end, the numbers that came: they must be 1 to n
without a gap. With --once it ends when the queue is empty.

    /                    the products, and how far the generations are
    /product/CODE        a page, as of now
    /status              the same for programs
"""

import argparse
import html
import json
import os
import sqlite3
import sys
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker

TABLES = """
CREATE TABLE IF NOT EXISTS pages (code TEXT PRIMARY KEY, generation INTEGER, hash TEXT, body TEXT);
CREATE TABLE IF NOT EXISTS numbers (generation INTEGER, sequence INTEGER, PRIMARY KEY (generation, sequence));
CREATE TABLE IF NOT EXISTS generations (generation INTEGER PRIMARY KEY, mode TEXT, expected INTEGER, missing INTEGER);
"""
BATCH = 200


class Table:
    """What the site knows, in a file; one writer, and a reader for each page that is asked for."""

    def __init__(self, path):
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.executescript(TABLES)

    def write(self, bodies):
        """Takes messages, all of them or none."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            for body in bodies:
                self._take(json.loads(body), body.decode())
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise

    def _take(self, message, text):
        run, kind = self.connection.execute, message["type"]
        generation = message["generation"]
        if kind == "cache.begin":
            run("INSERT OR IGNORE INTO generations VALUES (?, ?, NULL, NULL)", (generation, message["mode"]))
        elif kind == "cache.product":
            run("INSERT OR IGNORE INTO numbers VALUES (?, ?)", (generation, message["sequence"]))
            run("INSERT INTO pages SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM generations "
                "WHERE generation > ? AND mode = 'full' AND missing = 0) ON CONFLICT (code) DO UPDATE SET "
                "generation = excluded.generation, hash = excluded.hash, body = excluded.body "
                "WHERE pages.generation <= excluded.generation",
                (message["productCode"], generation, message["hash"], text, generation))
        elif kind == "cache.remove":
            run("INSERT OR IGNORE INTO numbers VALUES (?, ?)", (generation, message["sequence"]))
            # The row stays without a page: an older generation's page that comes late must not come back.
            run("INSERT INTO pages VALUES (?, ?, NULL, NULL) ON CONFLICT (code) DO UPDATE SET "
                "generation = excluded.generation, hash = NULL, body = NULL "
                "WHERE pages.generation <= excluded.generation", (message["productCode"], generation))
        elif kind == "cache.end":
            expected = message["published"] + message["removed"]
            found, = run(
                "SELECT COUNT(*) FROM numbers WHERE generation = ? AND sequence BETWEEN 1 AND ?",
                (generation, expected)).fetchone()
            run("INSERT INTO generations VALUES (?, '', ?, ?) ON CONFLICT (generation) DO UPDATE SET "
                "expected = excluded.expected, missing = excluded.missing", (generation, expected, expected - found))
            run("DELETE FROM numbers WHERE generation < ?", (generation,))
            mode, = run("SELECT mode FROM generations WHERE generation = ?", (generation,)).fetchone()
            if mode == "full" and expected == found:
                # All that is promoted came: what is older is what a lost message should have taken away.
                run("DELETE FROM pages WHERE generation < ?", (generation,))
            if expected > found:
                print(f"generation {generation}: {expected - found} numbers are missing; "
                      "promoctl cache refresh --full sends all of it again", file=sys.stderr, flush=True)


def consume(options, table):
    """Takes what the queue holds, for ever, or until it is empty."""
    name = f"{options.prefix}.cache." + ".".join(part.replace(".", "_") for part in (options.company, options.store))
    outage = None
    while True:
        try:
            with pika.BlockingConnection(pika.URLParameters(options.url)) as connection:
                channel = connection.channel()
                channel.basic_qos(prefetch_count=BATCH)
                batch = []
                for method, _, body in channel.consume(name, inactivity_timeout=0.5):
                    outage = None
                    if method is not None:
                        batch.append(body)
                        last = method.delivery_tag
                    if batch and (method is None or len(batch) == BATCH):
                        table.write(batch)
                        channel.basic_ack(last, multiple=True)
                        batch = []
                    elif method is None and options.once:
                        return
        except (AMQPError, OSError) as error:
            if isinstance(error, ChannelClosedByBroker) and options.once:
                sys.exit(f"site.py: {error}")
            if outage != str(error):
                outage = str(error)
                print(f"the queue {name} cannot be read ({error}); trying again", file=sys.stderr, flush=True)
            time.sleep(1)


def holds(entry, now):
    """Whether something is valid at a moment."""
    return (entry["validFrom"] or "") <= now and (not entry["validTo"] or now < entry["validTo"])


class Pages(BaseHTTPRequestHandler):
    """Serves product pages."""

    table = None

    def do_GET(self):  # noqa: N802, the server's own name
        connection = sqlite3.connect(self.table, timeout=10)
        try:
            if self.path == "/status":
                return self._send(json.dumps(self._status(connection)).encode(), "application/json")
            if self.path.startswith("/product/"):
                return self._product(connection, unquote(self.path.removeprefix("/product/")))
            return self._list(connection)
        finally:
            connection.close()

    def _status(self, connection):
        count, = connection.execute("SELECT COUNT(*) FROM pages WHERE body IS NOT NULL").fetchone()
        rows = connection.execute("SELECT * FROM generations ORDER BY generation DESC LIMIT 5").fetchall()
        return {"pages": count, "generations": [
            dict(zip(("generation", "mode", "expected", "missing"), row)) for row in rows]}

    def _list(self, connection):
        rows = connection.execute(
            "SELECT code, body FROM pages WHERE body IS NOT NULL ORDER BY code LIMIT 200").fetchall()
        items = "".join(
            f'<li><a href="/product/{quote(code, safe="")}">{html.escape(code)}</a> '
            f'{html.escape(json.loads(body)["price"])}</li>' for code, body in rows)
        status = html.escape(json.dumps(self._status(connection)))
        self._page("Products", f"<ul>{items}</ul><p class='small'>{status}</p>")

    def _product(self, connection, code):
        row = connection.execute("SELECT body FROM pages WHERE code = ? AND body IS NOT NULL", (code,)).fetchone()
        if row is None:
            return self._page("Nothing here", f"<p>{html.escape(code)} is not promoted.</p>", 404)
        page, now = json.loads(row[0]), datetime.now().strftime("%Y-%m-%d %H:%M:%S")
        price = next((entry["price"] for entry in page.get("prices", []) if holds(entry, now)), page["price"])
        old = f"<s>{html.escape(page['listPrice'])}</s> " if price != page["listPrice"] else ""
        offers = "".join(self._offer(offer, now) for offer in page["promotions"])
        self._page(html.escape(code), f"<p class='price'>{old}<b>{html.escape(price)}</b></p><ul>{offers}</ul>")

    @staticmethod
    def _offer(offer, now):
        how = {"now": "", "quantity": f"take {offer['quantity']}: {offer['total']} ({offer['unitPrice']} each)",
               "coupon": "with a coupon", "combo": "together with other products",
               "paymentPlan": "paid in a certain way"}[offer["kind"]]
        when = "" if holds(offer, now) else f"from {offer['validFrom']} "
        until = f"until {offer['validTo']}" if offer["validTo"] else ""
        saves = "" if offer["saving"] is None else f"saves {offer['saving']}"
        return (f"<li><b>{html.escape(offer['message'])}</b> {html.escape(how)} "
                f"{html.escape(saves)} <span class='small'>{html.escape(when + until)}"
                f"{' while stocks of it last' if offer.get('hasLimit') else ''}</span></li>")

    def _page(self, title, content, status=200):
        style = ("body{font:18px sans-serif;margin:3em;max-width:40em}"
                 ".price{font-size:2em}.small{color:#777;font-size:.8em}")
        self._send(f"<!doctype html><meta charset=utf-8><title>{title}</title><style>{style}</style>"
                   f"<h1>{title}</h1>{content}".encode(), "text/html; charset=utf-8", status)

    def _send(self, body, kind, status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Pages are not logged."""


def main():
    parser = argparse.ArgumentParser(description="Keeps a site's table from its queue, and serves product pages.")
    parser.add_argument("--url", default=os.environ.get("PROMO_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672/%2f"))
    parser.add_argument("--prefix", default=os.environ.get("PROMO_PREFIX", "promo"))
    parser.add_argument("--company", default="2")
    parser.add_argument("--store", default="9")
    parser.add_argument("--table", default="site.db")
    parser.add_argument("--listen", default="127.0.0.1:8080", help="where pages are served; empty serves none")
    parser.add_argument("--once", action="store_true", help="end when the queue is empty")
    options = parser.parse_args()
    table = Table(options.table)
    if options.listen and not options.once:
        host, port = options.listen.rsplit(":", 1)
        Pages.table = options.table
        server = ThreadingHTTPServer((host, int(port)), Pages)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"pages are served on http://{host}:{server.server_address[1]}/", flush=True)
    try:
        consume(options, table)
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
