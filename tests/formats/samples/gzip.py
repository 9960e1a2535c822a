"""A compressed file with a secret in every place where one can stand."""

import struct
import zlib

PLACES = 8


def sample(secret: str) -> bytes:
    """Two in a row: names, comments, extra fields, and the content."""
    return b"".join(_one(secret, number) for number in (1, 2))


def _one(secret: str, number: int) -> bytes:
    content = f"regel {number} {secret}\n".encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    extra = struct.pack("<2sH", b"XX", len(secret)) + secret.encode()
    return (
        b"\x1f\x8b\x08\x1c"
        + bytes(6)
        + struct.pack("<H", len(extra))
        + extra
        + f"brief {number} {secret}.txt".encode("latin-1")
        + b"\0"
        + f"opmerking {secret}".encode("latin-1")
        + b"\0"
        + packer.compress(content)
        + packer.flush()
        + struct.pack("<II", zlib.crc32(content), len(content))
    )
