"""Profiles by their address and by their name; pages of platforms and companies are nobody's."""

from __future__ import annotations

import pytest

import piiscan


def found(text: str, label: str = "") -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text, label=label) if finding.entity == "SOCIAL_PROFILE"]


@pytest.mark.parametrize(
    "profile",
    [
        "https://www.linkedin.com/in/m%C3%A9rveyilmaz",
        "https://m.facebook.com/profile.php?id=100012345678901",
        "https://nl-nl.facebook.com/karin.postma.5",
        "fb.com/sannebakker",
        "https://x.com/sdewit",
        "https://www.snapchat.com/add/sannetje04",
        "https://mastodon.social/@sanne",
        "@sanne@mastodon.nl",
        "sanne.bsky.social",
        "https://github.com/sannedewit",
        "https://www.threads.net/@sannedw",
        "https://open.spotify.com/user/11123456789",
        "https://steamcommunity.com/id/sannedw",
        "https://linktr.ee/sannedw",
    ],
)
def test_an_address_is_enough(profile):
    assert found(f"zie {profile} of bel") == [profile]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mijn insta is @brammetje_padel", ["@brammetje_padel"]),
        ("Snapchat: sannetje-04", ["sannetje-04"]),
        ("snap semmie_15 of Discord karinp#0420", ["semmie_15", "karinp#0420"]),
        ("Berichten van @donkere_wolf op Instagram.", ["@donkere_wolf"]),
        ('{"instagram": "sanne.dw", "twitter": "@sdewit"}', ["sanne.dw", "@sdewit"]),
        ("Skype: live:sanne.dewit", ["live:sanne.dewit"]),
        ("IG @sanne.dw en FB: sanne.dewit.9", ["@sanne.dw", "sanne.dewit.9"]),
        ("Haar twitteraccount @jan_devries", ["@jan_devries"]),
        ("reactie van @pietjebel (Instagram)", ["@pietjebel"]),
    ],
)
def test_a_name_counts_beside_its_platform(text, names):
    assert found(text) == names


def test_a_bare_name_counts_in_a_column_of_names():
    assert found("sanne.dw", label="instagram") == ["sanne.dw"]
    assert found("nee", label="instagram") == []
    assert found("@sdewit", label="naam") == []


@pytest.mark.parametrize(
    "text",
    [
        "https://www.linkedin.com/company/gemeente-voorbeeld",
        "https://www.linkedin.com/jobs/view/12345",
        "https://www.facebook.com/groups/12345",
        "https://www.instagram.com/p/Cabc123/",
        "https://twitter.com/hashtag/breien?src=x",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/embed/abc",
        "https://www.tiktok.com/tag/breien",
        "https://t.me/joinchat/AAAA",
        "https://github.com/acme/website",
        "netflix.com/title/123 en foox.com/naam",
        "Volg ons op Facebook, Instagram en LinkedIn.",
        "Instagram: geen, insta: nvt",
        "Discord: server van de klas",
        "snap je het? LinkedIn training 2024",
        "import x from '@vue/runtime'",
        "@karin kun jij dit oppakken?",
        "@team: de reactie op Instagram valt tegen. Morgen kijkt @karin ernaar.",
        "De reactie op Instagram valt tegen, @marketing pakt dat op.",
    ],
)
def test_what_is_nobodys_is_left(text):
    assert found(text) == []
