"""What no browser says of its request is no error of ours, asked as the web server asks."""

from io import BytesIO
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from manage_training.config.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORM = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n\\ud800hugo\r\n--x--\r\n'


@pytest.fixture(autouse=True)
def the_tests_connection():
    """The web server's request ends old database connections, and would end the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked(address: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """The status and the page of a request with these headers, "_" for "-"."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(body),
        **headers,
    }
    setup_testing_defaults(environ)
    said = []
    answer = application(environ, lambda status, headers: said.append(int(status.split()[0])))
    return said[0], b"".join(answer).decode()


@pytest.mark.parametrize(
    "said",
    [
        "text/plain; charset=hex",
        "text/plain; charset=undefined",
        "text/plain; charset=unicode_escape",
        "text/plain; charset=utf-16",
        "text/plain; charset*=UTF-8''%00",
        "text/plain; charset*=nosuchcharset''%ff",
        "multipart/form-data; boundary*=nosuchcharset''%ff",
        "; ; charset",
    ],
)
def test_m2_whatever_charset_a_request_is_said_to_have_it_is_read_as_utf_8(said):
    status, page = asked(f"/find-your-school/?search={quote('Żółć')}", CONTENT_TYPE=said)
    assert status == 200
    assert 'value="Żółć"' in page


def test_x4_half_a_character_cannot_be_smuggled_in_by_a_charset():
    status, page = asked("/sign-in/?way_in=%5Cud800:a:b", CONTENT_TYPE="text/plain; charset=unicode_escape")
    assert (status, "Sign in" in page) == (200, True)


@pytest.mark.parametrize("charset", ["", "; charset=hex", "; charset=unicode_escape"])
def test_a_form_with_files_keeps_its_boundary(charset):
    status, _ = asked("/sign-in/", FORM, CONTENT_TYPE=f"multipart/form-data{charset}; boundary=x")
    assert status == 403  # read, and refused for the token that it does not bring


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "browser"])
@pytest.mark.parametrize("value", [r'"abcdefghij\000"', r'"abcdefghij\355\240\200"', "\\" * 50, '"', "a" * 5000])
def test_x4_a_cookie_with_what_no_database_takes_is_one_that_we_did_not_set(name, value):
    assert asked("/sign-in/", HTTP_COOKIE=f"{name}={value}")[0] == 200
