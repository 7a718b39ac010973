"""A GOV.UK Notify that speaks the API's contract: the part of an address before "@" decides how it behaves.

It reads bodies as Markdown by the rules of Notify's own renderer, so that a test sees what a person would.
"""

import json
import re
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

with warnings.catch_warnings(action="ignore"):
    import mistune  # the release that Notify's renderer stands on is of 2019

SERVICE, SECRET = "0e3b6c1a-0000-4000-8000-00000000000a", "7d9f2b44-0000-4000-8000-00000000000b"
KEY = f"a-name-with-dashes-{SERVICE}-{SECRET}"
TEMPLATE = "5f6a2c1e-0000-4000-8000-000000000001"
FIELDS = {
    "email_address",
    "template_id",
    "personalisation",
    "reference",
    "email_reply_to_id",
    "one_click_unsubscribe_url",
    "sanitise_content_for",
    "scheduled_for",
}
CALLED_BACK = {"perm-fail": "permanent-failure", "temp-fail": "temporary-failure", "tech-fail": "technical-failure"}


class Grammar(mistune.BlockGrammar):
    """Their changes to the Markdown of mistune 0.8: insets by "^", bullets also by "•", never by "+"."""

    block_quote = re.compile(r"^( *\^[^\n]+(\n[^\n]+)*\n*)+")
    list_block = re.compile(
        r"^( *)([•*-]|\d+\.)[\s\S]+?(?:\n+(?=\1?(?:[-*_] *){3,}(?:\n+|$))|\n{2,}(?! )(?!\1(?:[•*-]|\d+\.) )\n*|\s*$)"
    )
    list_item = re.compile(r"^(( *)(?:[•*-]|\d+\.)[^\n]*(?:\n(?!\2(?:[•*-]|\d+\.))[^\n]*)*)", re.M)
    list_bullet = re.compile(r"^ *(?:[•*-]|\d+\.)")


class Inline(mistune.InlineLexer):
    """No emphasis and no code, as with them."""

    default_rules = [
        rule
        for rule in mistune.InlineLexer.default_rules
        if rule not in ("emphasis", "double_emphasis", "strikethrough", "code")
    ]


