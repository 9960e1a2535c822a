"""Profiel op social media: the address of a person's page, or the name under which a person goes there.

Form: linkedin.com/in/..., facebook.com/..., instagram.com/..., x.com/..., tiktok.com/@..., wa.me/31..., and so on, with
or without https:// and www.; @name where a platform is named nearby; @name@server on Mastodon. Pages of companies
(/company/, /pages/) and a platform's own are nobody's profile; of the address of a post only the name counts.

Worth of the check: an address is strong; @name alone is also a package, a decorator or a mention and needs a platform.

Source: the platforms' own address schemes.
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_NAMES = r"[0-9A-Za-zÀ-ÿ_.\-%]{1,60}[0-9A-Za-zÀ-ÿ_%]"
_SITE = r"(?:https?://)?(?:[a-z]{1,3}\.|www\.|mobile\.)?"
_PAGES = (
    rf"linkedin\.com/(?:in|pub)/{_NAMES}|facebook\.com/profile\.php\?id=[0-9]{{5,20}}|(?:facebook|fb)\.com/{_NAMES}"
    rf"|(?:instagram|x|twitter|twitch|pinterest|vk|soundcloud)\.(?:com|tv)/{_NAMES}"
    rf"|(?:tiktok|youtube|threads|medium|snapchat)\.(?:com|net)/@{_NAMES}|youtube\.com/(?:user|c)/{_NAMES}"
    rf"|snapchat\.com/add/{_NAMES}|instagram\.com/stories/{_NAMES}|(?:t|telegram)\.me/{_NAMES}"
    rf"|(?:wa\.me/|api\.whatsapp\.com/send\?phone=)\+?[0-9]{{8,15}}|strava\.com/athletes/{_NAMES}"
    rf"|reddit\.com/(?:u|user)/{_NAMES}|bsky\.app/profile/{_NAMES}|xing\.com/profile/{_NAMES}"
    rf"|discord\.com/users/[0-9]{{15,20}}"
)
_URL = rf"{_SITE}(?:{_PAGES})"
_DEVELOPER = rf"(?:https?://)?(?:www\.)?(?:github|gitlab)\.com/{_NAMES}/?"
_HANDLE = r"@[0-9A-Za-z_](?:[0-9A-Za-z_.]{1,28}[0-9A-Za-z_])"
_FEDERATED = rf"{_HANDLE}@(?:[0-9A-Za-z\-]{{1,40}}\.)+[a-z]{{2,12}}"

_OWN_PAGES = frozenset({
    "about", "accounts", "ads", "blog", "business", "company", "contact", "developers", "directory", "download",
    "events", "explore", "features", "feed", "gaming", "groups", "hashtag", "help", "home", "i", "intent", "jobs",
    "legal", "login", "marketplace", "marketing", "messages", "notifications", "oauth", "orgs", "p", "pages",
    "policies", "pricing", "privacy", "public", "reel", "reels", "school", "search", "settings", "share", "share.php",
    "sharer", "sharer.php", "shop", "signup", "status", "support", "terms", "topics", "tos", "tr", "trending",
    "watch", "watchlist",
})  # fmt: skip
_IS_URL = re.compile(f"{_URL}/?|{_DEVELOPER}", re.IGNORECASE)
_IS_HANDLE = re.compile(rf"{_HANDLE}|{_FEDERATED}")
_IS_NAME = re.compile(r"[0-9a-z_][0-9a-z_.]{2,30}")
_KEYWORDS = frozenset({
    "all", "app", "author", "charset", "click", "class", "component", "csrf", "dataclass", "deprecated", "directive",
    "else", "endif", "everyone", "extends", "font", "foreach", "here", "if", "import", "include", "input", "media",
    "overload", "override", "page", "param", "property", "return", "see", "section", "since", "staticmethod", "test",
    "throws", "todo", "types", "version", "yield",
})  # fmt: skip


def is_valid(text: str) -> bool:
    """Whether a written form is a person's page or name on a platform.

    >>> is_valid("https://www.linkedin.com/in/sanne-de-wit"), is_valid("@donkere_wolf")
    (True, True)
    >>> is_valid("linkedin.com/company/acme"), is_valid("facebook.com/sharer.php"), is_valid("@media")
    (False, False, False)
    """
    name = plain(text).strip()
    if name.startswith("@"):
        return bool(_IS_HANDLE.fullmatch(name)) and name[1:].lower() not in _KEYWORDS
    match = _IS_URL.fullmatch(name)
    last = re.split(r"[/@]", name.rstrip("/"))[-1].lower()
    return bool(match) and last not in _OWN_PAGES


def _is_named(text: str) -> bool:
    """Whether a form is a profile, or a bare name such as stands behind "insta:"."""
    return is_valid(text) or (bool(_IS_NAME.fullmatch(text)) and text not in _OWN_PAGES)


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    if "/" in text:
        return (("address of a profile", 6.0),)
    return (("name and server", 5.0),) if "@" in text[1:] else ()


RECOGNIZER = Recognizer(
    entity="SOCIAL_PROFILE",
    forms=(
        Pattern(_URL, ignore_case=True, left=r"0-9A-Za-z_@.\-", right="0-9A-Za-z_"),
        Pattern(rf"{_FEDERATED}|{_HANDLE}|(?i:{_DEVELOPER})", left=r"0-9A-Za-z_@./\-", right=r"0-9A-Za-z_@/\-("),
        Pattern(
            r"(?i:insta(?:gram)?|snap(?:chat)?|tiktok|twitter|telegram|discord|linkedin)(?i:naam|name| account)?"
            r"[ \t]?:[ \t]{0,3}(?P<value>@?[0-9a-z_][0-9a-z_.]{2,30})[ \t]{0,3}(?:[,;|)\r\n]|$)",
            right="",
            prior=4.0,
            labelled=True,
        ),
    ),
    check=_is_named,
    prior=-2.0,
    context=(
        "instagram",
        "insta",
        "twitter",
        "tiktok",
        "snapchat",
        "snap",
        "facebook",
        "linkedin",
        "mastodon",
        "telegram",
        "youtube",
        "discord",
        "threads",
        "strava",
        "bluesky",
        "social media",
        "socials",
        "volg mij",
        "volg me",
    ),
    label_weight=5.0,
    negative_weight=-1.0,
    adjust=_adjust,
    examples=(
        "berichten van het account facebook.com/stefan.dewolf.77",
        "daarna van @donkere_wolf op Instagram.",
        "https://www.linkedin.com/in/sanne-de-wit/",
        "tiktok.com/@sannedewit",
        "Insta: sanne.de.wit",
        "Mastodon: @sanne@mastodon.nl",
    ),
    counterexamples=(
        "npm install @types/node",
        "linkedin.com/company/acme",
        "https://github.com/acme/website",
        "https://www.facebook.com/sharer.php",
        "from dataclasses import dataclass\n@dataclass\nclass A:",
        "Volg ons op Facebook en Instagram.",
    ),
)
