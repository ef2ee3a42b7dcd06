#!/usr/bin/env python3
"""A client that shares no line with the engine sends the sample messages and compares the answers, byte for byte.

Two workers on one SQLite file serve it; XML and JSON, each from a fresh set-up; then every message once more, as a
till does that missed the answer.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, Engine, check  # noqa: E402
from pos import Till  # noqa: E402

KINDS = {".xml": "application/xml", ".txt": "application/xml", ".json": "application/json"}
LAST_SAMPLE = "09"


def samples(endings):
    """The requests in the order of their numbers, each with the bytes of its answer."""
    for request in sorted(GOLDEN.glob("*.request.*")):
        if request.suffix in endings and request.name[:2] <= LAST_SAMPLE:
            answer = ".json" if request.suffix == ".json" else ".xml"
            name = request.name.split(".")[0]
            yield request, (GOLDEN / f"{name}.response{answer}").read_bytes()


def prepare(engine):
    """The maps that the samples speak of."""
    engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
    empty = engine.directory / "empty.json"
    empty.write_text(json.dumps({"company": "napse", "name": "No promotions", "levels": []}))
    engine.distribute(empty, "1", 1)


def differ(request, expected, answer):
    return f"{request.name}: expected\n{expected.decode()}\nbut was answered\n{answer.decode()}"


def send_samples(name, endings):
    """Sends every sample, and every one twice in a row; returns how many there were."""
    number = 0
    with Engine(name) as engine:
        prepare(engine)
        engine.start()
        tills = {}
        for request, expected in samples(endings):
            # The key decides nothing but the queue; the till of another store sends with another key.
            key = ("napse", "1") if request.name.startswith("09") else ("2", "5" if request.name > "07" else "3")
            till = tills.setdefault(key, Till(engine.url, *key, prefix=engine.prefix, timeout=15))
            ticket = request.read_bytes()
            for _ in range(2):
                answer = till.ask(ticket, KINDS[request.suffix])
                check(answer == expected, differ(request, expected, answer))
            number += 1
        # Whoever missed an answer long ago still gets it: the first sale lies several tickets back.
        request, expected = next(iter(samples(endings)))
        answer = tills[next(iter(tills))].ask(request.read_bytes(), KINDS[request.suffix])
        check(answer == expected, differ(request, expected, answer))
        engine.check_nothing_given_up()
        for till in tills.values():
            till.close()
    return number


def main():
    xml = send_samples("xml", {".xml", ".txt"})
    twins = send_samples("json", {".json"})
    check(xml >= 9 and twins >= 2, f"only {xml} and {twins} samples were found in {GOLDEN}")
    print(f"{xml} messages in XML and {twins} in JSON were answered as expected, twice each")


if __name__ == "__main__":
    main()
