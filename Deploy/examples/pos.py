#!/usr/bin/env python3
"""A till in a hundred lines: sends tickets to the promotions engine over RabbitMQ and prints the answers.

    pos.py [--url amqp://…] [--company 2] [--store 3] TICKET...

It shows what a till should do: publish with `mandatory` and publisher confirms, so that a ticket nobody would read is
noticed at once; read answers by direct reply-to and match them by correlation id; and when no answer comes, send the
very same bytes again, which the engine answers with the same bytes and without a second effect.
"""

import argparse
import os
import re
import sys
import time
import uuid

import pika
from pika.exceptions import AMQPError, NackError, UnroutableError

REPLY_TO = "amq.rabbitmq.reply-to"
# Acks after which nothing has changed and the same bytes may be sent again: session in use, not stored.
TRY_AGAIN = {"2003", "8299"}


class NoAnswer(Exception):
    """The engine did not answer, however often it was asked; the till sells without promotions."""


def ack_of(answer: bytes) -> str:
    """The ack in the head of an answer, XML or JSON."""
    found = re.search(rb'<message ack="(\d+)"|"ack":"(\d+)"', answer)
    return (found[1] or found[2]).decode() if found else ""


class Till:
    """One till: one connection, one ticket message at a time."""

    def __init__(self, url, company, store, prefix="promo", timeout=5.0, attempts=6):
        self.parameters = pika.URLParameters(url)
        self.exchange = f"{prefix}.transactions"
        # A dot separates the words of a routing key, so one inside a code is written as an underscore.
        self.routing_key = "pos." + ".".join(str(part).replace(".", "_") for part in (company, store))
        self.timeout = timeout
        self.attempts = attempts
        self.connection = None
        self.channel = None
        self.waiting_for = None
        self.answer = None

    def ask(self, ticket: bytes, content_type="application/xml") -> bytes:
        """Sends one ticket message and returns the answer's bytes, repeating as long as that can help."""
        correlation_id = str(uuid.uuid4())
        trouble = "not tried"
        for attempt in range(self.attempts):
            try:
                answer = self._ask_once(ticket, content_type, correlation_id)
                if answer is not None and ack_of(answer) not in TRY_AGAIN:
                    return answer
                trouble = f"no answer within {self.timeout} s" if answer is None else f"ack {ack_of(answer)}"
            except UnroutableError:
                trouble = "no engine has bound a queue to the exchange"
            except NackError:
                trouble = "the broker refused the message"
            except (AMQPError, OSError) as error:
                self.close()
                trouble = repr(error)
            time.sleep(min(0.1 * 2**attempt, 2.0))
        raise NoAnswer(trouble)

    def close(self):
        """Closes the connection; the next message opens another."""
        connection, self.connection, self.channel = self.connection, None, None
        try:
            if connection is not None and connection.is_open:
                connection.close()
        except (AMQPError, OSError):
            pass  # It was broken already, which is why it is closed.

    def _ask_once(self, ticket, content_type, correlation_id):
        self._connect()
        self.waiting_for, self.answer = correlation_id, None
        properties = pika.BasicProperties(
            content_type=content_type, delivery_mode=2, reply_to=REPLY_TO, correlation_id=correlation_id)
        # With confirms on, this returns when the broker has taken charge of the message.
        self.channel.basic_publish(self.exchange, self.routing_key, ticket, properties, mandatory=True)
        end = time.monotonic() + self.timeout
        while self.answer is None and time.monotonic() < end:
            self.connection.process_data_events(time_limit=max(0.0, end - time.monotonic()))
        return self.answer

    def _connect(self):
        if self.channel is not None and self.channel.is_open:
            return
        self.close()
        self.connection = pika.BlockingConnection(self.parameters)
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        # Direct reply-to: the same channel must consume before it publishes, without acknowledgements.
        self.channel.basic_consume(REPLY_TO, self._on_answer, auto_ack=True)

    def _on_answer(self, _channel, _method, properties, body):
        # A late answer to a message already repeated carries the same bytes; one to an earlier message is of no use.
        if properties.correlation_id == self.waiting_for:
            self.answer = body


def main():
    """Sends the tickets named on the command line, one after the other."""
    parser = argparse.ArgumentParser(description="Sends tickets to the promotions engine and prints the answers.")
    parser.add_argument("--url", default=os.environ.get("PROMO_AMQP_URL", "amqp://guest:guest@localhost:5672/%2f"))
    parser.add_argument("--company", default="2")
    parser.add_argument("--store", default="3")
    parser.add_argument("--prefix", default=os.environ.get("PROMO_PREFIX", "promo"))
    parser.add_argument("tickets", nargs="+", metavar="TICKET")
    options = parser.parse_args()
    till = Till(options.url, options.company, options.store, options.prefix)
    try:
        for path in options.tickets:
            with open(path, "rb") as file:
                ticket = file.read()
            kind = "application/json" if ticket.lstrip().startswith(b"{") else "application/xml"
            sys.stdout.buffer.write(till.ask(ticket, kind))
            sys.stdout.buffer.flush()
    except NoAnswer as trouble:
        sys.exit(f"pos.py: no answer: {trouble}")
    finally:
        till.close()


if __name__ == "__main__":
    main()
