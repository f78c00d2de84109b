"""A picture of flat colours in fewer bytes: 256 colours from a palette instead of four channels for each pixel.

typst writes every pixel with red, green, blue and alpha. A drawing of text and bars needs few colours, so a palette
makes it a third of the size and no less sharp. Rows are read as whole numbers, so that no other library is needed.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS, PALETTE = 4, 256
SUB, UP, AVERAGE, PAETH = 1, 2, 3, 4


def with_palette(png: bytes) -> bytes:
    """The same picture with at most 256 colours, those used least replaced by the nearest of the others.

    A picture that is not eight bits of red, green, blue and alpha, without interlacing, comes back unchanged.
    """
    chunks = list(_chunks(png))
    width, height, *form = struct.unpack(">IIBBBBB", chunks[0][1])
    if form != [8, 6, 0, 0, 0]:
        return png
    packed = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    pixels = memoryview(b"".join(_rows(packed, width * CHANNELS))).cast("I")
    places = _places(Counter(pixels))
    colours = list(dict.fromkeys(places.values()))
    index = {colour: place for place, colour in enumerate(colours)}
    pointed = {pixel: index[colour] for pixel, colour in places.items()}
    indices = bytes(map(pointed.__getitem__, pixels))
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(_bytes_of(colour)[:3] for colour in colours)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _bytes_of(pixel: int) -> bytes:
    return struct.pack("=I", pixel)


def _places(used: Counter[int]) -> dict[int, int]:
    """For each colour the one that replaces it: itself, if it is among the most used, else a similar one."""
    palette = [colour for colour, _count in used.most_common(PALETTE)]
    found = {colour: colour for colour in palette}
    near = {_bucket(colour): colour for colour in reversed(palette)}
    for colour in used.keys() - found.keys():
        found[colour] = near.get(_bucket(colour)) or min(palette, key=partial(_distance, _bytes_of(colour)))
    return found


def _bucket(colour: int) -> tuple[int, ...]:
    return tuple(channel >> 4 for channel in _bytes_of(colour))


def _distance(one: bytes, other: int) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, _bytes_of(other), strict=True))


def _rows(packed: bytes, length: int) -> Iterator[bytes]:
    """The rows of pixels with their filters undone (PNG, chapter 9)."""
    before = bytes(length)
    for at in range(0, len(packed), length + 1):
        row = _unfiltered(packed[at], packed[at + 1 : at + 1 + length], before)
        yield row
        before = row


def _unfiltered(kind: int, row: bytes, before: bytes) -> bytes:
    if kind == UP:
        return _added(row, before)
    if kind == SUB:
        found = bytearray(len(row))
        for channel in range(CHANNELS):
            found[channel::CHANNELS] = bytes(_running(row[channel::CHANNELS]))
        return bytes(found)
    if kind == AVERAGE:
        return _averaged(row, before)
    return _paeth(row, before) if kind == PAETH else row


def _running(row: bytes) -> Iterator[int]:
    """Each byte added to all before it, without a carry."""
    total = 0
    for byte in row:
        total = (total + byte) & 255
        yield total


def _added(one: bytes, other: bytes) -> bytes:
    """Two rows added byte by byte, without a carry from one byte to the next."""
    low = int.from_bytes(b"\x7f" * len(one), "big")
    a, b = int.from_bytes(one, "big"), int.from_bytes(other, "big")
    return (((a & low) + (b & low)) ^ ((a ^ b) & ~low)).to_bytes(len(one), "big")


def _averaged(row: bytes, before: bytes) -> bytes:
    found = bytearray(bytes(CHANNELS) + row)
    for at, above in enumerate(before, CHANNELS):
        found[at] = (found[at] + (found[at - CHANNELS] + above) // 2) & 255
    return bytes(found[CHANNELS:])


def _paeth(row: bytes, before: bytes) -> bytes:
    """A whole pixel at a time where it was not changed and two neighbours are alike, which is nearly everywhere."""
    found = bytearray(bytes(CHANNELS) + row)
    pixels = memoryview(found).cast("I")
    above = memoryview(bytes(CHANNELS) + before).cast("I")
    for place in range(1, len(pixels)):
        if not pixels[place] and pixels[place - 1] == above[place - 1]:
            pixels[place] = above[place]
        elif not pixels[place] and above[place] == above[place - 1]:
            pixels[place] = pixels[place - 1]
        else:
            _paeth_of_a_pixel(found, above, place)
    return bytes(found[CHANNELS:])


def _paeth_of_a_pixel(found: bytearray, above: memoryview, place: int) -> None:
    ups, corners = _bytes_of(above[place]), _bytes_of(above[place - 1])
    for at, (up, corner) in enumerate(zip(ups, corners, strict=True), place * CHANNELS):
        left = found[at - CHANNELS]
        guess = left + up - corner
        to_left, to_up, to_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
        nearest = left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner
        found[at] = (found[at] + nearest) & 255
