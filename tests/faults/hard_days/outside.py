"""A record service that knows everybody, when it is well."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.integrations.teaching_records.contract_server import a_person

BORN = "1999-04-12"
SLOW = 7.0  # seconds, longer than somebody is kept waiting


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        mood = self.server.records.mood  # type: ignore[attr-defined]
        trn = urlsplit(self.path).path.rsplit("/", 1)[-1]
        if mood == "down":
            self.close_connection = True
            return
        if mood == "slow":
            time.sleep(SLOW)
        if mood == "lying":
            return self.answer(b"<html>Down for maintenance</html>", "text/html")
        person = a_person(trn, firstName="Teacher", lastName=f"Number {trn}", dateOfBirth=BORN)
        self.answer(json.dumps(person).encode(), "application/json")

    def answer(self, body: bytes, kind: str) -> None:
        try:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def log_message(self, *arguments: object) -> None:
        pass


class Records:
    """`mood` is "well", "slow", "down" or "lying"."""

    mood = "well"

    def __enter__(self) -> "Records":
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.records = self  # type: ignore[attr-defined]
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *fault: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"
