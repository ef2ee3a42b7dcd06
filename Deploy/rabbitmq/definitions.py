#!/usr/bin/env python3
"""Writes RabbitMQ definitions: a user for each role, who may do what the role needs and nothing else.

    definitions.py PASSWORDS [--prefix promo] [--vhost /] [--store COMPANY.STORE]... [--reply-queues] > definitions.json
    rabbitmqctl import_definitions definitions.json

PASSWORDS is a folder with a file for each user; a password that is not there is made. The output holds hashes only.
Importing adds and changes users and removes none.

    promo-worker       declares, reads and writes what the prefix names, and answers tills
    promo-operator     promoctl: sends tickets and hints about maps, reads what was given up and sends it again
    promo-backoffice   sends returns that no till made
    promo-monitor      sees figures, no message
    promo-store-2.3    a store: publishes its own sales, and reads its own answers
    promo-site-2.9     a site: reads what it is sent
    promo-catalogs     with --catalogs: publishes to queues by name, as catalogs to promo.imports
"""

import argparse
import base64
import hashlib
import json
import os
import re
import secrets
import sys
from pathlib import Path

NOTHING = "^$"
# A dot separates the words of a routing key, so one inside a code is written as an underscore: none is left in here.
STORE = re.compile(r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")


def exactly(*patterns):
    """A pattern that matches any of these and nothing longer."""
    return f"^({'|'.join(patterns)})$"


def password_of(user, folder):
    """The password in the user's file, which is made where it is missing."""
    path = folder / user
    if not path.exists():
        # Whoever may enter the folder may read it: a container's user is not known here.
        path.touch(mode=0o444)
        os.chmod(path, 0o644)
        path.write_text(secrets.token_hex(24) + "\n")
        os.chmod(path, 0o444)
    password = path.read_text().split("\n")[0]
    if not password:
        sys.exit(f"definitions.py: {path} is empty")
    return password


def hashed(password, user):
    """The broker's form: salt and digest; the salt stays the same so that the file does."""
    salt = hashlib.sha256(f"{user}\0{password}".encode()).digest()[:4]
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def permissions(options):
    """What each user may configure, write and read, and with which routing keys."""
    prefix = re.escape(options.prefix)
    own = rf"{prefix}\..*"
    answers = r"amq\.default"
    yield "promo-worker", [own], [own, answers], [own], None
    maps = rf"{prefix}\.maps"
    yield "promo-operator", [maps], [rf"{prefix}\.transactions", maps, answers], [rf"{prefix}\.dead"], None
    yield "promo-backoffice", [], [rf"{prefix}\.transactions"], [], r"^return\.[^.]+\.[^.]+$"
    yield "promo-monitor", [], [], [], None
    for site in options.site:
        yield f"promo-site-{site}", [], [], [rf"{prefix}\.cache\.{re.escape(site)}"], None
    if options.catalogs:
        # What publishes to queues by name does so through the default exchange.
        yield "promo-catalogs", [], [answers], [], None
    for store in options.store:
        # Direct reply-to needs no permission; queues for answers are the store's own, by name.
        queues = [rf"till\.{re.escape(store)}(\..*)?"] if options.reply_queues else []
        yield f"promo-store-{store}", queues, [rf"{prefix}\.transactions"], queues, rf"^pos\.{re.escape(store)}$"


def definitions(options):
    """The whole document."""
    users, granted, keys = [], [], []
    for user, configure, write, read, key in permissions(options):
        users.append({
            "name": user, "password_hash": hashed(password_of(user, options.passwords), user),
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": "monitoring" if user == "promo-monitor" else ""})
        granted.append({
            "user": user, "vhost": options.vhost,
            **{kind: exactly(*names) if names else NOTHING
               for kind, names in (("configure", configure), ("write", write), ("read", read))}})
        if key:
            keys.append({
                "user": user, "vhost": options.vhost, "exchange": f"{options.prefix}.transactions",
                "write": key, "read": NOTHING})
    return {
        "vhosts": [{"name": options.vhost}], "users": users, "permissions": granted, "topic_permissions": keys}


def main():
    parser = argparse.ArgumentParser(description="Writes RabbitMQ definitions with a user for each role.")
    parser.add_argument("passwords", type=Path)
    parser.add_argument("--prefix", default="promo")
    parser.add_argument("--vhost", default="/")
    parser.add_argument("--store", action="append", default=[], metavar="COMPANY.STORE")
    parser.add_argument("--site", action="append", default=[], metavar="COMPANY.STORE")
    parser.add_argument("--catalogs", action="store_true", help="a user who publishes catalogs")
    parser.add_argument("--reply-queues", action="store_true", help="stores may have queues till.COMPANY.STORE.*")
    options = parser.parse_args()
    for store in options.store + options.site:
        if not STORE.match(store):
            sys.exit(f"definitions.py: {store} is not COMPANY.STORE, of letters, digits, _ and -")
    options.passwords.mkdir(mode=0o700, parents=True, exist_ok=True)
    json.dump(definitions(options), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
