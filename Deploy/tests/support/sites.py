"""E-commerce sites of an engine: stores whose pages the example site keeps."""

import json
import sqlite3
import subprocess
import sys

from engine import TOP, Engine, check

MAP = {
    "company": "2", "levels": [{"promotions": [{
        "id": "64cd5282a62e431960ed0001", "name": "Brand x",
        "condition": {"simple": [{"element": "item", "where": [
            {"attribute": "brand", "operator": "equal", "values": ["x"]}]}]},
        "benefits": [{
            "id": "64cd5282a62e431960ed1001", "type": "PercentageDiscount", "percent": 10, "unit": "qty"}]}]}]}


class Sites(Engine):
    """An engine without tills: its stores are sites, each with the settings that it has in its catalog."""

    def __init__(self, name, database, stores):
        super().__init__(name, workers=0, database=database)
        self.stores = stores

    def __enter__(self):
        super().__enter__()
        try:
            path = self.directory / "map.json"
            path.write_text(json.dumps(MAP))
            self.promoctl(
                "map", "distribute", str(path), "--stores", ",".join(self.stores), "--version", "1", "--no-wait")
            self.load("catalogStore", [
                {"code": store, "kind": "ecommerce", **settings} for store, settings in self.stores.items()])
        except BaseException:
            self.__exit__(RuntimeError)
            raise
        return self

    def load(self, catalog, items):
        """Loads a catalog without a worker."""
        path = self.directory / f"{catalog}.json"
        path.write_text(json.dumps({"companyId": "2", "catalog": catalog, "items": items}))
        self.promoctl("import", "catalog", str(path))

    def table(self, store):
        """Where the example site of a store keeps its pages."""
        return self.directory / f"site-{store}.db"

    def consume(self, store):
        """Lets a store's site read what is in its queue."""
        subprocess.run(
            [sys.executable, TOP / "Deploy" / "examples" / "site.py", "--once", "--url", self.url, "--prefix",
             self.prefix, "--store", store, "--table", str(self.table(store))], check=True)

    def check_site(self, store):
        """Compares a site's table with what the till says and with what was sent."""
        said = f"site {store} of {self.prefix}"
        verified = json.loads(self.promoctl("cache", "verify", store, "--json"))
        check(verified["differences"] == [] and verified["stale"] == 0, f"{said}: {verified}")
        with sqlite3.connect(self.table(store)) as site:
            pages = site.execute("SELECT code, hash FROM pages WHERE body IS NOT NULL ORDER BY code").fetchall()
            missing = site.execute(
                "SELECT generation FROM generations WHERE missing <> 0 OR missing IS NULL").fetchall()
        known = self.database.query(
            f"SELECT product, hash FROM cache_products WHERE store = '{store}' ORDER BY product")
        check(pages == known and pages, f"{said}: it has {len(pages)} pages, {len(known)} were sent")
        check(len(pages) == verified["promoted"], f"{said}: {verified['promoted']} products are promoted")
        check(missing == [], f"{said}: numbers are missing of the generations {missing}")
        left = self.database.query(f"SELECT COUNT(*) FROM cache_messages WHERE store = '{store}'")
        check(left == [("0",)], f"{said}: messages are left")
