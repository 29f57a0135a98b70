#!/usr/bin/env python3
"""Makes the knowledge graph of WordNet 3.0 (wordnet-base 1:3.0-37): wordnet-triples.tsv.gz (part, head, relation, tail) and
wordnet-entities.tsv.gz (entity, gloss).

usage: wordnet_knowledge.py WORDNET OUT    WORDNET: the folder usr/share/wordnet of the unpacked package

The eleven relations of WN18RR. Every link is there once: of hypernym and hyponym only the hypernym, of a symmetric relation only
one direction. The synset with the fewest neighbours is taken away until 6,000 are left, so that what is left is well connected.
A thousand triples each are for validation and test, chosen by the hash of their text; every entity and relation occurs in training,
and what is asked there in training too is no pair of the other two parts, neither way round.
"""
import hashlib
import heapq
import sys
from collections import Counter, defaultdict
from pathlib import Path

import packed
import wordnet

RELATIONS = {
    "@": "hypernym", "@i": "instance_hypernym", "+": "derivationally_related_form", "^": "also_see", "$": "verb_group", "&": "similar_to",
    "#m": "member_of", "#p": "part_of", ";c": "has_topic", ";u": "has_usage", ";r": "has_region",
}
SYMMETRIC = {"+", "^", "$", "&"}
ENTITIES = 6000
HELD_OUT = 1000


def links(synsets):
    found = set()
    for key, synset in synsets.items():
        for symbol, other, _ in synset.pointers:
            if symbol in RELATIONS and other != key:
                head, tail = sorted((key, other)) if symbol in SYMMETRIC else (key, other)
                found.add((head, RELATIONS[symbol], tail))
    return found


def best_connected(triples):
    neighbours = defaultdict(set)
    for head, _, tail in triples:
        neighbours[head].add(tail)
        neighbours[tail].add(head)
    queue = [(len(others), key) for key, others in neighbours.items()]
    heapq.heapify(queue)
    while len(neighbours) > ENTITIES:
        count, key = heapq.heappop(queue)
        if len(neighbours.get(key, ())) == count and key in neighbours:
            for other in neighbours.pop(key):
                neighbours[other].discard(key)
                heapq.heappush(queue, (len(neighbours[other]), other))
    return neighbours


def split(triples):
    """The part of every triple; triples between the same two entities share their part."""
    pairs = defaultdict(list)
    for triple in triples:
        pairs[frozenset((triple[0], triple[2]))].append(triple)
    left = Counter(word for triple in triples for word in triple)
    part, held_out = {triple: "train" for triple in triples}, 0
    order = sorted(pairs.values(), key=lambda group: hashlib.sha256(repr(sorted(group)).encode()).digest())
    for group in order:
        uses = Counter(word for triple in group for word in triple)
        if held_out + len(group) <= 2 * HELD_OUT and all(left[word] > count for word, count in uses.items()):
            for triple in group:
                part[triple] = "validation" if held_out < HELD_OUT else "test"
                held_out += 1
            left -= uses
    return part


def main(folder, out):
    synsets = wordnet.read(folder)
    triples = links(synsets)
    kept = best_connected(triples)
    name = {key: synsets[key].name for key in kept}
    part = split([(name[head], relation, name[tail]) for head, relation, tail in sorted(triples) if head in kept and tail in kept])
    rank = {"train": 0, "validation": 1, "test": 2}
    packed.write(Path(out) / "wordnet-triples.tsv.gz", ["part\thead\trelation\ttail"] + [
        "\t".join((part[triple], *triple)) for triple in sorted(part, key=lambda triple: (rank[part[triple]], triple))])
    packed.write(Path(out) / "wordnet-entities.tsv.gz", ["entity\tgloss"] + [f"{synset.name}\t{synset.gloss}" for synset in sorted(
        (synsets[key] for key in kept), key=lambda synset: synset.name)])


if __name__ == "__main__":
    main(*sys.argv[1:])
