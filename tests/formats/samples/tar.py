"""An archive with a secret in every place where one can stand."""

import io
import tarfile

PLACES = 32


def sample(secret: str) -> bytes:
    """Members, their names short and long, owners, comments, folders, links and their targets, in three dialects."""
    return b"".join(
        _archive(secret, dialect) for dialect in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)
    )


def _archive(secret: str, dialect: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=dialect) as archive:
        for name in (f"map {secret}/brief.txt", f"{'lang/' * 19}{secret}/{'naam' * 8}.txt"):
            member = tarfile.TarInfo(name)
            content = f"BSN {secret}\n".encode()
            member.size, member.uname, member.gname = len(content), f"u{secret}", f"g{secret}"
            member.pax_headers = {"comment": f"opmerking\n{secret}"} if dialect == tarfile.PAX_FORMAT else {}
            archive.addfile(member, io.BytesIO(content))
        for name, kind in (
            (f"{secret}/", tarfile.DIRTYPE),
            (f"l{secret}", tarfile.SYMTYPE),
            (f"d{secret}", tarfile.CHRTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, f"../{secret}" if kind == tarfile.SYMTYPE else ""
            archive.addfile(member)
    return out.getvalue()
