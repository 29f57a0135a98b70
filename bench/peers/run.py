"""Times one row on this side: run.py ROW [REPEATS]; prints JSON with seconds, error and versions."""

import gc
import json
import platform
import sys
import time

import numpy
import scipy

import rows

WARM_UP = 1.5  # seconds, as on our side


def main():
    name, repeats = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7
    table = rows.load()
    if name not in table:
        sys.exit(f"There is no row '{name}' in peers/. Rows: {', '.join(table)}.")
    run, error, *prepare = table[name]()

    def once():
        arguments = [prepare[0]()] if prepare else []
        gc.collect()
        start = time.perf_counter()
        result = run(*arguments)
        return time.perf_counter() - start, result

    begin = time.perf_counter()
    while time.perf_counter() - begin < WARM_UP:
        once()
    for _ in range(2):
        once()
    seconds, result = [], None
    for _ in range(repeats):
        result = None  # its memory may be used again
        took, result = once()
        seconds.append(took)
    print(json.dumps({"Seconds": seconds, "Error": float(error(result)), "Versions": versions()}))


def versions():
    found = {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__}
    try:
        import sklearn
        import threadpoolctl

        found["scikit-learn"] = sklearn.__version__
        for library in threadpoolctl.threadpool_info():
            if library["user_api"] == "blas":
                found["blas"] = f"{library['internal_api']} {library['version']} {library['architecture']}, {library['num_threads']} threads"
    except ImportError:
        pass
    return found


main()
