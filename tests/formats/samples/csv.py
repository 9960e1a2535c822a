"""A table with a secret in every place where one can stand."""

PLACES = 8


def sample(secret: str) -> bytes:
    """Heads, bare and quoted cells, a cell with quotes and a line end in it, empty neighbours, the last cell."""
    return (
        f"Naam;BSN {secret};Opmerking\r\n"
        f"{secret};{secret};\r\n"
        f'"{secret}";x;"zei ""{secret}"", en\r\ntoen; {secret}"\r\n'
        f"Sanne de Wit;;BSN {secret} en meer\r\n"
        f"x;;{secret}"
    ).encode("cp1252")
