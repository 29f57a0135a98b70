"""The most memory one row takes on this side: peak.py ROW [RUNS]; a process that does nothing else; prints JSON with bytes and values."""

import json
import pathlib
import sys

import rows


def main():
    work = rows.make(sys.argv[1])
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 5):
        result = work.run()
    print(json.dumps({"Bytes": peak_bytes(), "Values": [float(value) for value in work.values(result)], "Parameters": work.parameters}))


def peak_bytes():
    """The highest resident set of this process so far (VmHWM)."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return 1024 * int(line.split()[1])
    raise SystemExit("/proc/self/status has no VmHWM: peak memory is measured on Linux only.")


if __name__ == "__main__":
    main()
