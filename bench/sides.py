"""What the programs of this folder share: our side's program, an interpreter for the other side, and the environment of both."""

import glob
import os
import pathlib
import shutil
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent
PROGRAM = BENCH / "bin" / "Release" / "net10.0" / "praxis-bench.dll"


def build():
    done = subprocess.run(
        ["dotnet", "build", str(BENCH), "-c", "Release", "--nologo", "-v", "quiet"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"bench: the build failed.\n{done.stdout}{done.stderr}")


def find_python(modules):
    """The first interpreter that has the peers: $PRAXIS_PYTHON, this one, python3, the distribution's."""
    candidates = [os.environ.get("PRAXIS_PYTHON"), sys.executable, shutil.which("python3"), "/usr/bin/python3"]
    for candidate in filter(None, candidates):
        probe = subprocess.run([candidate, "-c", f"import {modules}"], capture_output=True, check=False)
        if probe.returncode == 0:
            return candidate
    sys.exit(
        f"bench: no python3 with {modules} (Debian: python3-numpy python3-scipy python3-sklearn python3-torch); name one in PRAXIS_PYTHON."
    )


def best_environment():
    """The OpenBLAS kernels that suit the processor best, even where the environment or OpenBLAS itself would take others."""
    environment = {name: value for name, value in os.environ.items() if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    if "avx512dq" in processor_flags():
        environment["OPENBLAS_CORETYPE"] = "SkylakeX"
    return with_threads(environment)


def with_threads(environment, count=None):
    """So many threads for BLAS and PyTorch; without a number, all processors."""
    count = str(count or os.cpu_count())
    return {**environment, "OPENBLAS_NUM_THREADS": count, "OMP_NUM_THREADS": count}


def with_openmp(environment):
    """OpenBLAS with OpenMP's threads, which are PyTorch's: one with threads of its own gets into their way."""
    openmp = sorted(glob.glob("/usr/lib/*/openblas-openmp/libopenblas.so.0"))
    if not openmp:
        print("(no OpenBLAS with OpenMP; Debian: libopenblas0-openmp)", file=sys.stderr)
        return environment
    path = [os.path.dirname(openmp[0]), *filter(None, [environment.get("LD_LIBRARY_PATH")])]
    return {**environment, "LD_LIBRARY_PATH": ":".join(path)}


def output(command, environment):
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed.\n{done.stderr}")
    return done.stdout.strip().splitlines()[-1]


def processor_flags():
    return processor_field("flags").split()


def processor_field(name):
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.split(":")[0].strip() == name:
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return ""
