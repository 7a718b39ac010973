"""Run every benchmark of this folder, or those named: `python -m tests.benchmarks schools_import schools_search`.

A benchmark is a module with a function `measure(table)`, which adds a row for each thing that it measured. What it
compares takes turns in one run, so that a busy machine slows all of it alike: read ratios, not seconds.
"""

import gc
import os
import pkgutil
import sys
from importlib import import_module

import django
from rich.console import Console

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
django.setup()

from tests.benchmarks.measuring import Figures, a_database, write_as_json  # noqa: E402  settings first

HERE = "tests.benchmarks"


def main(names: list[str]) -> None:
    modules = [import_module(f"{HERE}.{module.name}") for module in pkgutil.iter_modules(import_module(HERE).__path__)]
    chosen = [module for module in modules if hasattr(module, "measure")]
    gc.freeze()  # as web server and worker do
    console = Console()
    whole = Figures("Every figure is of one run, in which what is compared took turns")
    for module in chosen:
        if not names or module.__name__.removeprefix(f"{HERE}.") in names:
            title = (module.__doc__ or "").splitlines()[0]
            one = Figures(title)
            with a_database():
                module.measure(one)
            console.print(one)
            whole.take_in(one, module.__name__.removeprefix(f"{HERE}."))
    console.print(whole)
    console.print(f"The same as JSON: {write_as_json(whole)}")


if __name__ == "__main__":
    main(sys.argv[1:])
