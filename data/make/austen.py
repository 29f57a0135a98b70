#!/usr/bin/env python3
"""Makes austen.txt.gz: six novels of Jane Austen, a paragraph a line, a blank line between chapters, each after a line "# Title".

usage: austen.py PACKAGE OUT    PACKAGE: the unpacked r-cran-janeaustenr 1.0.0-1 (apt-get download, dpkg -x)

Dropped: title pages, chapter headings, the marks of emphasis (_), the author's advertisement and the editor's notes, "The end".
"""
import re
import sys
from pathlib import Path

import packed
import r_lazy_load

NOVELS = {
    "sensesensibility": "Sense and Sensibility",
    "prideprejudice": "Pride and Prejudice",
    "mansfieldpark": "Mansfield Park",
    "emma": "Emma",
    "northangerabbey": "Northanger Abbey",
    "persuasion": "Persuasion",
}
HEADING = re.compile(r"(chapter|volume) ([0-9]+|[ivxl]+)", re.IGNORECASE)
LAST = re.compile(r"the end|finis|a note on the text", re.IGNORECASE)


def chapters(lines):
    """Lists of paragraphs."""
    chapter, paragraph, inside = [], [], False
    for line in lines + [""]:
        line = " ".join(line.split())
        if HEADING.fullmatch(line) or (inside and LAST.fullmatch(line)):
            if chapter:
                yield chapter
            chapter, inside = [], HEADING.fullmatch(line)
        elif line and inside:
            paragraph.append(line)
        elif paragraph:
            text = " ".join(paragraph).replace("_", "")
            paragraph = []
            if not text.startswith("[At this point"):
                chapter.append(text)
    if chapter:
        yield chapter


def main(package, out):
    novels = r_lazy_load.read(Path(package) / "usr/lib/R/site-library/janeaustenr/data", NOVELS)
    text = "\n".join(
        f"# {title}\n\n" + "\n\n".join("\n".join(chapter) for chapter in chapters(novels[name])) + "\n"
        for name, title in NOVELS.items())
    packed.write_text(out, text)


if __name__ == "__main__":
    main(*sys.argv[1:])
