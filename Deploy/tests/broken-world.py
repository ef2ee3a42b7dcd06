#!/usr/bin/env python3
"""What can happen around a worker: the broker short of memory, the database away, a commit whose answer is lost, a full
disk, messages that come twice and late, a message that ends or hangs every worker, a till that is gone.

Each time the same must hold as when nothing happens: every sale once, every answer the same bytes, nothing left.
"""

import os
import random
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
import pika  # noqa: E402
from breaking import PATIENCE, Broken  # noqa: E402
from engine import TOP, File, Server, check, setting  # noqa: E402
from pos import ack_of  # noqa: E402
from proxy import CommitCutter  # noqa: E402
from sales import Sales  # noqa: E402

SEED = 77


def rabbitmqctl(*command):
    """Runs an operator's command on the private broker."""
    words = " ".join(map(shlex.quote, command))
    script = f". {shlex.quote(setting('PROMO_TEST_RABBITMQ_DIR'))}/env && rabbitmqctl -q {words}"
    subprocess.run(["bash", "-c", script], check=True, stdout=subprocess.DEVNULL)


def postgres(command):
    """Stops or starts the private database server."""
    script = TOP / "Deploy" / "lib" / "postgres.sh"
    subprocess.run([script, command, setting("PROMO_TEST_POSTGRES_DIR")], check=True)


def await_sentence(world, log, sentence):
    """Waits until a worker has said something."""
    world.wait_for(f"the worker never says '{sentence}'", lambda: sentence in world.logged(log, "message"))


def serve(world):
    """Waits until everything that was sent is answered."""
    check(world.client.wait_until_served(PATIENCE), f"{world.said}: stuck, missing {sorted(world.client.wanted)[:5]}")


def memory_alarm(world):
    """The broker runs short of memory while answers are to be sent, and has memory again."""
    worker, log = world.start()
    world.publish()
    serve(world)
    os.kill(worker.pid, signal.SIGSTOP)
    # It may have been stopped while it had the database for itself.
    world.publish(stores=False)
    rabbitmqctl("set_vm_memory_high_watermark", "0.00001")
    try:
        os.kill(worker.pid, signal.SIGCONT)
        await_sentence(world, log, "The broker takes no publications")
        check(not world.client.is_served(), "the broker was not short of memory")
    finally:
        rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1GB")
    await_sentence(world, log, "The broker takes publications again")
    serve(world)
    world.stop(worker)


def database_away(world):
    """The database's server is stopped under load, and started again after a while."""
    worker, log = world.start()
    world.publish()
    serve(world)
    postgres("stop")
    try:
        world.publish(stores=False)
        await_sentence(world, log, "Handling is held up; trying again")
        time.sleep(0.5)
        check(worker.poll() is None, "the worker ended with its database")
    finally:
        postgres("start")
    serve(world)
    world.stop(worker)


def lost_commit(world):
    """Commits happen, and their answers are lost: whether they happened has to be found out."""
    proxy = world.proxy
    worker, _ = world.start()
    world.publish()
    serve(world)
    for wanted in range(proxy.cuts + 1, proxy.cuts + 11):
        proxy.arm()
        world.publish()
        serve(world)
        world.wait_for("no commit was cut", lambda wanted=wanted: proxy.cuts >= wanted)
    world.stop(worker)


def full_disk(world):
    """No file may grow any more, until somebody makes room."""
    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (192 << 10, resource.RLIM_INFINITY))

    worker, log = world.start(preexec_fn=no_room)
    world.wait_for("the worker ends", lambda: world.logged(log, "queue"))
    while "Handling is held up; trying again" not in world.logged(log, "message"):
        check(worker.poll() is None and world.round < 100, "the worker ended, or files grow on")
        world.publish()
        world.client.pump(0.2)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    serve(world)
    world.stop(worker)


