#!/usr/bin/env python3
"""Gives a broker the users of definitions.py, lets each do its work, and tries what each must not be able to do."""

import json
import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, TOP, Engine, check, setting  # noqa: E402
import pika  # noqa: E402
from pika.exceptions import AMQPError, ChannelClosedByBroker, ConnectionClosedByBroker  # noqa: E402
from pos import Till  # noqa: E402

VHOST = f"permissions{os.getpid()}"
TICKET = GOLDEN / "01-sale.request.xml"
EXAMPLES = TOP / "Deploy" / "examples"


def rabbitmqctl(*arguments):
    """Runs rabbitmqctl on the broker of this test run, whose variables one file holds."""
    command = f'. "{setting("PROMO_TEST_RABBITMQ_DIR")}/env" && exec rabbitmqctl -q "$@"'
    subprocess.run(["bash", "-c", command, "rabbitmqctl", *arguments], check=True, stdout=subprocess.DEVNULL)


class Users:
    """The users of an installation under one prefix, in a virtual host of their own."""

    def __init__(self, engine):
        self.passwords = engine.directory / "passwords"
        self.server = urllib.parse.urlsplit(setting("PROMO_TEST_AMQP_URL"))
        command = [
            TOP / "Deploy" / "rabbitmq" / "definitions.py", self.passwords, "--prefix", engine.prefix,
            "--vhost", VHOST, "--store", "2.3", "--reply-queues", "--site", "2.9", "--catalogs"]
        text = subprocess.run(command, check=True, capture_output=True).stdout
        self.names = [user["name"] for user in json.loads(text)["users"]]
        check(not any(self.password(name).encode() in text for name in self.names), "a password is in the output")
        again = subprocess.run(command, check=True, capture_output=True).stdout
        check(again == text, "the same passwords make other definitions")
        path = engine.directory / "definitions.json"
        path.write_bytes(text)
        rabbitmqctl("import_definitions", str(path))
        rabbitmqctl("set_permissions", "-p", VHOST, "guest", ".*", ".*", ".*")

    def password(self, user):
        return (self.passwords / user).read_text().strip()

    def url(self, user):
        password = "guest" if user == "guest" else self.password(user)
        return f"amqp://{user}:{password}@{self.server.hostname}:{self.server.port}/{VHOST}"

    def remove(self):
        rabbitmqctl("delete_vhost", VHOST)
        for name in self.names:
            rabbitmqctl("delete_user", name)


