#!/usr/bin/env python3
"""Statistics of the data sets by other programs than Praxis, from those programs' own copies; recorded in DataSetTests.

usage: statistics.py FASHION STATSMODELS    FASHION: the folder of Debian's dataset-fashion-mnist; STATSMODELS: statsmodels/datasets
needs python3-sklearn 1.2.1 and python3-networkx 2.8.8
"""
import csv
import gzip
import sys

import networkx
import numpy
from sklearn import datasets


def main(fashion, statsmodels):
    for name in ("iris", "wine", "breast_cancer", "digits"):
        bunch = getattr(datasets, f"load_{name}")()
        print(name, bunch.data.shape, f"{bunch.data.mean():.12g}", f"{bunch.data.std():.12g}", numpy.bincount(bunch.target).tolist(), list(bunch.target_names))
    diabetes = datasets.load_diabetes(scaled=False)
    print("diabetes", diabetes.data.shape, f"{diabetes.data.mean():.12g}", f"{diabetes.target.mean():.12g}", f"{diabetes.target.std():.12g}")
    pixels = numpy.frombuffer(gzip.open(f"{fashion}/t10k-images-idx3-ubyte.gz").read()[16:], numpy.uint8)
    labels = numpy.frombuffer(gzip.open(f"{fashion}/t10k-labels-idx1-ubyte.gz").read()[8:], numpy.uint8)
    print("fashion-mnist", pixels.size, pixels.astype(numpy.int64).sum(), numpy.bincount(labels).tolist(), numpy.bincount(labels[:8000]).tolist(), labels[:10].tolist())
    for name, graph in (("karate", networkx.karate_club_graph()), ("les miserables", networkx.les_miserables_graph()),
                        ("davis", networkx.davis_southern_women_graph()), ("florentine", networkx.florentine_families_graph())):
        matrix = networkx.to_numpy_array(graph)
        print(name, matrix.sum() / 2, max(dict(graph.degree).values()), sum(networkx.triangles(graph).values()) // 3, f"{numpy.linalg.eigvalsh(matrix)[-1]:.12g}")
    for name in ("sunspots", "co2", "nile"):
        values = numpy.array([float(row[1] or "nan") for row in list(csv.reader(open(f"{statsmodels}/{name}/{name}.csv")))[1:]])
        print(name, values.size, int(numpy.isnan(values).sum()), f"{numpy.nanmean(values):.12g}", f"{numpy.nanstd(values):.12g}")
    values = numpy.array([[float(cell) for cell in row[1:]] for row in list(csv.reader(open(f"{statsmodels}/elnino/elnino.csv")))[1:]])
    print("elnino", values.size, f"{values.mean():.12g}", f"{values.std():.12g}")


if __name__ == "__main__":
    main(*sys.argv[1:])
