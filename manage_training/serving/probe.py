"""Ask the web server of this machine whether it lives: what a container's health check runs. Ends with 1 if not."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def lives() -> bool:
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=4)
    try:
        connection.request("GET", "/live", headers={"Host": os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if lives() else 1)