def twice_and_late(world):
    """Two workers get every message several times at once, and all of them again, later and in any order."""
    workers = [world.start()[0] for _ in range(2)]
    world.wait_for("they do not consume", lambda: world.engine.queue("sales", "consumer_count") == 2)
    for _ in range(2):
        world.round += 1
        for index in range(len(world.load.messages(world.round))):
            for _ in range(4):
                world.client.send(world.round, index)
            serve(world)
            # What wants no answer must be done before what follows it.
            world.wait_for("a message waits", lambda: world.engine.queue("sales") == 0)
    dice = random.Random(SEED)
    late = [(number, index) for number in range(1, world.round + 1)
            for index in range(len(world.load.messages(number)))] * 3
    dice.shuffle(late)
    for number, index in late:
        world.client.send(number, index)
    serve(world)
    for worker in workers:
        world.stop(worker)


def gone_till(world):
    """A till goes away before its answer comes; nobody else may wait for that."""
    worker, log = world.start()
    channel = world.client.channel
    gone = channel.queue_declare("", exclusive=True).method.queue
    channel.queue_delete(gone)
    channel.basic_publish(
        f"{world.engine.prefix}.transactions", world.load.routing_key, b"<message unreadable",
        pika.BasicProperties(reply_to=gone, correlation_id="gone"), mandatory=True)
    world.publish()
    serve(world)
    await_sentence(world, log, "An answer found nobody")
    world.stop(worker)


def poison(how):
    """A message that ends or hangs each worker that touches it is given up; its neighbours are served."""
    def scenario(world):
        number = world.publish()
        till = f"{world.load.token(number)}9"
        answer = world.client.ask(
            f'<message companyId="2" store="3" terminal="{till}" date-time="2023-08-04 10:00:00" messageId="1"'
            ' status="sale"><customer-add seq="1" id="poison"/></message>'.encode())
        world.publish()
        worker, deaths = world.start(how)[0], 0
        end = time.monotonic() + PATIENCE
        while not (world.client.is_served() and answer.body):
            world.client.pump()
            check(time.monotonic() < end, f"stuck after {deaths} deaths")
            if worker.poll() is not None:
                worker, deaths = world.start(how)[0], deaths + 1
        # The first attempt is made together with others, unmarked; two more are allowed.
        check(deaths == 3, f"{deaths} workers ended before the message was given up")
        check(ack_of(answer.body) == "9999", f"the poison was answered {answer.body}")
        world.stop(worker)
        method, properties, _ = world.client.channel.basic_get(f"{world.engine.prefix}.dead", auto_ack=True)
        check(method is not None, "the poison is not in the dead queue")
        check("2 times" in properties.headers["x-reason"], f"its reason is {properties.headers}")
        check(properties.headers["x-queue"] == f"{world.engine.prefix}.sales", f"its origin is {properties.headers}")
    return scenario


def run(name, database, scenario, settings=None, proxy=None):
    """One scenario on an engine of its own, between an undisturbed round and the comparison with it."""
    with Broken(f"world{name}", Sales, database, settings or {}) as world:
        if proxy:
            world.proxy = proxy
            world.settings["PROMO_DATABASE"] = f"postgres://promo@127.0.0.1:{proxy.port}/{world.engine.database.name}"
        world.undisturbed()
        scenario(world)
        answers = world.conclude()
    print(f"{name} on {database.__name__.lower()}: {answers} answers, as in peace", flush=True)


def main():
    proxy = CommitCutter(f"{setting('PROMO_TEST_POSTGRES_DIR')}/.s.PGSQL.5432")
    run("memory", File, memory_alarm)
    run("away", Server, database_away)
    run("commit", Server, lost_commit, proxy=proxy)
    run("disk", File, full_disk)
    for database in (File, Server):
        run("twice", database, twice_and_late)
    run("gone", File, gone_till)
    few = {"PROMO_MAX_DELIVERIES": "2", "PROMO_HANDLING_SECONDS": "1"}
    run("kills", File, poison("kill-on:poison"), few)
    run("hangs", Server, poison("hang-on:poison"), few)
    proxy.close()


if __name__ == "__main__":
    main()
