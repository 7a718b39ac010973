"""Static files, for tests."""

from functools import cache
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

LookedThrough = cache(WhiteNoiseMiddleware)


class StaticFiles(WhiteNoiseMiddleware):
    """As the service's, but for the time: it looks its folders through once, and not for each browser of each test."""

    def __init__(self, get_response: Any) -> None:
        self.__dict__ |= LookedThrough().__dict__ | {"get_response": get_response}
