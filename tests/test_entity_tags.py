"""An entity tag that is another for every visitor, and comes back to the server, in a real browser."""

import pytest
from scanning import Scan, scan

from scanner.demo.server import Farm

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tags(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """Two pages with two tagged pictures each, as three visitors; without TLS, for what came under a doubtful certificate is not kept."""
    states = ("baseline", "accept", "reject")
    return scan(website, tmp_path_factory.mktemp("tags"), "http://www.tags.test/", "/further", states=states, other_device=False)


def test_the_tag_comes_back_to_the_server(tags: Scan) -> None:
    back = [one.headers["if-none-match"] for one in tags.arrived if one.path == "/own.gif" and "if-none-match" in one.headers]
    assert len(set(back)) == 3
    assert {one.status for one in tags.arrived if one.path == "/own.gif"} == {200, 304}


def test_the_one_that_tells_visitors_apart_is_an_identifier(tags: Scan) -> None:
    (found,) = tags.result.cache_identifiers
    assert (found.url, found.tag_length) == ("http://pixel.tagger.test/own.gif", 24)
    assert sorted(found.states) == ["accept", "baseline", "reject"]
