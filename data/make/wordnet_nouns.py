#!/usr/bin/env python3
"""Makes wordnet-nouns.csv.gz: the noun hierarchy along the first hypernym, cut below six steps from entity (wordnet-base 1:3.0-37).

usage: wordnet_nouns.py WORDNET OUT    WORDNET: the folder usr/share/wordnet of the unpacked package
"""
import sys
from collections import Counter
from pathlib import Path

import packed
import wordnet

DEEPEST = 6


def main(folder, out):
    nouns = {key: synset for key, synset in wordnet.read(folder).items() if key[0] == "n"}
    counts = Counter()
    for key in nouns:
        path = []
        while key:
            path.append(nouns[key].words[0].replace("/", "-"))
            key = next((other for symbol, other, _ in nouns[key].pointers if symbol in ("@", "@i")), None)
        counts["/".join(path[::-1][:DEEPEST + 1])] += 1
    packed.write(Path(out) / "wordnet-nouns.csv.gz", ["path,synsets"] + [f"{path},{counts[path]}" for path in sorted(counts)])


if __name__ == "__main__":
    main(*sys.argv[1:])
