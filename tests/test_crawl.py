"""Which pages are visited, which documents are read, and what is said of a site that shows nothing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from scanning import Scan, beside_each_other, scan

from scanner.demo.server import Farm
from spiders import policy_links

pytestmark = pytest.mark.browser

UNUSABLE = {
    "www.moved.test": "leads to another site, elsewhere.test",
    "www.wall.test": "HTTP status 403",
    "www.challenge.test": "check for robots",
    "www.fallen.test": "HTTP status 500",
    "www.blank.test": "empty page",
    "www.paper.test": "not a web page but application/pdf",
    "www.locked.test": "asks for a user name and a password",
    "www.circle.test": "redirects in a circle",
    "www.silent.test": "did not answer in time",
    "www.garbled.test": "empty page",
}


@pytest.fixture(scope="module")
def scans(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scan]:
    """All scans of this file, run beside each other; those of whole sites first, for they take longest."""

    def at(host: str, *page_urls: str, **more: object) -> Callable[[], Scan]:
        return partial(scan, website, tmp_path_factory.mktemp("scan"), host, *page_urls, **more)

    further = ("/catalogue.zip", "/private/papers", "/away", "/nothing", "/broken", "/list?contact", "/list?checkout")
    return beside_each_other(
        {
            "meadow": at("www.meadow.test", *further, pages=8),
            "alder": at("www.alder.test"),
            "no robots": at("www.meadow.test", "/private/papers", pages=1, robots=False),
            **{host: at(host, timeout_s=4.0) for host in UNUSABLE},
        }
    )


@pytest.fixture(scope="module")
def meadow(scans: dict[str, Scan]) -> Scan:
    """A site with a sitemap, rules for robots and links that must not be followed."""
    return scans["meadow"]


@pytest.fixture(scope="module")
def alder(scans: dict[str, Scan]) -> Scan:
    """A site whose policies are a PDF, put in by script, folded away, on another site, and gone."""
    return scans["alder"]


def test_preferred_pages_come_first_then_one_of_each_pattern_then_the_sitemap(meadow: Scan) -> None:
    assert meadow.result.complete
    chosen = meadow.visited()[-6:]
    assert chosen == ["/contact", "/checkout", "/goods/1", "/story-12", "/far/down/the/road", "/only-in-the-sitemap"]


@pytest.mark.parametrize("path", ["/logout", "/leave-now", "/account/delete/5", "/basket"])
def test_nothing_that_acts_is_ever_asked_for(meadow: Scan, path: str) -> None:
    assert [one for one in meadow.arrived if one.path == path] == []
    assert [one for one in meadow.arrived if "action" in one.query or "add" in one.query] == []


def test_sitemaps_of_an_index_are_read_under_our_own_name(meadow: Scan) -> None:
    own = {
        one.path
        for one in meadow.arrived
        if one.headers.get("user-agent", "").startswith("privacydiff/") and one.host == "www.meadow.test"
        if one.scheme == "https"  # http:// is asked once where it leads
    }
    assert own == {"/robots.txt", "/sitemap_index.xml", "/sitemap-pages.xml"}


def test_pages_that_differ_only_in_a_bare_query_are_two_pages(meadow: Scan) -> None:
    assert {"/list?contact", "/list?checkout"} <= set(meadow.visited())


def test_robots_txt_is_asked_for_once(alder: Scan) -> None:
    assert [one.path for one in alder.arrived if one.host == "www.alder.test"].count("/robots.txt") == 1


def test_the_first_page_does_not_wait_for_the_sitemaps(meadow: Scan) -> None:
    times = {one.path: one.time for one in meadow.arrived if one.host == "www.meadow.test" and one.path != "/"}
    home = next(one.time for one in meadow.arrived if one.host == "www.meadow.test" and one.path == "/")
    assert home < times["/sitemap-pages.xml"] < times["/only-in-the-sitemap"]


def test_robots_rules_are_obeyed_unless_told_otherwise(meadow: Scan, scans: dict[str, Scan]) -> None:
    assert "robots.txt does not allow it" in meadow.why("visit", "/private/papers")
    assert "/private/papers" not in meadow.visited()
    assert scans["no robots"].visited() == ["/", "/private/papers"]
    assert scans["no robots"].why("visit") == ""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/catalogue.zip", "download, not a page"),
        ("/nothing", "HTTP status 404"),
        ("/broken", "closed the connection without an answer"),
    ],
)
def test_pages_that_do_not_load_are_told_with_the_reason(meadow: Scan, path: str, words: str) -> None:
    assert words in meadow.why("visit", path)
    assert not meadow.visit(path).loaded


def test_policies_of_another_site_an_address_leads_to_are_not_this_sites(meadow: Scan) -> None:
    assert meadow.visit("/away").final_url == "https://elsewhere.test/"
    assert {link.url for link in meadow.result.policy_links} == {"https://www.meadow.test/privacy-policy"}
    assert "policy-page-broken" not in {finding.check for finding in meadow.result.findings}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.alder.test/privatuma-politika.pdf", "izmantojam Facebook Pixel"),
        ("https://www.alder.test/sikdatnu-politika", "lietojam Google Analytics"),
        ("https://www.alder.test/en/privacy", "on the use of this site with Hotjar"),
        ("https://papers.alder-group.test/privacy", "IP address for ninety days"),
    ],
)
def test_every_policy_is_read(alder: Scan, url: str, words: str) -> None:
    document = next(document for document in alder.result.documents if document.url == url)
    assert words in document.text
    link = next(link for link in alder.result.policy_links if link.url == url)
    assert (link.status, link.place) == (200, "footer")


def test_services_named_in_each_kind_of_document_are_known(alder: Scan) -> None:
    named = {flow.service for flow in alder.result.flows if flow.disclosure == "stale"}
    assert {"meta-pixel", "google-analytics", "hotjar"} <= named


def test_a_broken_policy_link_is_told(alder: Scan) -> None:
    link = next(link for link in alder.result.policy_links if link.url.endswith("/personas-datu-apstrade"))
    assert link.status == 404
    (finding,) = [finding for finding in alder.result.findings if finding.check == "policy-page-broken"]
    assert "personas-datu-apstrade" in finding.subject


def test_a_pdf_costs_no_waiting(alder: Scan) -> None:
    assert alder.visit("/privatuma-politika.pdf").duration_ms < 8000
    (names,) = alder.result.failures
    assert names.what == "aliases"  # through a proxy no name is looked up


@pytest.mark.parametrize(("host", "words"), UNUSABLE.items())
def test_a_start_page_that_shows_no_site(scans: dict[str, Scan], host: str, words: str) -> None:
    result = scans[host].result
    assert words in (result.reason or "")
    assert not result.complete
    assert not result.visits[0].loaded
    assert len(result.visits) == 1
    assert {outcome.outcome for outcome in result.checks} == {"not-assessed"}
    assert result.findings == ()


def test_a_site_that_cannot_be_seen_leaves_its_reports(scans: dict[str, Scan]) -> None:
    written: list[Path] = [scans["www.wall.test"].folder / name for name in ("result.json", "report.html")]
    assert all(file.stat().st_size > 500 for file in written)
    assert "HTTP status 403" in written[1].read_text(encoding="utf-8")


def test_a_fault_of_the_program_does_not_pass_for_the_end_of_the_site(
    website: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(policy_links, "find", broken)
    with pytest.raises(ZeroDivisionError):
        scan(website, tmp_path, "elsewhere.test")
