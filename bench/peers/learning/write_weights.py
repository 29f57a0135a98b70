"""Writes the file of the row safetensors-500MB: write_weights.py PATH. One file for both sides, so that it lies in the page cache alike."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from learning import files

if __name__ == "__main__":
    files.write(sys.argv[1])
