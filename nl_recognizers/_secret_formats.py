"""Secrets that show themselves by their own form: tokens with a prefix, keys, hashes, links that hold a key.

Source: the prefixes that their issuers publish, as gathered by gitleaks (MIT) and detect-secrets (Apache-2.0); RFC 7519
(JWT), RFC 7468 (keys), crypt(5) for hashes.
"""

from __future__ import annotations

__all__ = ["HASH", "HASH_ANCHOR", "IN_LINK", "KEY", "KEY_ANCHOR", "LINK_ANCHOR", "TOKEN", "TOKEN_ANCHOR"]

_W = r"[0-9A-Za-z_\-]"
_H = "[0-9a-f]"
_A = "[0-9A-Za-z]"
_TOKENS = (
    # prefix, class and number of the characters after it, what then follows; issuer
    ("(?:AKIA|ASIA|ABIA|ACCA|A3T[0-9A-Z])", "[0-9A-Z]", 16, 16, ""),  # Amazon
    ("LTAI", _A, 17, 21, ""),  # Alibaba
    ("AIza", _W, 35, 35, ""),  # Google
    (r"ya29\.", _W, 20, 300, ""),
    ("GOCSPX-", _W, 28, 28, ""),
    ("gh[pousr]_", _A, 30, 80, ""),  # GitHub
    ("github_pat_", "[0-9A-Za-z_]", 20, 90, ""),
    ("gl(?:pat|dt|rt|ft|ffct|soat|imt|ptt|cbt|agent|oas)-", r"[0-9A-Za-z_\-.]", 20, 300, ""),  # GitLab
    ("GR1348941", _W, 20, 50, ""),
    ("xox[abeoprs][-.]", r"[0-9A-Za-z.\-]", 10, 250, ""),  # Slack
    ("xapp-", r"[0-9A-Za-z\-]", 10, 120, ""),
    ("[prs]k_(?:live|test|prod)_", _A, 10, 120, ""),  # Stripe
    ("whsec_", "[0-9A-Za-z+/]", 24, 60, ""),
    ("sk-(?:ant-|proj-|svcacct-|admin-)?", _W, 20, 200, ""),  # Anthropic, OpenAI
    ("npm_", _A, 36, 36, ""),
    ("pypi-AgE", _W, 40, 400, ""),
    ("rubygems_", _H, 48, 48, ""),
    ("CLOJARS_", "[0-9a-z]", 60, 60, ""),
    ("dckr_pat_", _W, 24, 40, ""),  # Docker
    (r"SG\.", _W, 16, 32, rf"\.{_W}{{16,64}}"),  # SendGrid
    ("xkeysib-", _H, 64, 64, f"-{_A}{{16}}"),  # Brevo
    ("key-", _H, 32, 32, ""),  # Mailgun
    ("(?:AC|SK)", _H, 32, 32, ""),  # Twilio
    ("do[opr]_v1_", _H, 64, 64, ""),  # DigitalOcean
    ("(?:hf_|api_org_)", "[A-Za-z]", 34, 34, ""),  # Hugging Face
    ("shp(?:at|ca|pa|ss)_", "[0-9A-Fa-f]", 32, 32, ""),  # Shopify
    (r"hv[bs]\.", _W, 24, 300, ""),  # Vault
    (r"dp\.(?:pt|st|ct)\.", "[0-9A-Za-z.]", 40, 80, ""),  # Doppler
    (r"dt0c01\.", _A, 24, 24, rf"\.{_A}{{64}}"),  # Dynatrace
    ("gl(?:sa|c)_", "[0-9A-Za-z_+/]", 32, 400, ""),  # Grafana
    ("pscale_(?:tkn|oauth|pw)_", r"[0-9A-Za-z_=.\-]", 32, 64, ""),  # PlanetScale
    ("PMAK-", _H, 24, 24, f"-{_H}{{34}}"),  # Postman
    ("(?:NRAK|NRII|NRJS)-", r"[0-9A-Za-z\-]", 19, 40, ""),  # New Relic
    ("lin_api_", _A, 40, 40, ""),  # Linear
    ("ntn_", _A, 46, 46, ""),  # Notion
    ("figd_", _W, 40, 60, ""),  # Figma
    ("sntry[su]_", "[0-9A-Za-z+/_=]", 64, 500, ""),  # Sentry
    ("sq0(?:atp|csp|idp)-", _W, 22, 60, ""),  # Square
    ("ATATT3", r"[0-9A-Za-z_\-=]", 60, 250, ""),  # Atlassian
    ("dapi", _H, 32, 32, ""),  # Databricks
    ("pul-", _H, 40, 40, ""),  # Pulumi
    ("pplx-", _A, 48, 48, ""),  # Perplexity
    ("HRKU-AA", _W, 58, 58, ""),  # Heroku
    ("(?:shippo_(?:live|test)_|EZ[AT]K)", _A, 40, 54, ""),  # Shippo, EasyPost
    ("AGE-SECRET-KEY-1", "[0-9A-Z]", 58, 58, ""),
    ("A3-", "[0-9A-Z]", 6, 6, r"-[0-9A-Z]{5,11}(?:-[0-9A-Z]{5,6}){2,5}"),  # 1Password
    ("eyJ", _W, 8, 900, rf"\.eyJ{_W}{{1,900}}\.{_W}{{0,900}}"),  # JWT
)
_TAILED = (
    (f"{_H}{{32}}-us[0-9]{{1,2}}", r"[0-9a-f]-us[0-9]{1,2}\b"),  # Mailchimp
    (f"[0-9]{{8,10}}:AA{_W}{{32,34}}", f"[0-9]:AA{_W}{{20}}"),  # Telegram
    (r"[0-9A-Za-z_~.]{3}[0-9]Q~[0-9A-Za-z_~.\-]{31,34}", r"[0-9]Q~[0-9A-Za-z_~.\-]{31}"),  # Microsoft Entra
)
_WHOLE = [f"{prefix}{kind}{{{low},{high}}}{rest}" for prefix, kind, low, high, rest in _TOKENS]
TOKEN = rf"\b(?:{'|'.join([*_WHOLE, *(token for token, _ in _TAILED)])})"
"""A pattern for a token."""
TOKEN_ANCHOR = "|".join(
    [rf"\b{prefix}{kind}{{{min(low, 8)}}}" for prefix, kind, low, _, _ in _TOKENS] + [anchor for _, anchor in _TAILED]
)
"""A pattern for a piece of every token."""

