"""Writes the file of the row safetensors-500MB: write_weights.py PATH. One file for both sides, so that it lies in the page cache alike."""

import sys

if __name__ == "__main__":
    from learning import files

    files.write(sys.argv[1])
