"""Documents that only another document links to ("see our cookie policy"): followed and read, or told as broken."""

import pytest
from scanning import Scan, scan

from scanner.demo.server import Farm

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hazel(website: Farm, tmp_path_factory: pytest.TempPathFactory) -> Scan:
    """A site whose privacy policy alone leads to its cookie policy, and to a notice that is gone."""
    return scan(website, tmp_path_factory.mktemp("scan"), "www.hazel.test")


def test_what_a_policy_refers_to_is_read(hazel: Scan) -> None:
    documents = {document.url: document for document in hazel.result.documents}
    assert "uses cookies of Hotjar" in documents["https://www.hazel.test/on-your-device"].text
    stated = {claim.practice for claim in documents["https://www.hazel.test/on-your-device"].claims}
    assert {"vendor:hotjar", "cookies.used"} <= stated


def test_what_a_policy_refers_to_and_is_gone_is_told(hazel: Scan) -> None:
    broken = [finding for finding in hazel.result.findings if finding.check == "policy-page-broken"]
    assert [finding.subject for finding in broken] == ["https://www.hazel.test/keeping"]
