#!/usr/bin/env python3
"""A worker is watched as its operators would: its pages over HTTP, with the broker there and gone; its metrics, the
alert rules and the dashboard as promtool reads them; and one sale followed through the log by its name.

    watched-worker.py
"""

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))
from engine import GOLDEN, TOP, Engine, check, setting  # noqa: E402
from pos import Till, ack_of  # noqa: E402

PATIENCE_SECONDS = 40


def promtool(*arguments, **options):
    """Runs promtool and ends the test where it finds fault."""
    done = subprocess.run(["promtool", *arguments], capture_output=True, check=False, text=True, **options)
    check(done.returncode == 0, f"promtool {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")


def check_rules():
    """The rules are well-formed and do what their tests say."""
    rules = TOP / "Deploy" / "prometheus"
    promtool("check", "config", rules / "prometheus.yml")
    promtool("check", "rules", rules / "alerts.yml")
    promtool("test", "rules", *sorted((rules / "tests").glob("*.yml")))


def check_dashboard():
    """Prometheus understands every query of the dashboard."""
    dashboard = json.loads((TOP / "Deploy" / "grafana" / "promotions.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    check(len(queries) > 40, f"only {len(queries)} queries on the dashboard")
    rules = [
        {"record": f"dashboard:query{number}", "expr": query.replace("$__rate_interval", "5m")}
        for number, query in enumerate(queries)
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        # JSON is YAML as well.
        json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
        file.flush()
        promtool("check", "rules", file.name)


class Pages:
    """A worker's pages; the port stands in its log."""

    def __init__(self, engine):
        self.log = engine.directory / "worker-0.log"
        ports = re.findall(r'"http.port":(\d+)', self.log.read_text())
        check(len(ports) == 1, f"the log does not say where the pages are: {self.log.read_text()}")
        self.port = int(ports[0])

    def get(self, path, method="GET"):
        """The status and the text of a page."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def expect(self, path, status, text):
        """Waits until a page answers so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.get(path) != (status, text):
            check(time.monotonic() < end, f"{path} is {self.get(path)}, not {(status, text)}")
            time.sleep(0.1)

    def metric(self, series):
        """The value of a series; None where there is none."""
        found = re.search(rf"^{re.escape(series)} (\S+)$", self.get("/metrics")[1], re.MULTILINE)
        return found and found[1]


def broker(command):
    """Stops or starts everybody's broker; nothing else uses it while this test runs."""
    subprocess.run(
        [TOP / "Deploy" / "lib" / "broker.sh", command, setting("PROMO_TEST_RABBITMQ_DIR")], check=True,
        stdout=subprocess.DEVNULL)


def check_sale(engine, pages):
    """A sale is counted and can be followed by the name that its answer gives it."""
    till = Till(engine.url, "2", "3", prefix=engine.prefix)
    answer = till.ask((GOLDEN / "01-limit-first.request.xml").read_bytes())
    till.close()
    check(ack_of(answer) == "0", f"the sale was answered with {answer.decode()}")
    queue = f"{engine.prefix}.sales"
    for series in (
        'promo_answers_total{ack="0"}', f'promo_messages_settled_total{{queue="{queue}",outcome="done"}}',
        f'promo_message_seconds_count{{queue="{queue}"}}', 'promo_stage_seconds_count{stage="commit"}',
        'promo_replies_total{result="confirmed"}',
    ):
        check(pages.metric(series) == "1", f"{series} is {pages.metric(series)}")
    lines = [json.loads(line) for line in pages.log.read_text().splitlines()]
    told = [line for line in lines if line["message"] == "A message was answered"]
    check(len(told) == 1 and told[0]["transaction"].startswith("2_3_"), f"the sale is not in the log: {told}")
    check(all(told[0][key] for key in ("company", "store", "terminal", "message.id", "correlation.id")), told)


def check_metrics(pages):
    """promtool has nothing to say against the metrics, and only reading is served."""
    status, text = pages.get("/metrics")
    check(status == 200, f"/metrics answers {status}")
    promtool("check", "metrics", input=text)
    for method, path, expected in (("POST", "/metrics", 405), ("GET", "/else", 404), ("HEAD", "/live", 200)):
        check(pages.get(path, method)[0] == expected, f"{method} {path} is answered {pages.get(path, method)}")


def check_taken_port(engine, pages):
    """A second worker cannot listen at the same place, and says so instead of working unseen."""
    environment = dict(engine.environment, PROMO_HTTP=f"127.0.0.1:{pages.port}", PROMO_WORKER_NAME="second")
    done = subprocess.run(
        [engine.programs / "sale-evaluator"], env=environment, capture_output=True, check=False, timeout=30)
    said = done.stderr.decode()
    check(done.returncode == 1, f"a worker without its port ended with {done.returncode}: {said}")
    check("Metrics and health cannot be served" in said and "in use" in said, said)


def check_lost_broker(pages):
    """Readiness follows the broker; the worker lives on."""
    broker("stop")
    try:
        pages.expect("/ready", 503, "broker: there is no connection\n")
        check(pages.get("/live") == (200, "live\n"), "a worker without a broker does not live")
        check(pages.metric("promo_broker_connected") == "0", "the metrics see a connection")
    finally:
        broker("start")
    pages.expect("/ready", 200, "ready\n")
    check(pages.metric("promo_broker_connections_total") == "2", "the second connection is not counted")


def main():
    check_rules()
    check_dashboard()
    with Engine("watched", workers=1) as engine:
        engine.environment.update(PROMO_HTTP="127.0.0.1:0", PROMO_LOG_LEVEL="debug")
        engine.distribute(GOLDEN / "setup" / "map-76.json", "3", 76)
        engine.start()
        pages = Pages(engine)
        pages.expect("/ready", 200, "ready\n")
        check(pages.get("/live") == (200, "live\n"), "a worker that works does not live")
        check_sale(engine, pages)
        check_metrics(pages)
        check_taken_port(engine, pages)
        check_lost_broker(pages)
    print("pages, metrics, alert rules, dashboard and log as an operator sees them")


if __name__ == "__main__":
    main()
