#!/usr/bin/env python3
"""Mails of coupons against real mail servers: what arrives, and what becomes of a mail when the server fails.

With TLS, STARTTLS and passwords mails arrive whole: Python's parser finds no defect in them, and a scanner reads the
coupon's number in their picture. A server that refuses, hangs or breaks off at each step of a dialogue leaves the mail
in the state that is right, and once it works nothing arrives twice and nothing is missing. Two mailers share the work,
no faster than they may.
"""

import email
import email.policy
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from certificates import Authority  # noqa: E402
from engine import File, Server, check  # noqa: E402
from mailing import Mailing, is_long  # noqa: E402
from postoffice import PostOffice, Trickster, free_port  # noqa: E402

PASSWORD = "sécret:\"1\" %40"


def parts_of(content):
    """The parts of a mail by their types, after checking what every reader of mails would."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    check(not mail.defects, f"the mail has defects: {mail.defects}")
    parts = {}
    for part in mail.walk():
        check(not part.defects, f"{part.get_content_type()} has defects: {part.defects}")
        parts[part.get_content_type()] = part
    for line in content.split(b"\r\n"):
        check(len(line) <= 78 and b"\n" not in line and b"\r" not in line, f"a line is wrong: {line[:100]}")
    return mail, parts


def scanned(png):
    """What a scanner reads in a picture."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "code.png").write_bytes(png)
        done = subprocess.run(
            ["zbarimg", "-q", "--raw", "-Sdisable", "-Sean13.enable", "-Supca.enable", "-Scode128.enable",
             folder / "code.png"], capture_output=True, check=False)
        return done.stdout.decode().strip()
    finally:
        shutil.rmtree(folder)


def check_mail(entry, engine, identifier, texts):
    """A mail is the one that was to be sent."""
    sender, recipients, content = entry
    number = identifier.rsplit(".", 1)[1]
    check(sender == "coupons@shop.example", f"sent by {sender}")
    check(recipients == [engine.mail(identifier)["recipient"]], f"sent to {recipients}")
    mail, parts = parts_of(content)
    check(mail["Message-ID"] == f"<{identifier}@shop.example>", f"Message-ID {mail['Message-ID']}")
    check(mail["From"].addresses[0].display_name == "Loja Óptima", f"From {mail['From']}")
    check(mail["To"].addresses[0].display_name.endswith("López"), f"To {mail['To']}")
    check(mail.get_content_type() == "multipart/alternative", mail.get_content_type())
    html, plain = parts["text/html"].get_content(), parts["text/plain"].get_content()
    for text in [number, *texts]:
        check(text in plain and text in html, f"{text!r} is missing in {plain!r} or {html!r}")
    picture = parts["image/png"]
    check(f"cid:{picture['Content-ID'].strip('<>')}" in html, "the picture is not in the HTML")
    check(picture.get_content_disposition() == "inline", "the picture is not inline")
    check(picture.get_filename() == f"{number}.png", f"the picture is called {picture.get_filename()}")
    check(scanned(picture.get_content()) == number, f"{scanned(picture.get_content())} is read and not {number}")


def arrive(folder):
    """Mails arrive whole through each kind of encryption, in each language."""
    authority = Authority(folder, "authority")
    certificate = authority.sign("server", "localhost")
    for tls, language, texts in (
        ("starttls", "en", ["Valid until"]), ("implicit", "pt", ["Válido até"]), ("none", "es", ["Válido hasta"])):
        user = None if tls == "none" else "shop"
        with PostOffice(tls, None if tls == "none" else certificate, user, PASSWORD) as office, Mailing(
            "arrive", office.url, PROMO_SMTP_PASSWORD=PASSWORD, PROMO_SMTP_CACERT=str(authority.certificate),
            PROMO_LANG=language, PROMO_SMTP_TLS="none" if tls == "none" else "required") as engine:
            said = check_option(engine)
            check(office.url.replace("shop@", "") in said, f"--check says {said}")
            engine.start_mailer()
            identifiers = engine.issue(1) + engine.issue(1, "8", "Zoë & <b>Ñandú</b>", value="'amount', 1234500")
            engine.wait_for_states({"sent": 2})
            check(len(office.mails) == 2, f"{len(office.mails)} mails arrived")
            amount = "123.45" if language == "en" else "123,45"
            for identifier, own in zip(identifiers, ([], [amount])):
                entry = next(mail for mail in office.mails if identifier.encode() in mail[2])
                check_mail(entry, engine, identifier, texts + own)
            html = parts_of(office.mails[-1][2])[1]["text/html"].get_content()
            check("<b>" not in html and "&lt;b&gt;" in html, f"a name is not escaped in {html}")
    own_template(folder)
    print("mails arrive whole with STARTTLS, TLS and in the open, and their bar codes are read")
    return authority, certificate


