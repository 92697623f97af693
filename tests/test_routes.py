"""Where a visitor goes: policies are found in every language, pages are chosen for variety, nothing is set off."""

import pytest

from spiders import pages, policy_links
from spiders.policy_links import Link

HOME = "https://example.test/"


def own(url: str) -> bool:
    """The site of these tests."""
    return url.startswith(HOME)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Privātuma politika", "/p/17"),
        ("PRIVĀTUMA POLITIKA", "/p/17"),
        ("Privatuma politika", "/p/17"),
        ("Personas datu apstrāde", "/p/17"),
        ("Privacy Policy", "/p/17"),
        ("Политика конфиденциальности", "/p/17"),
        ("Privatumo politika", "/p/17"),
        ("Privaatsuspoliitika", "/p/17"),
        ("Datenschutzerklärung", "/p/17"),
        ("Vairāk", "/privatuma-politika"),
        ("More", "/legal/privacy-policy.html"),
    ],
)
def test_privacy_policies_are_found(text: str, path: str) -> None:
    found = policy_links.find([Link(text, f"{HOME.rstrip('/')}{path}", "footer")], HOME)
    assert [one.kinds for one in found] == [("privacy_policy",)]


@pytest.mark.parametrize("text", ["Sīkdatņu politika", "Cookie policy", "Slapukų politika", "Küpsised", "Cookies"])
def test_cookie_policies_are_found(text: str) -> None:
    found = policy_links.find([Link(text, f"{HOME}x")], HOME)
    assert [one.kinds for one in found] == [("cookie_policy",)]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Kontakti", f"{HOME}kontakti"),
        ("Lietošanas noteikumi", f"{HOME}noteikumi"),
        ("Privātuma politika", "mailto:a@example.test"),
        ("Privātuma politika", HOME),
        ("Privātuma politika", f"{HOME}banner.png"),
        ("Privacy policy of Google", "https://policies.google.test/privacy"),
    ],
)
def test_other_links_are_not_policies(text: str, url: str) -> None:
    assert policy_links.find([Link(text, url, "body")], HOME) == []


def test_a_policy_on_another_site_counts_where_the_footer_links_it() -> None:
    url = "https://group.test/privacy"
    assert [one.url for one in policy_links.find([Link("Privacy policy", url, "footer")], HOME)] == [url]


def test_privacy_goes_before_cookies_and_an_address_counts_once() -> None:
    links = [
        Link("Sīkdatņu politika", f"{HOME}sikdatnes", "footer"),
        Link("Privātuma politika", f"{HOME}privatums", "body"),
        Link("Privātuma politika", f"{HOME}privatums#b", "footer"),
    ]
    found = policy_links.find(links, HOME)
    assert [(one.url, one.place) for one in found] == [(f"{HOME}privatums", "footer"), (f"{HOME}sikdatnes", "footer")]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Iziet", "konts"),
        ("Logout", "account"),
        ("Delete", "item/1"),
        ("Konts", "logout"),
        ("Grozs", "cart?add=17"),
        ("Skatīt", "page?action=remove"),
        ("Cenrādis", "cenas.pdf"),
        ("Lejupielādēt", "fails.ZIP"),
        ("Admin", "wp-admin"),
    ],
)
def test_nothing_is_set_off_or_downloaded(text: str, path: str) -> None:
    assert pages.choose([Link(text, f"{HOME}{path}")], [], home=HOME, limit=5, first_party=own) == []


def test_pages_are_of_different_kinds_preferred_ones_first() -> None:
    links = [Link(f"Prece {n}", f"{HOME}preces/{n}") for n in range(20)]
    links += [Link("Jaunumi", f"{HOME}jaunumi"), Link("Kontakti", f"{HOME}kontakti"), Link("Komanda", f"{HOME}komanda")]
    chosen = pages.choose(links, [], home=HOME, limit=4, first_party=own)
    assert set(chosen[:2]) == {f"{HOME}jaunumi", f"{HOME}kontakti"}
    assert {url.rsplit("/", 1)[0] for url in chosen[2:]} == {HOME.rstrip("/"), f"{HOME}preces"}


def test_links_go_before_the_sitemap_and_the_home_page_is_not_repeated() -> None:
    chosen = pages.choose(
        [Link("Sākums", f"{HOME}?utm_source=x"), Link("Komanda", f"{HOME}komanda")],
        [HOME, f"{HOME}komanda/", f"{HOME}vesture", "https://other.test/"],
        home=HOME,
        limit=5,
        first_party=own,
    )
    assert chosen == [f"{HOME}komanda", f"{HOME}vesture"]


def test_policies_are_not_visited_as_pages() -> None:
    links = [Link("Privātuma politika", f"{HOME}privatums"), Link("Lietošanas noteikumi", f"{HOME}noteikumi")]
    assert pages.choose(links, [], home=HOME, limit=5, first_party=own) == [f"{HOME}noteikumi"]
