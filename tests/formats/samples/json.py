"""JSON with a secret in every place where one can stand."""

PLACES = 13


def sample(secret: str) -> bytes:
    """Keys, strings, numbers, nested and repeated ones, written with escapes, the same key twice."""
    escaped = "".join(f"\\u{ord(character):04x}" for character in secret)
    return (
        f'{{"bsn": "{secret}", "nummer": {secret}, "{secret}": null, "{escaped}": true,\n'
        f' "tekst": "Beste Sanne,\\n{secret}\\tis \\"{secret}\\"", "rij": [{secret}, "{secret}", [["{escaped}"]]],\n'
        f' "dubbel": "{secret}", "dubbel": 1, "in": "{{\\"bsn\\":\\"{secret}\\"}}", "leeg": {{}},\n'
        f' "personen": [{{"bsn": "{secret}"}}, {{"bsn": "x{escaped}"}}]}}'
    ).encode()
