"""Run every benchmark of this folder, or those named: `python -m tests.benchmarks schools_import schools_search`.

A benchmark is a module with a function `measure(table)`, which adds a row for each thing that it measured.
"""

import os
import pkgutil
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
django.setup()

from tests.benchmarks.measuring import a_database, new_table, show  # noqa: E402  settings first

HERE = "tests.benchmarks"


def main(names: list[str]) -> None:
    modules = [import_module(f"{HERE}.{module.name}") for module in pkgutil.iter_modules(import_module(HERE).__path__)]
    chosen = [module for module in modules if hasattr(module, "measure")]
    for module in chosen:
        if not names or module.__name__.removeprefix(f"{HERE}.") in names:
            table = new_table((module.__doc__ or "").splitlines()[0])
            with a_database():
                module.measure(table)
            show(table)


if __name__ == "__main__":
    main(sys.argv[1:])