def outcome(url, action):
    """What the broker makes of one action on a channel of its own: "done", or its reply code."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        action(channel)
        return "done"
    except (ChannelClosedByBroker, ConnectionClosedByBroker) as error:
        return error.reply_code
    except AMQPError as error:
        return repr(error)
    finally:
        if connection.is_open:
            connection.close()


def publishing(exchange, key):
    """An action that publishes; the reply tells whether the broker let it."""
    return lambda channel: channel.basic_publish(exchange, key, b"<message/>", mandatory=False)


def consuming(queue):
    return lambda channel: channel.basic_consume(queue, lambda *_: None)


def declaring(queue, **arguments):
    return lambda channel: channel.queue_declare(queue, **arguments)


def binding(queue, exchange):
    return lambda channel: channel.queue_bind(queue, exchange, "pos.#")


def forbidden(prefix):
    """What each user must be refused, with a name for each attempt."""
    sales, dead, transactions = f"{prefix}.sales", f"{prefix}.dead", f"{prefix}.transactions"
    everyone = {
        "declare a queue": declaring("mine"), "declare a queue of any name": declaring(""),
        "declare an exchange": lambda channel: channel.exchange_declare("mine", "topic"),
        "declare the work queue otherwise": declaring(f"{prefix}.sales.wait.7", durable=True),
        "read sales": consuming(sales), "take a sale": lambda channel: channel.basic_get(sales),
        "purge sales": lambda channel: channel.queue_purge(sales),
        "delete sales": lambda channel: channel.queue_delete(sales),
        "delete the exchange": lambda channel: channel.exchange_delete(transactions),
        "bind to the exchange": binding(sales, transactions),
        "publish to another exchange": publishing("amq.topic", "pos.2.3"),
        "unbind sales": lambda channel: channel.queue_unbind(sales, transactions, "pos.#"),
    }
    reader = {
        "hint about maps": publishing(f"{prefix}.maps", ""), "read the dead": consuming(dead),
        "publish a page": publishing(f"{prefix}.cache", "2.9"), "read catalogs": consuming(f"{prefix}.imports"),
        "read what another site is sent": consuming(f"{prefix}.cache.2.8"),
        "read what a site is sent whose number begins alike": consuming(f"{prefix}.cache.2.90"),
    }
    outsider = {
        **reader,
        "publish to sales past the exchange": publishing("", sales), "publish to the dead": publishing("", dead),
        "publish a catalog": publishing("", f"{prefix}.imports"),
        "ask for a site's run": publishing("", f"{prefix}.cache.requests"),
    }
    store = {
        "publish as another store": publishing(transactions, "pos.2.4"),
        "publish as a store whose number begins alike": publishing(transactions, "pos.2.30"),
        "publish with a longer key": publishing(transactions, "pos.2.3.x"),
        "publish a return of the back office": publishing(transactions, "return.2.3"),
        "declare another store's queue": declaring("till.2.4.1"),
        "declare a queue of a name that only begins alike": declaring("till.2.30"),
        "bind its own queue to the exchange": binding("till.2.3.1", transactions),
    }
    monitor = {"publish a sale": publishing(transactions, "pos.2.3")}
    yield "promo-store-2.3", {**everyone, **outsider, **store}
    yield "promo-monitor", {**everyone, **outsider, **monitor}
    yield "promo-backoffice", {**everyone, **outsider, **monitor}
    own = f"{prefix}.cache.2.9"
    yield "promo-site-2.9", {
        **everyone, **outsider, **monitor,
        "delete its own queue": lambda channel: channel.queue_delete(own),
        "make its own queue longer": declaring(own, durable=True, arguments={"x-max-length": 9}),
        "bind its own queue to the exchange": lambda channel: channel.queue_bind(own, f"{prefix}.cache", "#"),
    }
    # It publishes by the names of queues; what it may not is told by exchanges and by what it reads.
    yield "promo-catalogs", {**everyone, **reader, **monitor, "read its own catalogs": consuming(f"{prefix}.imports")}
    yield "promo-operator", everyone
    yield "promo-worker", {
        "declare a queue": declaring("mine"), "read a store's answers": consuming("till.2.3.1"),
        "publish to another exchange": publishing("amq.topic", "pos.2.3"),
        "declare a queue of a prefix that begins alike": declaring(f"{prefix}x.sales"),
    }


def everyone_works(engine, users):
    """Workers, operator and store do what they are there for, each as itself."""
    request = (EXAMPLES / "tickets" / "sale-1.xml").read_bytes()
    expected = (EXAMPLES / "tickets" / "sale-1.answer.xml").read_bytes()
    engine.start()
    store = users.url("promo-store-2.3")
    till = Till(store, "2", "3", prefix=engine.prefix, timeout=15)
    check(till.ask(request) == expected, "the store is not answered by direct reply-to")
    till.close()
    check(own_queue_answer(store, engine.prefix, request) == expected, "the store is not answered in its own queue")
    backoffice = outcome(users.url("promo-backoffice"), publishing(f"{engine.prefix}.transactions", "return.2.3"))
    check(backoffice == "done", f"the back office cannot send a return: {backoffice}")
    engine.environment["PROMO_AMQP_URL"] = users.url("promo-operator")
    engine.distribute(EXAMPLES / "maps" / "limit-5000.json", "3", 77)
    check(engine.prefix in engine.promoctl("status"), "the operator sees no queues")
    guest = outcome(users.url("guest"), publishing("", f"{engine.prefix}.dead"))
    check(guest == "done" and "1" in engine.promoctl("dead", "list"), "the operator does not see what was given up")
    engine.promoctl("publish", str(EXAMPLES / "tickets" / "sale-1.xml"))
    engine.environment["PROMO_AMQP_URL"] = users.url("promo-worker")


def feed_works(prefix, users):
    """A back office's catalog comes to the importer's queue, a page to the site that it is for."""
    worker = users.url("promo-worker")
    imports, pages = f"{prefix}.imports", f"{prefix}.cache.2.9"
    for queue in (imports, pages):
        check(outcome(worker, declaring(queue, durable=True)) == "done", f"the worker cannot make {queue}")
    check(outcome(worker, lambda channel: channel.exchange_declare(f"{prefix}.cache", "topic", durable=True)) == "done",
          "the worker cannot make the exchange of pages")
    bound = outcome(worker, lambda channel: channel.queue_bind(pages, f"{prefix}.cache", "2.9"))
    check(bound == "done", f"the worker cannot bind the site's queue: {bound}")
    for user, exchange, key in (("promo-catalogs", "", imports), ("promo-worker", f"{prefix}.cache", "2.9")):
        sent = outcome(users.url(user), publishing(exchange, key))
        check(sent == "done", f"{user} cannot publish to {key}: {sent}")
    for user, queue in (("promo-worker", imports), ("promo-site-2.9", pages)):
        connection = pika.BlockingConnection(pika.URLParameters(users.url(user)))
        found = connection.channel().basic_get(queue, auto_ack=True)[2]
        connection.close()
        check(found == b"<message/>", f"{user} reads {found} in {queue}")


def own_queue_answer(url, prefix, request):
    """The answer that comes to a queue of the store's own."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.queue_declare("till.2.3.1", auto_delete=True)
    properties = pika.BasicProperties(reply_to="till.2.3.1", correlation_id="1", content_type="application/xml")
    channel.basic_publish(f"{prefix}.transactions", "pos.2.3", request, properties)
    for _, _, body in channel.consume("till.2.3.1", auto_ack=True, inactivity_timeout=15):
        connection.close()
        return body
    return None


def main():
    tried = 0
    engine = Engine("roles")
    users = Users(engine)
    try:
        engine.url = users.url("guest")
        engine.environment["PROMO_AMQP_URL"] = users.url("promo-worker")
        with engine:
            engine.environment["PROMO_AMQP_URL"] = users.url("promo-operator")
            engine.distribute(EXAMPLES / "maps" / "limit-5000.json", "3", 76)
            engine.environment["PROMO_AMQP_URL"] = users.url("promo-worker")
            everyone_works(engine, users)
            feed_works(engine.prefix, users)
            check(outcome(users.url("guest"), declaring("till.2.3.1")) == "done", "no queue to try on")
            for user, attempts in forbidden(engine.prefix):
                for name, attempt in attempts.items():
                    result = outcome(users.url(user), attempt)
                    check(result == 403, f"{user} may {name}: {result}")
                    tried += 1
            check(outcome(users.url("promo-store-2.3"), publishing(f"{engine.prefix}.transactions", "pos.2.3"))
                  == "done", "the store may not sell")
    finally:
        users.remove()
    print(f"Every role does its work, and {tried} attempts at more were refused")


if __name__ == "__main__":
    main()
