"""Writes normalization.txt, the tables of Unicode's normalization forms, from Python's unicodedata.

    python3 make-normalization.py > normalization.txt

D and C: a canonical decomposition (C: composition makes it whole again); K: a compatibility decomposition; M: marks of a combining class.
"""

import sys
import unicodedata as data


def hexadecimal(code_points):
    return " ".join(f"{code_point:X}" for code_point in code_points)


print(f"# Unicode {data.unidata_version}: decompositions and combining classes, written by make-normalization.py")
for code_point in range(sys.maxunicode + 1):
    character = chr(code_point)
    if 0xAC00 <= code_point <= 0xD7A3 or 0xD800 <= code_point <= 0xDFFF:
        continue  # Hangul syllables follow a rule; surrogates are no characters.
    mapping = data.decomposition(character)
    if not mapping:
        continue
    if mapping.startswith("<"):
        print("K", f"{code_point:X}", hexadecimal(int(part, 16) for part in mapping.split()[1:]))
    else:
        composes = data.normalize("NFC", character) == character
        print("C" if composes else "D", f"{code_point:X}", hexadecimal(int(part, 16) for part in mapping.split()))

start = 0
for code_point in range(1, sys.maxunicode + 2):
    value = data.combining(chr(code_point)) if code_point <= sys.maxunicode else -1
    if value != data.combining(chr(start)):
        if data.combining(chr(start)):
            print("M", f"{start:X}", f"{code_point - 1:X}", data.combining(chr(start)))
        start = code_point
