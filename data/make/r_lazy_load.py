"""Reads the data sets of an R package (FOLDER/Rdata.rdx, Rdata.rdb) without R: vectors, lists and data frames.

A data base is a list of names with offset and length (.rdx) and the blocks they point at (.rdb): four bytes of length,
then R's own serialisation (big-endian, "X\\n"), packed by zlib, bzip2 or xz.
"""
import bz2
import gzip
import lzma
import struct
import zlib
from pathlib import Path


class _Reader:
    def __init__(self, data):
        self.data, self.at, self.references = data, 0, []
        if self._take(2) != b"X\n":
            raise ValueError("not R's XDR serialisation")
        version = self._int()
        self._take(8)
        if version == 3:
            self._take(self._int())

    def _take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def _int(self):
        return struct.unpack(">i", self._take(4))[0]

    def _vector(self, code, size):
        count = self._int()
        return list(struct.unpack(f">{count}{code}", self._take(count * size)))

    def item(self):
        flags = self._int()
        kind, has_attributes, has_tag = flags & 0xFF, flags & 0x200, flags & 0x400
        if kind in (0, 254, 253, 242, 241, 251):  # NULL and the fixed environments
            return None
        if kind == 255:
            return self.references[(flags >> 8 or self._int()) - 1]
        if kind == 1:
            self.references.append(self.item())
            return self.references[-1]
        if kind == 247:
            self._int()
            self.references.append([self.item() for _ in range(self._int())])
            return self.references[-1]
        if kind == 2:  # a pair list, such as attributes: read as a dictionary
            pairs, number = {}, 0
            while kind == 2:
                if has_attributes:
                    self.item()
                tag = self.item() if has_tag else number
                pairs[tag] = self.item()
                number += 1
                flags = self._int()
                kind, has_attributes, has_tag = flags & 0xFF, flags & 0x200, flags & 0x400
            return pairs
        if kind == 9:
            length = self._int()
            return None if length < 0 else self._take(length).decode("latin-1" if flags >> 12 & 4 else "utf-8")
        if kind == 238:  # a compact vector
            name = list(self.item().values())[0]
            state = self.item()
            self.item()
            if name != "compact_intseq":
                raise ValueError(f"compact vector of kind {name}")
            count, first, step = (int(value) for value in state)
            return [first + i * step for i in range(count)]
        if kind in (10, 13):
            value = self._vector("i", 4)
        elif kind == 14:
            value = self._vector("d", 8)
        elif kind in (16, 19, 20):
            value = [self.item() for _ in range(self._int())]
        else:
            raise ValueError(f"R object of type {kind}")
        attributes = self.item() if has_attributes else {}
        if "names" in attributes and kind == 19:
            value = dict(zip(attributes["names"], value))
        if attributes and kind != 19:
            value = Vector(value, attributes)
        return value


class Vector(list):
    """A vector with attributes, such as dim and tsp."""

    def __init__(self, values, attributes):
        super().__init__(values)
        self.attributes = attributes


def _unpack(block):
    letter, body = block[4:5], block[5:]
    if letter == b"2":
        return bz2.decompress(body)
    if letter == b"Z":
        return lzma.decompress(body, format=lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6}]) if body[:1] != b"\xfd" else lzma.decompress(body)
    return zlib.decompress(block[4:])


def read(folder, names):
    """The data sets of these names."""
    folder = Path(folder)
    packed = (folder / "Rdata.rdx").read_bytes()
    index = _Reader(gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else zlib.decompress(packed)).item()
    blocks = (folder / "Rdata.rdb").read_bytes()
    result = {}
    for name in names:
        offset, length = index["variables"][name]
        result[name] = _Reader(_unpack(blocks[offset:offset + length])).item()
    return result