def as_a_person_sees(body: str) -> str:
    """The HTML that becomes of a body: what was typed as a tag is none, then Markdown is read."""
    entities = {"&amp;": "\0a", "&lt;": "\0l", "&gt;": "\0g"}
    for entity, stand_in in entities.items():
        body = body.replace(entity, stand_in)
    body = escape(body, quote=False)
    for entity, stand_in in entities.items():
        body = body.replace(stand_in, entity)
    renderer = mistune.Renderer(hard_wrap=True)
    block = mistune.BlockLexer(Grammar())
    return mistune.Markdown(renderer, inline=Inline(renderer), block=block)(body + "\n")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.may_ask():
            return
        notify, local_part = self.server.notify, str(asked.get("email_address")).partition("@")[0]
        notify.tries[local_part] += 1
        if wrong := what_is_wrong(asked):
            return self.refuse(400, *wrong)
        if local_part == "rate" and notify.tries["rate"] <= 2:
            return self.refuse(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60")
        if local_part == "daily":
            return self.refuse(429, "TooManyRequestsError", "Exceeded send limits (250000) for today")
        if local_part == "broken":
            return self.refuse(500, "Exception", f"Internal server error about {asked['email_address']}")
        if local_part == "gateway":
            return self.answer(502, b"<html>Bad gateway</html>", kind="text/html")
        if local_part == "moved":
            return self.answer(302, b"", {"Location": "https://evil.example/"})
        if local_part == "no-json":
            return self.answer(201, b"<html>Hello</html>", kind="text/html")
        made = notify.keep(asked)
        if local_part == "early":
            notify.call_back(made, "delivered")
        if local_part == "slow":
            notify.released.wait(20)
        if local_part == "lost":
            self.close_connection = True
            return self.connection.close()
        self.answer(201, answer_to(asked, made))
        for _ in range(2 if local_part == "twice" else 1):
            if local_part not in ("never", "early"):
                notify.call_back(made, CALLED_BACK.get(local_part, "delivered"))

    def do_GET(self):
        if not self.may_ask():
            return
        parts, notify = urlsplit(self.path), self.server.notify
        notify.looked_up.append(parts.path)
        if parts.path == f"/v2/template/{TEMPLATE}":
            return self.answer(200, {"id": TEMPLATE, "type": "email", "personalisation": notify.places})
        if parts.path == "/v2/notifications":
            if notify.look_up_is_down:
                return self.refuse(500, "Exception", "Internal server error")
            query = parse_qs(parts.query)
            found = [each for each in notify.stored if each["reference"] == query.get("reference", [None])[0]]
            return self.answer(200, {"notifications": found[::-1], "links": {"current": self.path}})
        found = [each for each in notify.stored if parts.path == f"/v2/notifications/{each['id']}"]
        return self.answer(200, found[0]) if found else self.refuse(404, "NoResultFound", "No result found")

    def may_ask(self):
        """Whether the token is ours, of these 30 seconds: checked for real."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            claims = {}
        if claims.get("iss") == SERVICE and abs(time.time() - claims.get("iat", 0)) <= 30:
            return True
        self.refuse(403, "AuthError", "Invalid token: API key not found")
        return False

    def refuse(self, status, error, message):
        self.answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

    def answer(self, status, body, headers=None, kind="application/json"):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            self.send_response(status)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | (headers or {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked has gone

    def log_message(self, *arguments):
        pass


def what_is_wrong(asked):
    """Code and words of the 400 that a request earns, or nothing."""
    if unknown := asked.keys() - FIELDS:
        return "ValidationError", f"Additional properties are not allowed ({sorted(unknown)[0]} was unexpected)"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", asked.get("email_address") or ""):
        return "ValidationError", "email_address Not a valid email address"
    if not re.fullmatch(r"[0-9a-f-]{36}", asked.get("template_id") or ""):
        return "ValidationError", "template_id is not a valid UUID"
    if len(asked.get("reference") or "") > 1000:
        return "ValidationError", "reference is too long"
    if asked["template_id"] != TEMPLATE:
        return "BadRequestError", "Template not found"
    if missing := {"subject", "body"} - asked.get("personalisation", {}).keys():
        return "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}"
    if asked["email_address"].startswith("stranger@"):
        return "BadRequestError", f"Can’t send to {asked['email_address']} using a team-only API key"
    return None


def answer_to(asked, made):
    values = asked["personalisation"]
    return {
        "id": made["id"],
        "reference": made["reference"],
        "content": {"subject": values["subject"], "body": values["body"], "from_email": "us@notify.example"},
        "uri": f"https://notify.example/v2/notifications/{made['id']}",
        "template": {"id": TEMPLATE, "version": 1, "uri": "https://notify.example/v2/template/1"},
        "sanitised_content": {},
    }


class NotifyServer:
    """Where it calls back is `on_receipt`, with the receipt's JSON."""

    def __init__(self) -> None:
        self.stored: list[dict] = []
        self.asked: list[dict] = []
        self.tries: Counter[str] = Counter()
        self.looked_up: list[str] = []
        self.look_up_is_down = False
        self.places = {"subject": {"required": True}, "body": {"required": True}}
        self.released = threading.Event()
        self.on_receipt: Callable[[bytes], None] = lambda receipt: None

    def keep(self, asked):
        made = {
            "id": str(uuid4()),
            "reference": asked.get("reference"),
            "email_address": asked["email_address"],
            "type": "email",
            "status": "sending",
            "created_at": datetime.now(UTC).isoformat(),
        }
        self.stored.append(made)
        self.asked.append(asked)
        return made

    def call_back(self, made, status):
        made["status"] = status
        self.on_receipt(a_receipt(made["id"], made["reference"], status))

    def __enter__(self):
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.notify = self
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *fault):
        self.released.set()
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}"


def a_receipt(provider_id: str, reference: str | None, status: str, **more: object) -> bytes:
    receipt = {
        "id": provider_id,
        "reference": reference,
        "to": "hugo.furst@acme.example",
        "status": status,
        "created_at": "2022-06-20T08:00:00.000000Z",
        "completed_at": "2022-06-20T08:00:09.000000Z",
        "sent_at": None,
        "notification_type": "email",
        "template_id": TEMPLATE,
        "template_version": 1,
    }
    return json.dumps(receipt | more).encode()
