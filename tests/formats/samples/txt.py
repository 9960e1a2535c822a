"""A plain text."""

PLACES = 4


def sample(secret: str) -> bytes:
    return f"{secret}\r\nRegel met é en {secret}.\n\n\t{secret}\rlaatste {secret}".encode()
