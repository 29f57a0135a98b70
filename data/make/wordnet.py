"""Reads WordNet's data files: synsets with their words, glosses and pointers."""
from dataclasses import dataclass
from pathlib import Path

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}


@dataclass
class Synset:
    key: tuple      # (part of speech, offset)
    field: int      # number of the lexicographer's file
    words: list
    pointers: list  # (symbol, key of the other synset, whether between whole synsets)
    gloss: str
    name: str = ""  # such as dog.n.01: the first word, and which of its senses this is


def read(folder):
    """All synsets by key, in the order of the files."""
    synsets = {}
    for letter, part in PARTS.items():
        for line in open(Path(folder) / f"data.{part}", encoding="utf-8"):
            if line.startswith("  "):
                continue
            head, gloss = line.rstrip("\n").split(" | ", 1)
            cells = head.split()
            count = int(cells[3], 16)
            words = cells[4:4 + 2 * count:2]
            at = 4 + 2 * count
            pointers = []
            for i in range(int(cells[at])):
                symbol, offset, other, ends = cells[at + 1 + 4 * i:at + 5 + 4 * i]
                pointers.append((symbol, (other, offset), ends == "0000"))
            synsets[letter, cells[0]] = Synset((letter, cells[0]), int(cells[1]), words, pointers, gloss.strip())
    for letter, part in PARTS.items():
        senses = {}
        for line in open(Path(folder) / f"index.{part}", encoding="utf-8"):
            if not line.startswith("  "):
                cells = line.split()
                senses[cells[0]] = cells[-int(cells[2]):]
        for key, synset in synsets.items():
            if key[0] == letter:
                word = synset.words[0].split("(")[0].lower()
                synset.name = f"{word}.{letter}.{senses[word].index(key[1]) + 1:02}"
    return synsets
