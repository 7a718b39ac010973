"""Django's PostgreSQL, which finds out at no cost whether a kept connection still lives (docs/adr/0011-serving.md)."""

import select
import time

from django.db.backends.postgresql import base
from psycopg import Connection

# A server that ends closes its connections, which the socket tells. One that vanishes without a word, its machine or
# the network with it, comes back elsewhere no sooner than this.
ASKED_AFTER = 5  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine of `DATABASES`. Django asks once a request by a query, over a network a way there and back more."""

    health_check_done: bool  # whether it has been asked in this request
    seen_alive_at = float("-inf")

    def close_if_health_check_failed(self) -> None:
        if self.connection is not None and not self.health_check_done:
            quiet_for = time.monotonic() - self.seen_alive_at
            self.seen_alive_at = time.monotonic()
            self.health_check_done = (
                quiet_for < ASKED_AFTER and not self.connection.closed and nothing_has_come(self.connection)
            )
        super().close_if_health_check_failed()  # asks, unless that is done


def nothing_has_come(connection: Connection) -> bool:
    """Whether the socket has nothing to read: neither the connection's end nor the words that PostgreSQL ends it with.

    Whatever else it has, such as a notice, is as good a reason to ask.
    """
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    return not socket.poll(0)
