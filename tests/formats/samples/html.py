"""A page with a secret in every place where one can stand."""

from base64 import b64encode

PLACES = 43


def sample(secret: str) -> bytes:
    """What is shown, what is hidden, what a program reads, and what is embedded."""
    return _page(_head(secret), _shown(secret) + _hidden(secret) + _attributes(secret)).encode("cp1252")


def _page(head: str, body: str) -> str:
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>\n"


def _head(secret: str) -> str:
    return (
        '<meta charset="windows-1252">'
        f"<title>Dossier {secret}</title>"
        f'<meta name="author" content="{secret}"><meta property="og:{secret}" content="x">'
        f'<link rel="me" href="https://example.nl/{secret}"><base href="https://example.nl/{secret}/">'
        f"<style>/* {secret} */ p {{ background: url(data:text/plain;base64,{_base64(secret)}) }}</style>"
        f'<script>var bsn = "{secret}"; // <b>Ren\u00e9e</b></script>'
    )


def _shown(secret: str) -> str:
    half, rest = secret[:4], secret[4:]
    references = "".join(f"&#x{ord(character):x};" for character in secret)
    return (
        f"<h1>{secret}</h1><p>BSN {half}<b>{rest}</b> en {half}<!-- {secret} --><i><u>{rest}</u></i></p>{references}"
        f"<p>{half}<span style='display: none'>niets</span>{rest}<br>{secret}</p>"
        f"<table><caption>{secret}</caption><tr><th>Naam</th><th>{secret}</th></tr>"
        f"<tr><td>{secret}</td><td>{half}<b>{rest}</b></td></tr></table>"
        f"<ul><li>{secret}</li></ul><pre>{secret}\n</pre><textarea>{secret}</textarea><select><option>{secret}</select>"
        f"<noscript>{secret}</noscript><iframe>{secret}</iframe>"
    )


def _hidden(secret: str) -> str:
    return (
        f"<div hidden>{secret}</div><div style='visibility:hidden'>{secret[:3]}<b>{secret[3:]}</b></div>"
        f"<template><p>{secret}</p></template><!-- {secret} --><![if x {secret}]><?php {secret} ?>"
    )


def _attributes(secret: str) -> str:
    percent = "".join(f"%{ord(character):02x}" for character in secret)
    inner = f"&lt;p&gt;{secret[:4]}&lt;b&gt;{secret[4:]}&lt;/b&gt;"
    return (
        f'<img alt="{secret}" title="{secret}" src="{secret}.png">'
        f'<input name="bsn" value="{secret}" placeholder="{secret}"><input type="hidden" value="{secret}">'
        f'<a href="mailto:{percent}@example.nl" data-x="{secret}">x</a>'
        f'<a href="data:text/plain,{secret}">y</a><a href="data:text/plain;base64,{_base64(secret)}">z</a>'
        f'<iframe srcdoc="{inner}"></iframe><x-a data-{secret}="1"></x-a>'
    )


def _base64(secret: str) -> str:
    return b64encode(f"BSN {secret}".encode()).decode()
