"""A record service that speaks the API's contract: the TRN decides how it behaves."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PROHIBITION = "b2b19019-b165-47a3-8745-3297ff152581"
RESTRICTION = "cbf7633f-3904-407d-8371-42a473fa641f"
KEY = "the-contract-servers-key"


def a_person(trn, **facts):
    return {
        "trn": trn,
        "firstName": "Zoë",
        "middleName": "",
        "lastName": "O'Brien-Żółć",
        "dateOfBirth": "2000-02-29",
        "nationalInsuranceNumber": None,
        "emailAddress": None,
        "qts": {"holdsFrom": "2022-07-01", "routes": []},
        "eyts": None,
        "qtlsStatus": "None",
        "induction": {"status": "None", "startDate": None, "completedDate": None, "exemptionReasons": []},
        "alerts": [],
    } | facts


def an_alert(category, end=None):
    kind = {"alertTypeId": "1", "name": "Invented", "alertCategory": {"alertCategoryId": category, "name": "Invented"}}
    return {"alertId": "1", "alertType": kind, "details": None, "startDate": "2021-01-01", "endDate": end}


def induction(status, start=None):
    return {"status": status, "startDate": start, "completedDate": None, "exemptionReasons": []}


PEOPLE = {
    "3000000": a_person("3000000"),
    "3000001": a_person("3000001", induction=induction("None")),
    "3000002": a_person("3000002", induction=induction("RequiredToComplete")),
    "3000003": a_person("3000003", induction=induction("InProgress", "2021-09-01")),
    "3000004": a_person("3000004", induction=induction("Exempt")),
    "3000005": a_person("3000005", induction=induction("Passed", "2019-09-01")),
    "3000006": a_person("3000006", induction=induction("Failed", "2019-09-01")),
    "3000007": a_person("3000007", induction=induction("FailedInWales", "2019-09-01")),
    "3000008": a_person("3000008", alerts=[an_alert(PROHIBITION)]),
    "3000009": a_person("3000009", alerts=[an_alert(PROHIBITION, end="2020-12-31")]),
    "3000010": a_person("3000010", alerts=[an_alert(RESTRICTION)]),
    "3000011": a_person("3000011", qts=None),
    "3000012": a_person("3000012", induction=induction("PassedOnMars")),
    "3000013": a_person("3000013", telepathy={"level": 3}, induction=induction("None") | {"mood": "good"}),
    "3000014": a_person("3000014", firstName="", lastName="Ł’" + "a" * 98),
    "3000015": a_person("3000015", alerts=[an_alert(PROHIBITION, end="soon")]),
}


UNSTEADY = {"3000420", "3000421", "3000429", "3000503"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.server.connections += 1
        self.answered = 0  # over this connection

    def do_GET(self):
        parts = urlsplit(self.path)
        trn = parts.path.rsplit("/", 1)[-1]
        self.server.asked.append((trn, parse_qs(parts.query), dict(self.headers)))
        times = sum(asked == trn for asked, _, _ in self.server.asked)
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return self.answer(401, b"")
        if self.headers.get("X-Api-Version") != "20260120":
            return self.answer(404, b"")
        if trn == "3000429" and times <= 2:
            problem = {"title": "API calls quota exceeded", "status": 429}
            return self.answer(429, problem, {"Retry-After": "7"})
        if trn == "3000503" and times <= 2:
            return self.answer(503, b"<h1>Unavailable</h1>", kind="text/html")
        if trn == "3000420":
            self.close_connection = True  # and does not say so
        if trn == "3000421" and self.answered:
            self.close_connection = True
            return None
        if trn == "3000500":
            return self.answer(500, b"<h1>Oops</h1>", kind="text/html")
        if trn == "3000408":
            self.server.released.wait(20)
            return self.answer(200, a_person(trn))
        if trn == "3000409":
            return self.drip(a_person(trn))
        if trn == "3000200":
            return self.answer(200, b"<html>Signed out</html>", kind="text/html")
        if trn == "3000201":
            return self.answer(200, json.dumps(a_person(trn)).encode()[:60])
        if trn == "3000202":
            return self.answer(200, {"title": "no person"})
        if trn == "3000410":
            return self.answer(410, {"title": "Record deactivated.", "status": 410, "errorCode": 10058})
        if trn == "3000308":
            return self.answer(308, b"", {"Location": "/v3/persons/3000001"})
        if trn == "3000309":
            return self.answer(308, b"", {"Location": "/v3/persons/3000308"})
        if trn == "3000404":
            return self.answer(404, b"")
        person = PEOPLE.get(trn) or (a_person(trn) if trn in UNSTEADY else None)
        number = parse_qs(parts.query).get("nationalInsuranceNumber")
        if person is None or (number and number != ["AB123456C"]):
            return self.answer(404, {"title": "Person not found.", "status": 404, "errorCode": 10001})
        included = parse_qs(parts.query).get("include", [""])[0].split(",")
        return self.answer(
            200, {k: v for k, v in person.items() if k not in ("induction", "alerts") or k.title() in included}
        )

    def answer(self, status, body, headers=None, kind="application/json"):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.answered += 1

    def drip(self, person):
        body = json.dumps(person).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for at in range(len(body)):
            if self.server.released.wait(0.1):
                break
            try:
                self.wfile.write(body[at : at + 1])
                self.wfile.flush()
            except OSError:
                break
        self.close_connection = True

    def log_message(self, *arguments):
        pass


class ContractServer:
    def __enter__(self):
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.asked = []
        self.http.connections = 0
        self.http.released = threading.Event()
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *fault):
        self.http.released.set()
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}"

    @property
    def asked(self):
        return self.http.asked

    @property
    def connections(self):
        """How many have been made to it."""
        return self.http.connections