def own_template(folder):
    """A company's own words, its own name, and Code 128."""
    templates = {"companyName": "Padaria São João", "language": "pt", "templates": [{
        "name": "own", "language": "pt", "subject": "{{company}}: um presente para {{customer}}",
        "text": "{{coupon}} até {{validity}}", "html": "<img src=\"cid:{{image}}\"> {{coupon}} até {{validity}}"}]}
    (folder / "templates.json").write_text(json.dumps(templates))
    with PostOffice("none") as office, Mailing("own", office.url, PROMO_SMTP_TLS="none") as engine:
        identifier = engine.issue(1, "9")[0]
        engine.start_mailer()
        failed = engine.wait_for_mail(identifier, "failed")
        check("template own" in failed["reply"], f"without its template: {failed}")
        engine.promoctl("ecoupons", "templates", str(folder / "templates.json"), "--company", "2")
        engine.promoctl("ecoupons", "retry", identifier)
        engine.wait_for_mail(identifier, "sent")
        mail, parts = parts_of(office.mails[0][2])
        check(mail["Subject"] == "Padaria São João: um presente para Ana López", mail["Subject"])
        check(mail["From"].addresses[0].display_name == "Padaria São João", mail["From"])
        check(scanned(parts["image/png"].get_content()) == identifier.rsplit(".", 1)[1], "the bar code is not read")
        preview = engine.promoctl("ecoupons", "preview", "9", "--company", "2")
        check("Ana_L" in preview or "=?UTF-8?B?" in preview, preview)
        parts_of(preview.replace("\n", "\r\n").replace("\r\r", "\r").encode())


