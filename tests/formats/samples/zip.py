"""An archive with a secret in every place where one can stand."""

import io
import struct
import zipfile

PLACES = 15


def sample(secret: str) -> bytes:
    """Members by every method, their names, comments and extra fields, folders, what stands around the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = f"archief {secret}".encode()
        archive.writestr(zipfile.ZipInfo(f"map {secret}/"), b"")
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            member = zipfile.ZipInfo(f"map {secret}/brief {method}.txt")
            member.compress_type = method
            archive.writestr(member, f"BSN {secret}\n")
        member = zipfile.ZipInfo("map/tabel.csv")
        member.comment = f"lid {secret}".encode()
        member.extra = struct.pack("<HH", 0x7075, len(secret)) + secret.encode()
        archive.writestr(member, f"Naam;BSN\nSanne de Wit;{secret}\nJan Bakker;x\n")
        archive.writestr("map/binnen.zip", _inner(secret))
        archive.writestr("leeg.txt", b"")
    return out.getvalue() + f"achteraf {secret}".encode()


def _inner(secret: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("brief.txt", f"BSN {secret}\n")
    return out.getvalue()
