"""The rows of the comparison on the other side: a function for each, registered under its ids."""

import dataclasses
import importlib
import pathlib
from typing import Any, Callable

ROWS = {}
FOLDER = pathlib.Path(__file__).parent


@dataclasses.dataclass
class Work:
    """What a row times."""

    run: Callable  # timed; returns the result
    error: Callable | None = None  # of the result: its relative error against a property that does not use the timed code
    prepare: Callable | None = None  # untimed, before every run; its value is handed to run(value)
    parts: int = 1  # how many steps, tokens ... one run does: times are per part
    values: Callable[[Any], list] | None = None  # of the result: numbers which must be the same on both sides
    parameters: int | None = None  # of the model, which must be the same too


def row(*ids):
    """Registers a function that prepares a row's input and returns its Work, or its first fields as a tuple."""

    def register(function):
        for name in ids:
            ROWS[name] = function
        return function

    return register


def make(name):
    """Prepares a row. The modules of learning/ are imported for their own rows only: they load PyTorch."""
    for folder, prefix in ((FOLDER, ""), (FOLDER / "learning", "learning.")):
        for path in sorted(folder.glob("*.py")):
            importlib.import_module(prefix + path.stem)
        if name in ROWS:
            work = ROWS[name]()
            return work if isinstance(work, Work) else Work(*work)
    raise SystemExit(f"There is no row '{name}' in peers/. Rows: {', '.join(ROWS)}.")