def check_option(engine):
    """What `--check` says."""
    done = subprocess.run(
        [engine.programs / "ecoupon-mailer", "--check"], env=engine.environment, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode()


# Where the server fails and how, and what comes of it: state, code, stage word in no particular order.
FAULTS = [
    ({"greeting": "421 later"}, "failed", 421), ({"greeting": "554 never"}, "failed", 554),
    ({"greeting": "hang"}, "failed", 0), ({"greeting": "cut"}, "failed", 0), ({"greeting": "hello"}, "failed", 0),
    ({"EHLO": "cut"}, "failed", 0), ({"EHLO": "421 later"}, "failed", 421), ({"EHLO": "hang"}, "failed", 0),
    ({"MAIL": "451 later"}, "failed", 451), ({"MAIL": "550 no"}, "failed", 550), ({"MAIL": "cut"}, "failed", 0),
    ({"RCPT": "450 busy"}, "failed", 450), ({"RCPT": "550 who"}, "failed", 550), ({"RCPT": "cut"}, "failed", 0),
    ({"DATA": "451 later"}, "failed", 451), ({"DATA": "554 no"}, "failed", 554), ({"DATA": "cut"}, "failed", 0),
    ({"DATA": "hang"}, "failed", 0), ({"dot": "452 disk full"}, "failed", 452), ({"dot": "552 too big"}, "failed", 552),
    ({"body": "cut"}, "uncertain", 0), ({"dot": "cut"}, "uncertain", 0), ({"dot": "hang"}, "uncertain", 0),
]
PERMANENT = {550, 552, 554}


def fail():
    """Each fault leaves the mail in the right state; after the operator's word it arrives once."""
    trickster = Trickster()
    try:
        with Mailing("fail", trickster.url, PROMO_SMTP_TLS="none", PROMO_MAIL_ATTEMPTS="2") as engine:
            engine.start_mailer()
            for trick, state, code in FAULTS:
                trickster.trick = trick
                identifier = engine.issue(1)[0]
                mail = engine.wait_for_mail(identifier, "failed", "uncertain", "sent")
                said = f"{trick}: {mail}"
                check(mail["state"] == state and mail["code"] == code, said)
                check(mail["attempts"] == (1 if code in PERMANENT or state == "uncertain" else 2), said)
                check(mail["reply"], said)
                trickster.trick = {}
                if state == "uncertain":
                    time.sleep(1.5)
                    check(engine.mail(identifier)["state"] == "uncertain", f"{trick}: it was sent again by itself")
                engine.promoctl("ecoupons", "retry", identifier)
                engine.wait_for_mail(identifier, "sent")
                check(engine.mail(identifier)["code"] == 250, said)
            received = Counter(recipient for recipient, _ in trickster.accepted)
            check(len(received) == len(FAULTS), f"{len(received)} of {len(FAULTS)} mails arrived")
            check(set(received.values()) == {1}, f"arrived twice: {received}")
            refused(engine, trickster)
    finally:
        trickster.close()
    print(f"{len(FAULTS)} faults of the mail server leave each mail in the right state")


def refused(engine, trickster):
    """Nobody listens, then somebody does: the mail waits and arrives by itself."""
    engine.stop_mailer(engine.mailers[-1])
    port = free_port()
    engine.start_mailer(PROMO_SMTP_URL=f"smtp://127.0.0.1:{port}", PROMO_MAIL_ATTEMPTS="10")
    identifier = engine.issue(1)[0]
    end = time.monotonic() + 20
    while engine.mail(identifier)["attempts"] < 2:
        check(time.monotonic() < end, "a refused connection is not tried again")
        time.sleep(0.05)
    check(engine.mail(identifier)["state"] == "queued", "a refused connection fails a mail at once")
    with PostOffice("none", port=port) as office:
        engine.wait_for_mail(identifier, "sent")
        check(len(office.mails) == 1, f"{len(office.mails)} mails arrived")
    check(not any(identifier.encode() in mail for _, mail in trickster.mails), "it went elsewhere")


def distrust(authority, certificate, folder):
    """Wrong certificates, wrong names and wrong passwords: nothing is sent, and what is wrong is said."""
    cases = [
        ("starttls", certificate, {"PROMO_SMTP_CACERT": "/etc/ssl/certs/ca-certificates.crt"}, PASSWORD, 0),
        ("implicit", authority.sign("other", "elsewhere.example"), {}, PASSWORD, 0),
        ("starttls", authority.sign("late", "localhost", days=-1), {}, PASSWORD, 0),
        ("none", None, {}, PASSWORD, 0),
        ("implicit", certificate, {}, "wrong", 535),
        ("starttls", certificate, {}, "", 535),
    ]
    for tls, shown, settings, password, code in cases:
        settings = {
            "PROMO_SMTP_CACERT": str(authority.certificate), "PROMO_SMTP_PASSWORD": password,
            "PROMO_MAIL_ATTEMPTS": "2", **settings}
        with PostOffice(tls, shown, "shop", PASSWORD) as office, Mailing(
            "distrust", office.url.replace("smtps" if tls == "none" else "-", "smtp"), **settings) as engine:
            said = check_option(engine)
            check("mail server" in said and "can be used: smtp" not in said, f"{tls}, {settings}: --check says {said}")
            check(PASSWORD not in said, "the password is shown")
            identifier = engine.issue(1)[0]
            engine.start_mailer()
            mail = engine.wait_for_mail(identifier, "failed", "sent")
            check(mail["state"] == "failed" and mail["code"] == code, f"{tls}, {settings}: {mail}")
            check(not office.mails, "a mail went to a server that is not trusted")
    print(f"{len(cases)} servers that are not to be trusted, or do not trust, get nothing")


def share(database, count):
    """Two mailers share the work; every mail arrives once."""
    with PostOffice("none") as office, Mailing("share", office.url, database, PROMO_SMTP_TLS="none") as engine:
        engine.start_mailer()
        engine.start_mailer()
        began = time.monotonic()
        identifiers = engine.issue(count)
        engine.wait_for_states({"sent": count}, seconds=600)
        seconds = time.monotonic() - began
        arrived = Counter(recipient for _, recipients, _ in office.mails for recipient in recipients)
        check(len(arrived) == count and set(arrived.values()) == {1}, f"{len(arrived)} of {count} arrived, or twice")
        check(len(identifiers) == count, "not all were issued")
        engine.check_nothing_given_up()
        bare = bare_rate(office, count)
    print(
        f"{count} mails by two mailers on {database.__name__.lower()}: each once, {count / seconds:.0f} a second;"
        f" curl alone hands over {bare:.0f} a second")


def bare_rate(office, count):
    """How many mails a second curl hands over to the same server, one after the other on one connection."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "mail").write_bytes(office.mails[0][2])
        transfer = (
            f'url = "{office.url}"\nmail-from = "a@shop.example"\nmail-rcpt = "b@example.org"\n'
            f'upload-file = "{folder}/mail"\nsilent\n')
        (folder / "config").write_text("next\n".join([transfer] * count))
        before = len(office.mails)
        began = time.monotonic()
        subprocess.run(["curl", "-K", folder / "config"], check=True, capture_output=True)
        seconds = time.monotonic() - began
        check(len(office.mails) == before + count, "curl did not hand over all mails")
        return count / seconds
    finally:
        shutil.rmtree(folder)


def pace():
    """A mailer sends no faster than it may."""
    with PostOffice("none") as office, Mailing(
        "pace", office.url, PROMO_SMTP_TLS="none", PROMO_MAIL_PER_MINUTE="300") as engine:
        engine.issue(20)
        engine.start_mailer()
        began = time.monotonic()
        engine.wait_for_states({"sent": 20})
        seconds = time.monotonic() - began
        check(seconds >= 19 * 0.2, f"20 mails at 300 a minute took {seconds:.1f} s")
        check(len(office.mails) == 20, f"{len(office.mails)} mails arrived")
    print("a mailer keeps to its mails a minute")


def main():
    folder = Path(tempfile.mkdtemp())
    try:
        authority, certificate = arrive(folder)
        distrust(authority, certificate, folder)
    finally:
        shutil.rmtree(folder)
    fail()
    pace()
    for database in (File, Server):
        share(database, 10_000 if is_long() else 200)


if __name__ == "__main__":
    main()
