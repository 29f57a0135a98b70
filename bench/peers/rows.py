"""The rows of the comparison on the other side: a function for each, registered under its ids."""

import importlib
import pathlib

ROWS = {}


def row(*ids):
    """Registers a function that prepares a row's input and returns (run, error) or (run, error, prepare).

    run() is timed and returns the result; error(result) is its relative error against a property that does not use
    the timed code; prepare() is called untimed before every run and its value is handed to run(value).
    """

    def register(function):
        for name in ids:
            ROWS[name] = function
        return function

    return register


def load():
    """Imports every module of this folder and returns the rows."""
    for path in sorted(pathlib.Path(__file__).parent.glob("*.py")):
        if path.stem not in ("rows", "run"):
            importlib.import_module(path.stem)
    return ROWS
