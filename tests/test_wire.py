"""What is kept of headers as they went over the wire."""

from spiders.collectors import wire


def test_of_a_request_the_tag_that_came_back_the_referrer_and_the_cookies_that_went() -> None:
    extra = {
        "headers": {"If-None-Match": '"tag"', "Referer": "https://a.test/", "Accept": "*/*"},
        "associatedCookies": [
            {"cookie": {"name": "sent"}, "blockedReasons": []},
            {"cookie": {"name": "held back"}, "blockedReasons": ["SameSiteLax"]},
        ],
    }
    assert wire.sent(extra) == wire.Sent('"tag"', "https://a.test/", ["sent"])


def test_of_a_response_the_cookies_it_set_and_those_refused() -> None:
    extra = {
        "headers": {"set-cookie": "a=1\nb=2; Secure", "Server": "x"},
        "blockedCookies": [{"cookieLine": "c=3", "blockedReasons": ["SecureOnly", "UserPreferences"]}],
    }
    assert wire.received(extra) == wire.Received(["a=1", "b=2; Secure"], [("c=3", "SecureOnly, UserPreferences")])


def test_nothing_told_is_nothing_kept() -> None:
    assert wire.sent({}) == wire.Sent(None, None, [])
    assert wire.received({"headers": {}}) == wire.Received([], [])