_KIND = r"[A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
KEY = (
    rf"-----BEGIN {_KIND}(?:(?:[0-9A-Za-z+/=:,.()\\\s]|-[0-9A-Za-z])*-----END {_KIND}"
    r"|(?:\s{1,4}[0-9A-Za-z+/=\\]{16,})*)"
)
"""A pattern for a private key, also without its end."""
KEY_ANCHOR = f"-----BEGIN {_KIND}"

HASH = (
    r"\$2[abxy]?\$[0-9]{2}\$[./0-9A-Za-z]{53}|\$(?:1|5|6|7|y|gy|apr1)\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{1,90}"
    r"\$[./0-9A-Za-z]{16,90}|\$argon2(?:id|i|d)\$v=[0-9]{1,3}\$[0-9a-z=,]{5,40}\$[0-9A-Za-z+/]{8,90}\$[0-9A-Za-z+/]{16,120}"
    r"|pbkdf2_sha(?:1|256|512)\$[0-9]{3,8}\$[0-9A-Za-z+/]{4,60}\$[0-9A-Za-z+/=]{20,100}"
    r"|\{(?:S?SHA(?:256|512)?|S?MD5|CRYPT|PBKDF2[0-9A-Z\-]{0,12})\}[0-9A-Za-z+/$.]{16,200}={0,2}"
)
"""A pattern for the hash of a password, as in a file of accounts."""
HASH_ANCHOR = (
    r"\$2[abxy]?\$[0-9]{2}\$|\$(?:1|5|6|7|y|gy|apr1)\$[^\s$]{1,90}\$[./0-9A-Za-z]|\$argon2|pbkdf2_sha"
    r"|\{(?:S?SHA|S?MD5|CRYPT|PBKDF2)"
)

IN_LINK = (
    r"(?:hooks\.slack\.com/(?:services|workflows|triggers)/|webhook\.office\.com/webhookb2/"
    r"|discord(?:app)?\.com/api/webhooks/|[?&]sig=|AccountKey=|SharedAccessKey=)(?P<value>[0-9A-Za-z%+/=_\-@]{20,300})"
)
"""A pattern for a link or a connection string that is itself a key; the value is the secret part."""
LINK_ANCHOR = r"(?:hooks\.slack\.com/|webhook\.office\.com/|/api/webhooks/|[?&]sig=|AccountKey=|SharedAccessKey=)"
