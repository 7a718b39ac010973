"""A browser that fills in journeys: it sends what a page's form carries, as people's browsers do."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Browser:
    def __init__(self, start: str, *, who: str = "", client: Client | None = None) -> None:
        self.start, self.client = start, client or Client()
        self.headers = {"Who-Asks": who} if who else {}
        self.url = start
        self.page: Any = None

    def get(self, url: str) -> HttpResponse:
        self.url = url
        self.page = self.client.get(url, headers=self.headers, follow=True)
        self.url = self.page.redirect_chain[-1][0] if self.page.redirect_chain else url
        return self.page

    def answer(self, **typed: Any) -> HttpResponse:
        """Fill in the page one is at and press its button; one ends up where that leads."""
        return self.send({**self.carried, **{name.replace("__", "-"): value for name, value in typed.items()}})

    def send(self, posted: dict[str, Any]) -> HttpResponse:
        to = self.action
        answer: Any = self.client.post(to, posted, headers=self.headers)
        if answer.status_code == 307:  # elsewhere, with what was posted
            to = answer["Location"]
            answer = self.client.post(to, posted, headers=self.headers)
        if answer.status_code == 303:
            return self.get(answer["Location"])
        self.page, self.url = answer, to
        return answer

    def go_on(self, *pages: dict[str, Any]) -> HttpResponse:
        """From the start of the journey through these answers, one a page."""
        self.get(self.start)
        for typed in pages:
            self.answer(**typed)
        return self.page

    @property
    def words(self) -> str:
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.content.decode())))

    @property
    def main(self) -> str:
        """The page without what stands around it, where signing out and staying signed in are forms too."""
        return self.page.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]

    @property
    def carried(self) -> dict[str, str]:
        """The hidden inputs of the page's own form."""
        names = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.main)
        return {name: unescape(value) for name, value in names}

    @property
    def action(self) -> str:
        found = re.search(r'<form method="post"[^>]*? action="([^"]+)"', self.main)
        return unescape(found.group(1)) if found else self.url

    @property
    def place(self) -> str:
        """The name of the page one is at; "" at the start."""
        tail = self.url.removeprefix(self.start).split("?")[0].strip("/")
        return tail.partition("/")[2]

    @property
    def draft_url(self) -> str:
        """The address of the draft, which goes on where one had got to."""
        return self.start + self.url.removeprefix(self.start).split("/")[0] + "/"
