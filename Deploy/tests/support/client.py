"""Tills and readers in one connection: sends the rounds of a load and compares what comes back, byte for byte."""

import time

import pika
from engine import check

SINK_TYPE = "test.stored"


class Asked:
    """A message that was sent, and its answer as soon as it has come."""

    body = None


class Client:
    """Publishes messages of a load and collects their answers; stored messages arrive in a queue of its own."""

    def __init__(self, engine, load):
        self.engine, self.load = engine, load
        self.answers = {}
        self.asked = None
        self.wanted = set()
        self.sent = 0
        self.stored, self.seen = set(), set()
        self.connection = pika.BlockingConnection(pika.URLParameters(engine.url))
        self.channel = self.connection.channel()
        self.answer_queue = self.channel.queue_declare("", exclusive=True).method.queue
        self.sink = self.channel.queue_declare("", exclusive=True).method.queue
        self.channel.basic_consume(self.answer_queue, self._on_answer, auto_ack=True)
        self.channel.basic_consume(self.sink, self._on_stored, auto_ack=True)

    def publish(self, number):
        """Sends a round."""
        self.sent = number
        for index in range(len(self.load.messages(number))):
            self.send(number, index)

    def send(self, number, index):
        """Sends one message of a round."""
        body, is_answered = self.load.messages(number)[index]
        self._publish(body, f"{number}.{index}", is_answered)
        if is_answered:
            self.wanted.add((number, index))

    def ask(self, body):
        """Sends a message that belongs to no round; its answer appears in what is returned."""
        self.asked = Asked()
        self._publish(body, "asked", True)
        return self.asked

    def store(self, number):
        """Puts a message into the outbox that nobody has sent yet."""
        self.stored.add(f"stored-{number}")
        self.engine.database.query(
            "INSERT INTO outbox (id, exchange, routing_key, type, content_type, body, created_at)"
            f" VALUES ('stored-{number}', '', '{self.sink}', '{SINK_TYPE}', 'text/plain',"
            f" {self.engine.database.no_bytes}, 0)")

    def pump(self, seconds=0.02):
        """Takes what has come."""
        self.connection.process_data_events(time_limit=seconds)

    def is_served(self):
        """Whether every answer and every stored message has come at least once, and the work behind them is done."""
        return not self.wanted and self.stored <= self.seen and self.load.is_done(self.engine, self.sent)

    def wait_until_served(self, seconds):
        """Waits for all of it; returns whether it came."""
        end = time.monotonic() + seconds
        while not self.is_served() and time.monotonic() < end:
            self.pump()
        return self.is_served()

    def close(self):
        """Ends the connection, and with it its queues."""
        self.connection.close()

    def _publish(self, body, name, is_answered):
        properties = pika.BasicProperties(
            content_type="application/xml", delivery_mode=2, correlation_id=name, message_id=name,
            reply_to=self.answer_queue if is_answered else None)
        self.channel.basic_publish(
            f"{self.engine.prefix}.transactions", self.load.routing_key, body, properties, mandatory=True)

    def _on_answer(self, _channel, _method, properties, body):
        if properties.correlation_id == "asked":
            self.asked.body = body
            return
        number, index = map(int, properties.correlation_id.split("."))
        known = self.answers.setdefault((number, index), body)
        check(known == body, f"message {number}.{index} was answered {known} and then {body}")
        self.wanted.discard((number, index))

    def _on_stored(self, _channel, _method, properties, _body):
        self.seen.add(properties.message_id)
