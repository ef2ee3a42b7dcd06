#!/usr/bin/env python3
"""The story of an operator: the mail server's password is wrong and every mail fails; status is red and the metric says
how many; the password is corrected, one command sends them again, all arrive once, and status is green.

    wrong-password.py [MAILS]     500 unless told otherwise
"""

import json
import os
import pty
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from certificates import Authority  # noqa: E402
from engine import check  # noqa: E402
from mailing import Mailing  # noqa: E402
from postoffice import PostOffice, free_port  # noqa: E402

RED, GREEN = "\x1b[31m", "\x1b[32m"


def status(engine):
    """The line of mails in `promoctl status`, as a terminal shows it."""
    master, slave = pty.openpty()
    environment = {name: value for name, value in engine.environment.items() if name not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [engine.programs / "promoctl", "status"], env={**environment, "TERM": "xterm"}, stdout=slave,
        stdin=subprocess.DEVNULL)
    os.close(slave)
    text = b""
    try:
        while chunk := os.read(master, 4096):
            text += chunk
    except OSError:
        pass  # The other end is closed.
    os.close(master)
    process.wait()
    lines = [line for line in text.decode().splitlines() if line.startswith("mails ")]
    check(len(lines) == 1, f"status says {text.decode()}")
    return lines[0]


def metric(port, name):
    """A figure of the mailer's page."""
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    return next(line.split()[1] for line in page.splitlines() if line.startswith(f"{name} "))


def wait_for_metric(port, name, value):
    """Waits until a figure has a value."""
    end = time.monotonic() + 30
    while metric(port, name) != value:
        check(time.monotonic() < end, f"{name} is {metric(port, name)}, and not {value}")
        time.sleep(0.2)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    folder = Path(tempfile.mkdtemp())
    authority = Authority(folder, "authority")
    certificate = authority.sign("server", "localhost")
    password = folder / "smtp-password"
    password.write_text("wrong\n")
    port = free_port()
    with PostOffice("starttls", certificate, "shop", "right") as office, Mailing(
        "password", office.url, PROMO_SMTP_PASSWORD_FILE=str(password), PROMO_HTTP=f"127.0.0.1:{port}",
        PROMO_SMTP_CACERT=str(authority.certificate)) as engine:
        check(GREEN in status(engine), "status is not green at the beginning")
        engine.issue(count)
        mailer = engine.start_mailer()
        engine.wait_for_states({"failed": count})
        check(not office.mails, "a mail went out in spite of the wrong password")
        check(office.refused <= count / 10 + 1, f"{office.refused} logins were tried for {count} mails")
        wait_for_metric(port, "promo_ecoupons_failed", str(count))
        line = status(engine)
        check(RED in line and f"{count} failed since 20" in line, f"status says {line!r}")
        listed = json.loads(engine.promoctl("ecoupons", "list", "--failed", "--json", "--count", str(count)))
        check(len(listed) == count and {mail["code"] for mail in listed} == {535}, f"listed are {listed[:2]}")
        check({mail["type"] for mail in listed} == {"7"}, "the types are not listed")
        engine.stop_mailer(mailer)
        password.write_text("right\n")
        engine.start_mailer()
        check(engine.promoctl("ecoupons", "retry", "--all") == f"{count} mails are sent again\n", "retry --all")
        engine.wait_for_states({"sent": count}, seconds=300)
        arrived = Counter(recipient for _, recipients, _ in office.mails for recipient in recipients)
        check(len(arrived) == count and set(arrived.values()) == {1}, f"{len(arrived)} of {count} arrived, or twice")
        wait_for_metric(port, "promo_ecoupons_failed", "0")
        check(GREEN in status(engine), f"status says {status(engine)!r}")
    print(f"{count} mails failed with a wrong password, status was red; after one command each has arrived once")


if __name__ == "__main__":
    main()
