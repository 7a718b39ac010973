"""What somebody does to sign in, step by step, for tests of the pages."""

import re
from urllib.parse import urlsplit

from django.test import Client

from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.web.sessions import USER


def ask(client: Client, email: str, query: str = ""):
    """Type an address into the sign-in page and follow on to the next one."""
    return client.post(f"/sign-in/{query}", {"email": email}, follow=True)


def newest_link() -> str:
    """The path of the link in the newest sign-in message."""
    return urlsplit(write(newest()).link).path


def newest_code() -> str:
    (code,) = re.findall(r"^\d{6}$", write(newest()).body, re.MULTILINE)
    return code


def newest() -> Message:
    return Message.objects.filter(kind="sign_in").latest("pk")


def signed_in(client: Client) -> int | None:
    """The number of the person who is signed in in this browser."""
    return client.session.get(USER)
