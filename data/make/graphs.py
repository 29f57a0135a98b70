#!/usr/bin/env python3
"""Makes the graphs from networkx (python3-networkx 2.8.8): NAME.edges.tsv (from, to, weight) and NAME.nodes.tsv (node, class).

usage: graphs.py OUT
"""
import sys
from pathlib import Path

import networkx
import packed


def graphs():
    """Name, graph and the class of every node, where it has one."""
    karate = networkx.karate_club_graph()
    yield "karate-club", karate, networkx.get_node_attributes(karate, "club")
    yield "les-miserables", networkx.les_miserables_graph(), None
    davis = networkx.davis_southern_women_graph()
    yield "southern-women", davis, {node: ("woman", "event")[side] for node, side in davis.nodes(data="bipartite")}
    yield "florentine-families", networkx.florentine_families_graph(), None


def main(out):
    for name, graph, classes in graphs():
        # Nodes in order of name (of number, where they are numbers), edges in the order of their ends.
        nodes = sorted(graph)
        at = {node: i for i, node in enumerate(nodes)}
        edges = sorted((*sorted((at[a], at[b])), weight) for a, b, weight in graph.edges(data="weight", default=1))
        packed.write(Path(out) / f"{name}.edges.tsv", ["from\tto\tweight"] + [f"{nodes[a]}\t{nodes[b]}\t{weight:g}" for a, b, weight in edges])
        packed.write(Path(out) / f"{name}.nodes.tsv", ["node\tclass" if classes else "node"] + [f"{node}\t{classes[node]}" if classes else f"{node}" for node in nodes])


if __name__ == "__main__":
    main(*sys.argv[1:])
