#!/usr/bin/env python3
"""Connects a worker and the operators' command to servers that speak TLS: to those that are what they say they are,
and to those that are not. Passwords must stand in nothing that is said about it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from certificates import Authority  # noqa: E402
from engine import TOP, check, setting  # noqa: E402

PROGRAMS = Path(setting("PROMO_BIN"))
LIBRARY = TOP / "Deploy" / "lib"
CANARY = "c4n4ry"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run(environment, program, *arguments):
    """Runs a program; returns its status and all that it said."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PROMO_")}
    done = subprocess.run(
        [PROGRAMS / program, *arguments], env=dict(clean, PGCONNECT_TIMEOUT="5", **environment), check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.returncode, done.stdout.decode()


class Servers:
    """A broker with several listeners and a PostgreSQL, each of its own, which know TLS."""

    def __init__(self, folder):
        self.folder = folder
        self.good, self.other = Authority(folder, "authority"), Authority(folder, "stranger")
        self.client = self.good.sign("client", "client")
        self.stranger = self.other.sign("intruder", "client")

    def __enter__(self):
        try:
            self.broker_port = free_port()
            self._start_broker(self.good.sign("broker", "localhost"), asks=False)
            subprocess.run([LIBRARY / "postgres.sh", "up", self.folder / "postgres"], check=True)
            self.postgres_port = free_port()
            # PostgreSQL takes a key only from its owner.
            self._restart_postgres(self.good.sign("postgres", "localhost"))
            self.sql(f"CREATE USER app PASSWORD '{CANARY}'", "CREATE DATABASE app OWNER app TEMPLATE template0")
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        subprocess.run([LIBRARY / "broker.sh", "stop", self.folder / "broker"], check=False)
        subprocess.run([LIBRARY / "postgres.sh", "stop", self.folder / "postgres"], check=False)

    def _start_broker(self, pair, asks):
        certificate, key = pair
        settings = self.folder / "broker" / "etc" / "conf.d"
        settings.mkdir(parents=True, exist_ok=True)
        (settings / "50-tls.conf").write_text(
            f"listeners.ssl.default = 127.0.0.1:{self.broker_port}\n"
            f"ssl_options.cacertfile = {self.good.certificate}\n"
            f"ssl_options.certfile = {certificate}\nssl_options.keyfile = {key}\n"
            "ssl_options.versions.1 = tlsv1.3\nssl_options.versions.2 = tlsv1.2\n"
            f"ssl_options.verify = {'verify_peer' if asks else 'verify_none'}\n"
            f"ssl_options.fail_if_no_peer_cert = {'true' if asks else 'false'}\n")
        command = "start" if (self.folder / "broker" / "env").exists() else "up"
        subprocess.run([LIBRARY / "broker.sh", command, self.folder / "broker"], check=True)

    def restart_broker(self, pair, asks=False):
        subprocess.run([LIBRARY / "broker.sh", "stop", self.folder / "broker"], check=True)
        self._start_broker(pair, asks)

    def _restart_postgres(self, pair):
        data = self.folder / "postgres" / "data"
        for source, name in zip(pair, ("server.crt", "server.key")):
            shutil.copy(source, data / name)
            os.chmod(data / name, 0o600)
            shutil.chown(data / name, data.owner(), data.group())
        (data / "pg_hba.conf").write_text("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n")
        (self.folder / "postgres" / "options").write_text(
            f"-c ssl=on -c listen_addresses=127.0.0.1 -c port={self.postgres_port}")
        for command in ("stop", "start"):
            subprocess.run([LIBRARY / "postgres.sh", command, self.folder / "postgres"], check=True)

    def restart_postgres(self, pair):
        self._restart_postgres(pair)

    def sql(self, *statements):
        for statement in statements:
            subprocess.run(
                ["psql", "-X", "-q", "-h", self.folder / "postgres", "-p", str(self.postgres_port), "-U", "promo",
                 "-d", "postgres", "-c", statement], check=True)

    def environment(self, **changes):
        """Settings that work; `changes` by key, in lower case and without PROMO_."""
        works = {
            "amqp_url": f"amqps://guest@localhost:{self.broker_port}", "amqp_password": "guest",
            "amqp_cacert": str(self.good.certificate), "database": self.database(), "database_password": CANARY,
            "prefix": "tls"}
        return {f"PROMO_{key.upper()}": value for key, value in {**works, **changes}.items()}

    def database(self, host="localhost", authority=None, mode=None):
        root = str(authority or self.good.certificate).replace("/", "%2F")
        more = f"&sslmode={mode}" if mode else ""
        return f"postgres://app@{host}:{self.postgres_port}/app?sslrootcert={root}{more}"


def works(servers, said, **changes):
    status, text = run(servers.environment(**changes), "sale-evaluator", "--check")
    check(status == 0, f"{said}: ended with {status}: {text}")
    check(CANARY not in text, f"{said}: a password was shown: {text}")


def fails(servers, said, reason, **changes):
    """The worker's check and the operators' command refuse, say why, and show no password."""
    environment = servers.environment(**changes)
    status, text = run(environment, "sale-evaluator", "--check")
    check(status == 2 and reason in text, f"{said}: ended with {status}, without \"{reason}\": {text}")
    check(CANARY not in text, f"{said}: a password was shown: {text}")
    status, text = run(environment, "promoctl", "status")
    check(status != 0 and reason in text, f"{said}: promoctl ended with {status}, without \"{reason}\": {text}")
    check(CANARY not in text, f"{said}: promoctl showed a password: {text}")
    return 1


def refused_by_password(servers):
    """Both servers refuse; what the programs say holds no password."""
    address = f"amqps://app:{CANARY}@localhost:{servers.broker_port}"
    return fails(servers, "a wrong password in the broker's address", "refused", amqp_url=address, amqp_password="") \
        + fails(servers, "a wrong password for the broker", "refused", amqp_password=CANARY) \
        + fails(servers, "a wrong password for PostgreSQL", "authentication failed", database_password=CANARY + "x")


def broker_cases(servers):
    plain = f"amqps://guest@localhost:{plain_port(servers)}"
    number = fails(servers, "another authority", "not trusted", amqp_cacert=str(servers.other.certificate))
    number += fails(servers, "the system's authorities", "not trusted", amqp_cacert="")
    number += fails(servers, "a port without TLS", "no encrypted connection", amqp_url=plain)
    address = f"amqps://guest@127.0.0.1:{servers.broker_port}"
    number += fails(servers, "another name for the same host", "is not for 127.0.0.1", amqp_url=address)
    servers.restart_broker(servers.good.sign("elsewhere", "elsewhere.example"))
    number += fails(servers, "a certificate for another host", "is not for localhost")
    servers.restart_broker(servers.good.sign("old", "localhost", days=-1))
    number += fails(servers, "a certificate that is out of date", "out of date")
    servers.restart_broker(servers.good.sign("broker2", "localhost"), asks=True)
    works(servers, "a certificate of our own", amqp_cert=str(servers.client[0]), amqp_key=str(servers.client[1]))
    number += fails(servers, "no certificate where one is asked for", "certificate")
    number += fails(
        servers, "a stranger's certificate", "certificate", amqp_cert=str(servers.stranger[0]),
        amqp_key=str(servers.stranger[1]))
    number += fails(
        servers, "a key that is another's", "cannot be used together", amqp_cert=str(servers.client[0]),
        amqp_key=str(servers.stranger[1]))
    servers.restart_broker(servers.good.sign("broker3", "localhost"))
    works(servers, "a broker with a new certificate")
    return number


def plain_port(servers):
    """The broker's port that speaks no TLS."""
    for line in (servers.folder / "broker" / "env").read_text().splitlines():
        if "AMQP_PORT=" in line:
            return line.split("AMQP_PORT=")[1].split()[0]
    return None


def postgres_cases(servers):
    number = fails(
        servers, "another authority", "certificate verify failed",
        database=servers.database(authority=servers.other.certificate))
    number += fails(servers, "no authority", "root certificate file", database=servers.database(authority="/none.pem"))
    number += fails(servers, "another name", "does not match host name", database=servers.database(host="127.0.0.1"))
    works(servers, "any name where it is said so", database=servers.database(host="127.0.0.1", mode="verify-ca"))
    number += fails(
        servers, "without encryption", "no encryption", database=servers.database(mode="disable"))
    servers.restart_postgres(servers.good.sign("elsewhere", "elsewhere.example"))
    number += fails(servers, "a certificate for another host", "does not match host name")
    servers.restart_postgres(servers.good.sign("old", "localhost", days=-1))
    number += fails(servers, "a certificate that is out of date", "certificate verify failed")
    servers.restart_postgres(servers.good.sign("postgres2", "localhost"))
    works(servers, "a PostgreSQL with a new certificate")
    return number


def main():
    folder = Path(tempfile.mkdtemp())
    # The user postgres must pass through to its folder.
    folder.chmod(0o711)
    try:
        with Servers(folder) as servers:
            works(servers, "both servers as they should be")
            number = refused_by_password(servers) + broker_cases(servers) + postgres_cases(servers)
    finally:
        shutil.rmtree(folder)
    print(f"Encrypted connections work, and {number} wrong ones are refused with a reason and without a password")


if __name__ == "__main__":
    main()
