"""Profiel op social media: the address of a person's page, or the name under which a person goes there.

Form: linkedin.com/in/..., facebook.com/..., instagram.com/..., x.com/..., tiktok.com/@..., wa.me/31..., and so on, with
or without https:// and www.; @name where a platform is named nearby; a bare name behind "insta:" or in a column of such
names; @name@server, server/@name on Mastodon, name.bsky.social. Pages of companies (/company/, /pages/) and a
platform's own are nobody's profile; of the address of a post only the name counts.

Worth of the check: an address is strong; @name alone is also a package, a decorator or a mention and needs a platform.

Source: the platforms' own address schemes.
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_NAME = r"[0-9A-Za-zÀ-ÿ_.\-%]{1,60}[0-9A-Za-zÀ-ÿ_%]"
_PAGES = (
    rf"linkedin\.com/(?:in|pub)/{_NAME}|facebook\.com/(?:profile\.php\?id=[0-9]{{5,20}}|people/{_NAME}/[0-9]{{5,20}})"
    rf"|(?:facebook\.com|fb\.com|fb\.me|instagram\.com|x\.com|twitter\.com|twitch\.tv|pinterest\.(?:com|nl)|vk\.com"
    rf"|soundcloud\.com|t\.me|telegram\.me|dribbble\.com|behance\.net|linktr\.ee|about\.me|vimeo\.com)/{_NAME}"
    rf"|(?:tiktok|youtube|threads|medium|snapchat)\.(?:com|net)/@{_NAME}|youtube\.com/(?:user|c)/{_NAME}"
    rf"|snapchat\.com/add/{_NAME}|instagram\.com/stories/{_NAME}|steamcommunity\.com/(?:id|profiles)/{_NAME}"
    rf"|(?:wa\.me/|api\.whatsapp\.com/send\?phone=)\+?[0-9]{{8,15}}|strava\.com/athletes/{_NAME}"
    rf"|reddit\.com/(?:u|user)/{_NAME}|bsky\.app/profile/{_NAME}|xing\.com/profile/{_NAME}"
    rf"|(?:spotify\.com|last\.fm)/user/{_NAME}|flickr\.com/(?:photos|people)/{_NAME}|(?:vinted\.nl/member|marktplaats\.nl/u)/{_NAME}"
    rf"|discord\.com/users/[0-9]{{15,20}}"
)
_URL = rf"(?:https?://)?(?:[a-z]{{1,3}}(?:-[a-z]{{2}})?\.|www\.|mobile\.|open\.)?(?:{_PAGES})"
_SITES = (
    r"(?:linkedin|facebook|instagram|twitter|pinterest|tiktok|youtube|threads|medium|snapchat|soundcloud|telegram|twitch"
    r"|dribbble|behance|linktr|vimeo|steamcommunity|api\.whatsapp|strava|reddit|bsky|xing|spotify|flickr|vinted|marktplaats|discord"
    r"|\b(?:fb|x|vk|t|wa|about|last))\.(?:com|net|tv|nl|me|ee|app|fm)/[0-9A-Za-zÀ-ÿ@+%_.\-]"
)
_DEVELOPER = rf"(?:https?://)?(?:www\.)?(?:github|gitlab)\.com/{_NAME}/?"
_HANDLE = r"@[0-9A-Za-z_](?:[0-9A-Za-z_.]{1,28}[0-9A-Za-z_])"
_SERVER = r"(?:[0-9A-Za-z][0-9A-Za-z\-]{0,40}\.){1,4}[a-z]{2,12}"
_FEDERATED = rf"{_HANDLE}@{_SERVER}"
_ON_SERVER = rf"https?://{_SERVER}/@[0-9A-Za-z_]{{2,30}}"
_SKY = r"@?[0-9A-Za-z][0-9A-Za-z\-]{1,40}\.bsky\.social"
_PLATFORM = (
    r"(?:insta(?:gram)?|snap(?:chat)?|tiktok|twitter|telegram|discord|linkedin|facebook|mastodon|skype|strava|threads"
    r"|bluesky|youtube|reddit|social media|volg (?:mij|me|haar|hem))"
)
_NAMED = rf"(?i:{_PLATFORM}(?:naam|name|[ \-]?account|[ \-]?profiel)?)[\"']?(?:[ \t]?[:=]|>)[ \t]{{0,3}}[\"']?"
_CALLED = rf"(?i:{_PLATFORM}(?:[ \-]?account|[ \-]?naam)?)(?:,| is| =)? "
_BARE = (
    r"(?:@?[0-9A-Za-z_][0-9A-Za-z_.\-]{1,28}[0-9A-Za-z_](?:#[0-9]{4})?|live:[0-9A-Za-z_.]{3,30}|u/[0-9A-Za-z_\-]{3,20})"
)
_TELLING = (
    r"[a-z][a-z]{2,20}(?:[._\-]{1,2}[a-z0-9_]{1,20}|[0-9]{1,6}|#[0-9]{4})(?:[a-z0-9_.]{0,10}[a-z0-9_])?(?:#[0-9]{4})?"
)
"""A name that is no word: with a digit or a sign in it."""

_OWN_PAGES = frozenset({
    "about", "accounts", "ads", "blog", "business", "company", "contact", "developers", "dialog", "directory",
    "download", "events", "explore", "features", "feed", "gaming", "groups", "hashtag", "help", "home", "i", "in",
    "intent", "jobs", "joinchat", "legal", "login", "login.php", "marketplace", "marketing", "messages",
    "notifications", "oauth", "orgs", "p", "pages", "people", "permalink.php", "pg", "photo", "photo.php", "pin",
    "plugins", "policies", "posts", "pricing", "privacy", "profile", "profile.php", "public", "reel", "reels",
    "school", "search", "settings", "share", "share.php", "sharer", "sharer.php", "shop", "signup", "status",
    "stories", "story.php", "support", "terms", "topics", "tos", "tr", "trending", "tv", "user", "video", "videos",
    "watch", "watchlist",
})  # fmt: skip
_IS_URL = re.compile(f"{_URL}/?|{_DEVELOPER}|{_ON_SERVER}|{_SKY}", re.IGNORECASE)
_IS_HANDLE = re.compile(rf"{_HANDLE}|{_FEDERATED}|{_SKY}")
_IS_NAME = re.compile(_BARE)
_KEYWORDS = frozenset({
    "all", "app", "author", "charset", "click", "class", "component", "csrf", "dataclass", "deprecated", "directive",
    "else", "endif", "everyone", "extends", "font", "foreach", "here", "if", "import", "include", "input", "media",
    "overload", "override", "page", "param", "property", "return", "section", "see", "since", "staticmethod", "test",
    "throws", "todo", "types", "version", "yield",
})  # fmt: skip
_NO_NAME = frozenset({
    "actief", "active", "app", "begrijp", "bekijk", "bericht", "berichten", "campagne", "dat", "de", "een", "false",
    "gast", "geblokkeerd", "gedeeld", "geen", "gratis", "groep", "hack", "het", "hier", "inactief", "ja", "klik",
    "leeg", "likes", "link", "marketing", "n.v.t", "nee", "niet", "no", "none", "null", "nvt", "offline", "onbekend",
    "online", "open", "openbaar", "pagina", "post", "posts", "prive", "server", "story", "true", "undefined",
    "verwijderd", "via", "video", "volgers", "volgt", "wel", "yes", "zie",
})  # fmt: skip
_GROUPS = frozenset({
    "allemaal", "allen", "bestuur", "channel", "collega", "collega's", "directie", "hr", "iedereen", "management",
    "marketing", "redactie", "sales", "support", "team",
})  # fmt: skip
"""Whom a message calls upon, all of them together."""
_DOMAIN = re.compile(r"www\..*|[0-9a-z\-]+\.(?:nl|com|org|net|be|eu|jpg|png|pdf)", re.IGNORECASE)


def is_valid(text: str) -> bool:
    """Whether a written form is a person's page or name on a platform.

    >>> is_valid("https://www.linkedin.com/in/sanne-de-wit"), is_valid("@donkere_wolf")
    (True, True)
    >>> is_valid("linkedin.com/company/acme"), is_valid("facebook.com/sharer.php"), is_valid("@media")
    (False, False, False)
    """
    name = plain(text).strip()
    if name.startswith("@"):
        return bool(_IS_HANDLE.fullmatch(name)) and name[1:].lower() not in _KEYWORDS | _GROUPS
    match = _IS_URL.fullmatch(name)
    last = re.split(r"[/@]", name.rstrip("/"))[-1].lower()
    return bool(match) and last not in _OWN_PAGES


def _is_named(text: str) -> bool:
    """Whether a form is a profile, or a bare name such as stands behind "insta:"."""
    name = plain(text).strip()
    if is_valid(name):
        return True
    is_name = bool(_IS_NAME.fullmatch(name)) and not _DOMAIN.fullmatch(name) and not name.startswith("@")
    return is_name and name.lower() not in _OWN_PAGES | _NO_NAME and not name.isdigit()


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("word", -1.5),) if text.startswith("@") and text[1:].isalpha() else ()


RECOGNIZER = Recognizer(
    entity="SOCIAL_PROFILE",
    whole_cell=True,
    forms=(
        Pattern(
            _URL,
            ignore_case=True,
            left=r"0-9A-Za-z_@.\-",
            right="0-9A-Za-z_",
            prior=6.0,
            anchor=_SITES,
            reach=100,
        ),
        Pattern(
            rf"{_DEVELOPER}|{_ON_SERVER}",
            ignore_case=True,
            left=r"0-9A-Za-z_@./\-",
            right=r"0-9A-Za-z_@/\-(",
            prior=6.0,
            anchor=r"\b(?:github|gitlab)\.com/[0-9A-Za-zÀ-ÿ_.%\-]|[a-z]/@[0-9a-z_]",
            reach=240,
        ),
        Pattern(
            f"{_FEDERATED}|{_SKY}",
            left=r"0-9A-Za-z_@./\-",
            right=r"0-9A-Za-z_@/\-(",
            prior=5.0,
            anchor=r"@[0-9A-Za-z_][0-9A-Za-z_.]{1,29}@[0-9A-Za-z]|\.bsky\.social",
            reach=240,
        ),
        Pattern(_HANDLE, left=r"0-9A-Za-z_@./\-", right=r"0-9A-Za-z_@/\-(", reach=40),
        Pattern(
            rf"(?P<value>{_HANDLE})(?:,? (?:op|via|on) | \()(?:haar |zijn |mijn )?{_PLATFORM}",
            ignore_case=True,
            left=r"0-9A-Za-z_@./\-",
            right="",
            prior=4.0,
            labelled=True,
            anchor=rf"@[0-9A-Za-z_.]{{2,32}}(?:,? (?:op|via|on) | \()(?:haar |zijn |mijn )?{_PLATFORM}",
            reach=4,
        ),
        Pattern(
            r"reddit[^\n]{0,30}[ (](?P<value>u/[0-9A-Za-z_\-]{3,20})",
            ignore_case=True,
            prior=3.0,
            labelled=True,
            anchor=r"[ (]u/[0-9A-Za-z_\-]",
            reach=80,
        ),
        Pattern(
            rf"{_NAMED}(?P<value>{_BARE})[\"']?[ \t]{{0,3}}(?:[,;|)}}<&\r\n]|$)",
            right="",
            prior=4.0,
            labelled=True,
            anchor=f"{_NAMED}[@0-9A-Za-z_]",
            reach=100,
        ),
        Pattern(
            rf"{_CALLED}(?P<value>{_TELLING})",
            right=r"0-9A-Za-z_@/\-(",
            prior=3.0,
            labelled=True,
            anchor=rf"{_CALLED}[a-z]{{3,21}}[._\-0-9#]",
            reach=100,
        ),
        Pattern(
            rf"\b(?:(?:ig|IG|fb|FB)[: ]{{1,2}}|X: ?)(?P<value>{_HANDLE})",
            right=r"0-9A-Za-z_@/\-(",
            prior=4.0,
            labelled=True,
        ),
        Pattern(
            rf"\b(?:ig|IG|fb|FB): ?(?P<value>{_TELLING})",
            right=r"0-9A-Za-z_@/\-(",
            prior=4.0,
            labelled=True,
            anchor=r"\b(?:ig|IG|fb|FB): ?[a-z]{3}",
            reach=80,
        ),
    ),
    check=_is_named,
    prior=-2.0,
    context=(
        "instagram",
        "insta",
        "instagramaccount",
        "twitter",
        "twitteraccount",
        "tiktok",
        "tiktokaccount",
        "snapchat",
        "snap",
        "facebook",
        "facebookaccount",
        "facebookprofiel",
        "linkedin",
        "linkedinprofiel",
        "mastodon",
        "telegram",
        "youtube",
        "discord",
        "threads",
        "strava",
        "bluesky",
        "reddit",
        "social media",
        "sociale media",
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
        "Instagram: geen",
        "Veel reacties op Instagram. @team wie pakt dat op?",
    ),
)
