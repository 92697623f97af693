"""Which script stands behind a stack, whatever it calls itself."""

import pytest

from spiders import stacks

PAGE, SCRIPT = "https://shop.test/", "https://cdn.test/a.js"


@pytest.mark.parametrize(
    ("stack", "script"),
    [
        ("Error\n    at set (https://cdn.test/a.js:1:2)\n    at https://shop.test/:3:4", SCRIPT),
        ("Error\n    at set (webpack-internal:///./own.js:1:2)\n    at eval (https://cdn.test/a.js:3:4)", SCRIPT),
        ("Error\n    at shop-js-after:1:2", PAGE),
        ("Error\n    at https://[name]/made-up.js:1:2", PAGE),
        ("Error\n    at data:text/javascript,keep():1:2\n    at https://shop.test/:3:4", PAGE),
        ("Error\n    at keep (blob:https://shop.test/5f0c:1:2)\n    at run (https://cdn.test/a.js:3:4)", SCRIPT),
    ],
)
def test_the_innermost_frame_with_an_address_else_the_document(stack: str, script: str) -> None:
    assert stacks.script(stack, PAGE) == script


def test_a_worker_made_on_the_spot_is_the_sites_that_made_it() -> None:
    assert stacks.script("Error\n    at blob:https://shop.test/5f0c:1:2", "blob:https://shop.test/5f0c") == PAGE


def test_where_no_document_of_the_web_is_known_nobody_is_named() -> None:
    assert stacks.script("Error\n    at shop-js-after:1:2", "about:srcdoc") is None


@pytest.mark.parametrize(
    ("names", "url", "chain"),
    [
        ([SCRIPT, PAGE], SCRIPT, (SCRIPT, PAGE)),
        (["webpack-internal:///./own.js", SCRIPT], SCRIPT, (SCRIPT,)),
        (["shop-js-after"], PAGE, ()),
        (["https://[name]/made-up.js"], PAGE, ()),
        (["data:text/javascript,ask()", PAGE], PAGE, (PAGE,)),
        (["blob:https://shop.test/5f0c"], PAGE, ()),
        ([""], None, ()),
    ],
)
def test_who_asked_is_told_by_addresses_alone(names: list[str], url: str | None, chain: tuple[str, ...]) -> None:
    frames = [{"url": name, "lineNumber": 4} for name in names]
    asked = stacks.initiator({"type": "script", "stack": {"callFrames": frames}}, PAGE)
    assert (asked.url, asked.chain, asked.kind) == (url, chain, "script")
