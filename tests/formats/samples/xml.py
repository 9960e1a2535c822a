"""XML with a secret in every place where one can stand."""

PLACES = 18


def sample(secret: str) -> bytes:
    """Text, tails, attributes, comments, instructions, CDATA, names, and values split over elements."""
    half, rest = secret[:4], secret[4:]
    references = "".join(f"&#{ord(character)};" for character in secret)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<!-- vooraf {secret} -->\n"
        f"<?opmaak {secret}?>\n"
        f'<!DOCTYPE lijst PUBLIC "-//{secret}//NL" "lijst.dtd" [<!ATTLIST lijst soort CDATA "{secret}">]>\n'
        f'<lijst xmlns:a="urn:{secret}">\n'
        f'  <persoon bsn="{secret}" a:nummer="{references}"><bsn>{secret}</bsn><naam>Sanne de Wit</naam></persoon>\n'
        f"  <persoon><bsn>{references}</bsn>{secret}<n{secret}/></persoon>\n"
        f"  <brief>BSN {half}<vet>{rest}</vet>, {half}<!-- ertussen {secret} -->{rest}, "
        f"<b>{half}</b><i>{rest}</i></brief>\n"
        f"  <tekst><![CDATA[<b>{secret}</b>]]></tekst><x b{secret}='1'/>\n"
        "</lijst>\n"
        f"<!-- achteraf {secret} -->"
    ).encode()
