"""A compound file as an encrypted Office document is: nothing in it can be read."""

PLACES = 0
"""The secret stands in it, but encrypted."""


def sample(secret: str) -> bytes:
    """A header, and a directory that names the encrypted package."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    directory = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    return header + directory + bytes(0xFF - byte for byte in secret.encode()).ljust(512, b"\0")
