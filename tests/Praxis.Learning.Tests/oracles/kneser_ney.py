"""Interpolated modified Kneser-Ney by the definitions, with sets and tuples; writes kneser-ney/recorded.json.

Chen and Goodman (1999): the highest order counts n-grams, the orders below count different tokens before an n-gram, the
discounts come from counts of counts, and below the unigrams lies the uniform distribution.
Run: python3 kneser_ney.py
"""
import json
import pathlib
import random
from collections import Counter

VOCABULARY = 6
HIGHEST = 4


def discounts(counts):
    n = Counter(counts.values())
    if not (n[1] and n[2]):
        return [0, .5, .5, .5]
    y = n[1] / (n[1] + 2 * n[2])
    if not (n[3] and n[4]):
        return [0, y, y, y]
    one = 1 - 2 * y * n[2] / n[1]
    two = min(max(2 - 3 * y * n[3] / n[2], one), 2)
    three = min(max(3 - 4 * y * n[4] / n[3], two), 3)
    return [0, one, two, three]


def plain(text, n):
    return Counter(tuple(text[i:i + n]) for i in range(len(text) - n + 1))


def continuation(text, n):
    before = {}
    for i in range(len(text) - n):
        before.setdefault(tuple(text[i + 1:i + 1 + n]), set()).add(text[i])
    return Counter({gram: len(tokens) for gram, tokens in before.items()})


def probability(text, n, context, token, top=True):
    if n == 0:
        return 1 / VOCABULARY
    counts = plain(text, n) if top else continuation(text, n)
    d = discounts(counts)
    lower = probability(text, n - 1, context[1:], token, False)
    row = {w: counts[context + (w,)] for w in range(VOCABULARY)}
    total = sum(row.values())
    if total == 0:
        return lower
    kept = row[token] - d[min(row[token], 3)]
    freed = sum(d[min(c, 3)] for c in row.values())
    return (kept + freed * lower) / total


def main():
    random.seed(7)
    text = []
    for _ in range(160):
        text.append(random.choice([0, 1, 1, 2, 3, 4]) if len(text) % 3 else (text[-1] + 1) % 5 if text else 0)
    rows = []
    for n in range(1, HIGHEST + 1):
        contexts = [tuple(random.randrange(VOCABULARY) for _ in range(n - 1)) for _ in range(4)]
        contexts += [tuple(text[i:i + n - 1]) for i in (0, 17, 50, len(text) - n + 1)]
        for context in contexts:
            for token in range(VOCABULARY):
                rows.append([n, list(context), token, probability(text, n, context, token)])
    path = pathlib.Path(__file__).parent / "kneser-ney" / "recorded.json"
    path.write_text(json.dumps({"vocabulary": VOCABULARY, "text": text, "rows": rows}) + "\n")


main()
