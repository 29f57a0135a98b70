#!/usr/bin/env python3
"""Counts the words of the parts of the English corpus, by another way than the loader's: recorded in EnglishCorpusTests.

usage: english_oracle.py DATA    needs python3-yaml
"""
import gzip
import re
import sys
from pathlib import Path

import yaml

HEADING = re.compile(r"((?:[1-3] )?[A-Z][A-Za-z ]+) [0-9]+")


def main(data):
    books = {}
    for line in gzip.open(Path(data) / "king-james-bible.txt.gz", "rt"):
        if heading := HEADING.fullmatch(line.strip()):
            words = books.setdefault(heading[1], [])
        elif line.strip():
            words += re.findall(r"[A-Za-z']+", line)
    for part in gzip.open(Path(data) / "austen.txt.gz", "rt").read().split("# ")[1:]:
        title, text = part.split("\n", 1)
        books[title] = re.findall(r"[A-Za-z']+", text)
    for part in ("train", "validation", "test"):
        print(part, sum(len(books[title]) for text in yaml.safe_load(open(Path(data) / "english.yaml")).values() for title in text[part]))


if __name__ == "__main__":
    main(*sys.argv[1:])
