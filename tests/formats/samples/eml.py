"""A message with a secret in every place where one can stand."""

from base64 import b64encode
from quopri import encodestring

PLACES = 22


def sample(secret: str) -> bytes:
    """Headers, bodies in every transfer encoding, attachments and their names, a message inside the message."""
    return "\r\n".join(
        (
            f"Received: from {secret}.example.nl",
            f"Subject: =?utf-8?b?{_base64(secret[:4])}?=",
            f" =?utf-8?q?{''.join(f'={ord(c):02X}' for c in secret[4:])}?= {secret}",
            f'From: "Sanne de Wit {secret}" <sanne@example.nl>',
            "To: jan@example.nl",
            f"X-{secret}: x",
            "MIME-Version: 1.0",
            "Content-Type: multipart/mixed; boundary=buiten",
            "",
            f"vooraf {secret}",
            "--buiten",
            *_alternatives(secret),
            "--buiten",
            *_attachments(secret),
            "--buiten",
            "Content-Type: message/rfc822",
            "",
            f"Subject: binnen {secret}",
            "Content-Type: text/plain; charset=iso-8859-15",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            encodestring(f"Beste Ren\u00e9e, {secret}".encode("iso-8859-15")).decode(),
            "--buiten--",
            f"achteraf {secret}",
        )
    ).encode()


def _alternatives(secret: str) -> list[str]:
    return [
        "Content-Type: multipart/alternative; boundary=binnen",
        "",
        "--binnen",
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        f"Uw BSN is {secret[:4]}=",
        f"{secret[4:]}. Ren=C3=A9e",
        "begin 644 brief.txt",
        _uu(secret),
        "`",
        "end",
        "--binnen",
        "Content-Type: text/html; charset=utf-16",
        "Content-Transfer-Encoding: base64",
        "",
        _base64(f"<p>{secret[:4]}<b>{secret[4:]}</b>", "utf-16"),
        "--binnen",
        f"Content-Type: text/calendar; charset=utf-8; name*0*=utf-8''%72ooster%20{secret[:4]}; name*1={secret[4:]}.ics",
        f"Content-Description: rooster {secret}",
        "",
        f"BEGIN:VCALENDAR\r\nSUMMARY:{secret}\r\nEND:VCALENDAR",
        "--binnen--",
    ]


def _attachments(secret: str) -> list[str]:
    return [
        f'Content-Type: application/octet-stream; name="{secret}.txt"',
        f'Content-Disposition: attachment; filename="=?utf-8?q?{secret}.txt?="',
        "Content-Transfer-Encoding: base64",
        "",
        _base64(f"bijlage {secret}"),
        f"_____ verspreid door {secret}",
        "--buiten",
        "Content-Type: text/plain; charset=bestaat-niet",
        "",
        f"Ren\u00e9e {secret}",
        "--buiten",
        "Content-Type: text/plain; charset=idna",
        "Content-Transfer-Encoding: x-uuencode",
        "",
        "begin 644 x",
        _uu(secret),
        "end",
    ]


def _base64(text: str, encoding: str = "utf-8") -> str:
    return b64encode(text.encode(encoding)).decode()


def _uu(text: str) -> str:
    data = text.encode()
    bits = "".join(f"{byte:08b}" for byte in data.ljust(-(-len(data) // 3) * 3, b"\0"))
    return chr(32 + len(data)) + "".join(chr(32 + (int(bits[at : at + 6], 2) or 64)) for at in range(0, len(bits), 6))
