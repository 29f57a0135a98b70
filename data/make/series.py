#!/usr/bin/env python3
"""Makes the time series from statsmodels' copies, all in the public domain (python3-statsmodels 0.13.5): a date, then the values.

usage: series.py STATSMODELS OUT    STATSMODELS: the folder statsmodels/datasets of the unpacked package
"""
import csv
import sys
from pathlib import Path

import packed


def rows(source, name):
    return list(csv.reader(open(Path(source) / name / f"{name}.csv")))[1:]


def main(source, out):
    out = Path(out)
    packed.write(out / "sunspots.csv", ["date,sunspots"] + [f"{year}-01-01,{value}" for year, value in rows(source, "sunspots")])
    packed.write(out / "nile.csv", ["date,flow"] + [f"{year}-01-01,{value}" for year, value in rows(source, "nile")])
    packed.write(out / "co2.csv", ["date,co2"] + [f"{day[:4]}-{day[4:6]}-{day[6:]},{value}" for day, value in rows(source, "co2")])
    packed.write(out / "el-nino.csv", ["date,temperature"] + [
        f"{year}-{month:02}-01,{float(value):g}" for year, *months in rows(source, "elnino") for month, value in enumerate(months, 1)])


if __name__ == "__main__":
    main(*sys.argv[1:])
