"""Times one row on this side: run.py ROW [REPEATS]; prints JSON with seconds, error or values, and versions."""

import gc
import json
import platform
import sys
import time

import rows

WARM_UP = 1.5  # seconds, as on our side


def main():
    name, repeats = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7
    work = rows.make(name)

    def once():
        arguments = [work.prepare()] if work.prepare else []
        gc.collect()
        start = time.perf_counter()
        result = work.run(*arguments)
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
        seconds.append(took / work.parts)
    print(
        json.dumps(
            {
                "Seconds": seconds,
                "Error": float(work.error(result)) if work.error else None,
                "Values": [float(value) for value in work.values(result)] if work.values else None,
                "Parameters": work.parameters,
                "Versions": versions(),
            }
        )
    )


def versions():
    found = {"python": platform.python_version()}
    for name in ("numpy", "scipy", "sklearn", "torch"):
        if name in sys.modules:
            found["scikit-learn" if name == "sklearn" else name] = sys.modules[name].__version__
    if "torch" in sys.modules:
        found["torch"] += f", {sys.modules['torch'].get_num_threads()} threads"
    try:
        import threadpoolctl

        for library in threadpoolctl.threadpool_info():
            if library["user_api"] == "blas":
                found["blas"] = " ".join(
                    f"{library.get(key)}" for key in ("internal_api", "version", "architecture", "threading_layer")
                ) + f", {library['num_threads']} threads"
    except ImportError:
        pass
    return found


if __name__ == "__main__":
    main()
