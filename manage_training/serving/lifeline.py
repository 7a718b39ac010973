"""A process that ends when the one that started it has gone, however that one ended."""

import os
import signal
import threading
import time

GRACE = 15.0  # seconds to finish what it is doing


def end_with(parent: int, *, grace: float = GRACE) -> None:
    """Ask this process to stop once `parent`, which started it, is gone; end it when it takes longer than `grace`.

    It looks who its parent is now, because that works on every Unix and nobody else can keep it from being noticed.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(grace)
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
