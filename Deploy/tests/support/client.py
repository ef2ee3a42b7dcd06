"""Tills and readers in one connection: sends the rounds of a load and compares what comes back, byte for byte."""

import time

import pika
from engine import check

SINK_TYPE = "test.stored"


class Client:
    """Publishes messages of a load and collects their answers; stored messages arrive in a queue of its own."""

    def __init__(self, engine, load):
        self.engine, self.load = engine, load
        self.answers = {}
        self.wanted = set()
        self.stored, self.seen = set(), set()
        self.connection = pika.BlockingConnection(pika.URLParameters(engine.url))
        self.channel = self.connection.channel()
        self.answer_queue = self.channel.queue_declare("", exclusive=True).method.queue
        self.sink = self.channel.queue_declare("", exclusive=True).method.queue
        self.channel.basic_consume(self.answer_queue, self._on_answer, auto_ack=True)
        self.channel.basic_consume(self.sink, self._on_stored, auto_ack=True)
        self.channel.confirm_delivery()

    def publish(self, number):
        """Sends a round, and stores a message for the outbox as a worker would with its effects."""
        for index, (body, is_answered) in enumerate(self.load.messages(number)):
            properties = pika.BasicProperties(
                content_type="application/xml", delivery_mode=2, correlation_id=f"{number}.{index}",
                message_id=f"{number}.{index}", reply_to=self.answer_queue if is_answered else None)
            self.channel.basic_publish(
                f"{self.engine.prefix}.transactions", self.load.routing_key, body, properties, mandatory=True)
            if is_answered:
                self.wanted.add((number, index))

    def store(self, number):
        """Puts a message into the outbox that nobody has sent yet."""
        self.stored.add(f"stored-{number}")
        self.engine.database.query(
            "INSERT INTO outbox (id, exchange, routing_key, type, content_type, body, created_at)"
            f" VALUES ('stored-{number}', '', '{self.sink}', '{SINK_TYPE}', 'text/plain',"
            f" {self.engine.database.no_bytes}, 0)")

    def pump(self, seconds=0.005):
        """Takes what has come."""
        self.connection.process_data_events(time_limit=seconds)

    def is_served(self):
        """Whether every answer and every stored message has come at least once."""
        return not self.wanted and self.stored <= self.seen

    def wait_until_served(self, seconds):
        """Waits for all of it; returns whether it came."""
        end = time.monotonic() + seconds
        while not self.is_served() and time.monotonic() < end:
            self.pump()
        return self.is_served()

    def close(self):
        """Ends the connection, and with it its queues."""
        self.connection.close()

    def _on_answer(self, _channel, _method, properties, body):
        number, index = map(int, properties.correlation_id.split("."))
        known = self.answers.setdefault((number, index), body)
        check(known == body, f"message {number}.{index} was answered {known} and then {body}")
        self.wanted.discard((number, index))

    def _on_stored(self, _channel, _method, properties, _body):
        self.seen.add(properties.message_id)
