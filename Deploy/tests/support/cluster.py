"""Three RabbitMQ nodes on one machine, one cluster: each on an address of its own, 127.0.0.1 to 127.0.0.3."""

import json
import secrets
import socket
import subprocess
import time

import pika
from engine import TOP, check
from pika.exceptions import AMQPError

BROKER = TOP / "Deploy" / "lib" / "broker.sh"
START_SECONDS = 90


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    for listener in held:
        listener.bind(("127.0.0.1", 0))
    ports = [listener.getsockname()[1] for listener in held]
    for listener in held:
        listener.close()
    return ports


class Cluster:
    """Nodes that find each other; use it in a `with` statement."""

    NODES = (1, 2, 3)

    def __init__(self, folder):
        self.folder = folder
        self.port, self.epmd, *self.distribution = free_ports(5)
        self.cookie = secrets.token_hex(16)

    def __enter__(self):
        for node in self.NODES:
            self._describe(node)
        try:
            for node in self.NODES:
                self.start(node)
            self._wait("all nodes know each other", lambda: self._running() == len(self.NODES))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for node in self.NODES:
            if (self._directory(node) / "pid").exists():
                subprocess.run([BROKER, "kill", self._directory(node)], check=False)

    def address(self, node):
        return f"127.0.0.{node}"

    def url(self, *nodes):
        """The address of these nodes, or of all."""
        hosts = ",".join(self.address(node) for node in nodes or self.NODES)
        return f"amqp://guest:guest@{hosts}:{self.port}/%2f"

    def kill(self, node):
        """Ends a node as a power cut would."""
        subprocess.run([BROKER, "kill", self._directory(node)], check=True)

    def start(self, node):
        """Starts a node, or starts it again, and waits until it takes connections."""
        subprocess.run([BROKER, "start", self._directory(node)], check=True)
        self._wait(f"node {node} takes connections", lambda: self._answers(node))

    def leader(self, queue):
        """The node that leads a queue."""
        for line in self._rabbitmqctl("list_queues", "--no-table-headers", "name", "leader").splitlines():
            name, leader = line.split("\t")
            if name == queue:
                return int(leader[1])
        return None

    def _running(self):
        status = self._rabbitmqctl("cluster_status", "--formatter", "json")
        return len(json.loads(status)["running_nodes"]) if status else 0

    def _rabbitmqctl(self, *arguments):
        for node in self.NODES:
            command = f'. "{self._directory(node)}/env" && exec rabbitmqctl -q "$@"'
            done = subprocess.run(
                ["bash", "-c", command, "rabbitmqctl", *arguments], capture_output=True, check=False)
            if done.returncode == 0:
                return done.stdout.decode()
        return ""

    def _answers(self, node):
        try:
            pika.BlockingConnection(pika.URLParameters(self.url(node))).close()
            return True
        except (AMQPError, OSError):
            return False

    @staticmethod
    def _wait(what, holds):
        end = time.monotonic() + START_SECONDS
        while not holds():
            check(time.monotonic() < end, f"waited in vain: {what}")
            time.sleep(0.2)

    def _directory(self, node):
        return self.folder / f"node{node}"

    def _describe(self, node):
        directory = self._directory(node)
        for part in ("home", "mnesia", "log", "etc/conf.d"):
            (directory / part).mkdir(parents=True)
        cookie = directory / "home" / ".erlang.cookie"
        cookie.write_text(self.cookie)
        cookie.chmod(0o400)
        (directory / "etc" / "env.conf").write_text("")
        (directory / "etc" / "enabled_plugins").write_text("[].")
        nodes = "".join(f"cluster_formation.classic_config.nodes.{n} = n{n}@localhost\n" for n in self.NODES)
        (directory / "etc" / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = {self.address(node)}:{self.port}\n"
            "cluster_formation.peer_discovery_backend = classic_config\n"
            "cluster_formation.randomized_startup_delay_range.min = 0\n"
            "cluster_formation.randomized_startup_delay_range.max = 1\n"
            f"{nodes}cluster_partition_handling = pause_minority\n"
            "vm_memory_high_watermark.absolute = 1GB\ndisk_free_limit.absolute = 200MB\n"
            "log.file.level = info\nlog.console = false\n")
        (directory / "env").write_text(
            f"export HOME={directory}/home AMQP_HOST={self.address(node)} AMQP_PORT={self.port}\n"
            f"export ERL_EPMD_PORT={self.epmd}\n"
            f"export RABBITMQ_NODENAME=n{node}@localhost RABBITMQ_DIST_PORT={self.distribution[node - 1]}\n"
            f"export ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_CONF_ENV_FILE={directory}/etc/env.conf\n"
            f"export RABBITMQ_CONFIG_FILE={directory}/etc/rabbitmq.conf\n"
            f"export RABBITMQ_CONFIG_FILES={directory}/etc/conf.d\n"
            f"export RABBITMQ_ADVANCED_CONFIG_FILE={directory}/etc/advanced.config\n"
            f"export RABBITMQ_ENABLED_PLUGINS_FILE={directory}/etc/enabled_plugins\n"
            f"export RABBITMQ_MNESIA_BASE={directory}/mnesia RABBITMQ_LOG_BASE={directory}/log\n"
            f"export RABBITMQ_PID_FILE={directory}/pid\n"
            'export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"\n'
            "export PATH=/usr/lib/rabbitmq/bin:$PATH\n")
