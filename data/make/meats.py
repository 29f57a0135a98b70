#!/usr/bin/env python3
"""Makes meats.csv.gz: 100 absorbances and three contents of 215 samples of meat, from R's modeldata (r-cran-modeldata 1.1.0-1).

usage: meats.py PACKAGE OUT    PACKAGE: the unpacked package
"""
import sys
from pathlib import Path

import packed
import r_lazy_load


def main(package, out):
    meats = r_lazy_load.read(Path(package) / "usr/lib/R/site-library/modeldata/data", ["meats"])["meats"]
    packed.write(Path(out) / "meats.csv.gz", [",".join(meats)] + [",".join(map(repr, row)) for row in zip(*meats.values())])


if __name__ == "__main__":
    main(*sys.argv[1:])
