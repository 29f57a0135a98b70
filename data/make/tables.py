#!/usr/bin/env python3
"""Makes breast-cancer.csv, diabetes.csv, digits.csv.gz, iris.csv and wine.csv from scikit-learn's own copies (python3-sklearn 1.2.1).

usage: tables.py OUT
"""
import gzip
import sys
from importlib.resources import files
from pathlib import Path

import packed

CELLS = ("radius texture perimeter area smoothness compactness concavity concave_points symmetry fractal_dimension").split()
NAMES = {
    "breast-cancer.csv": [f"{kind}_{name}" for kind in ("mean", "error", "worst") for name in CELLS] + ["benign"],
    "diabetes.csv": "age sex bmi blood_pressure tc ldl hdl tch ltg glucose progression".split(),
    "digits.csv.gz": [f"p{row}{column}" for row in range(8) for column in range(8)] + ["digit"],
    "iris.csv": "sepal_length sepal_width petal_length petal_width species".split(),
    "wine.csv": ("alcohol malic_acid ash alcalinity_of_ash magnesium total_phenols flavanoids nonflavanoid_phenols "
                 "proanthocyanins color_intensity hue od280_od315 proline class").split(),
}


def number(text):
    """Whole numbers without a decimal point."""
    value = float(text)
    return str(int(value)) if value == int(value) and "e" in text.lower() else text


def main(out):
    data = files("sklearn.datasets.data")
    sources = {
        "breast-cancer.csv": data.joinpath("breast_cancer.csv").read_text().splitlines()[1:],
        "digits.csv.gz": gzip.decompress(data.joinpath("digits.csv.gz").read_bytes()).decode().splitlines(),
        "iris.csv": data.joinpath("iris.csv").read_text().splitlines()[1:],
        "wine.csv": data.joinpath("wine_data.csv").read_text().splitlines()[1:],
    }
    features = gzip.decompress(data.joinpath("diabetes_data_raw.csv.gz").read_bytes()).decode().splitlines()
    target = gzip.decompress(data.joinpath("diabetes_target.csv.gz").read_bytes()).decode().splitlines()
    sources["diabetes.csv"] = [f"{','.join(row.split())},{goal}" for row, goal in zip(features, target)]
    for name, rows in sources.items():
        packed.write(Path(out) / name, [",".join(NAMES[name])] + [",".join(map(number, row.split(","))) for row in rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
