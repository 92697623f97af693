"""Visitors who choose follow the baseline beside it: the same pages, in the same order, never ahead."""

from spiders.policy_links import WELL_KNOWN_PATHS
from spiders.route import Route
from spiders.stop import GUESSED, Stop

HOME = Stop("https://a.test/", "home")
POLICY = Stop("https://a.test/privatums", "policy", "link")
PAGE = Stop("https://a.test/kontakti", "page")
GUESS = Stop(f"https://a.test{WELL_KNOWN_PATHS[0]}", "policy", GUESSED)


def test_the_first_page_is_loaded_afresh_after_every_step_and_nobody_gets_ahead() -> None:
    route = Route()
    route.add(HOME)
    route.begin("withdraw", loads=2)
    assert [route.next("withdraw") for _ in range(4)] == [HOME, HOME, HOME, None]
    assert list(route.waiting()) == ["withdraw"]
    assert list(route.waiting()) == []
    for stop in (POLICY, GUESS, PAGE):
        route.add(stop)
    assert [route.next("withdraw") for _ in range(3)] == [POLICY, PAGE, None]


def test_the_other_device_sees_the_first_page_alone() -> None:
    route = Route()
    route.add(HOME)
    route.add(PAGE)
    route.begin("device", loads=1, only_first=True)
    assert [route.next("device"), route.next("device")] == [HOME, None]
    assert list(route.waiting()) == []


def test_a_page_at_which_a_browser_died_comes_after_all_others() -> None:
    route = Route()
    for stop in (HOME, POLICY, PAGE):
        route.add(stop)
    route.begin("accept", loads=1, last=(POLICY,))
    assert [route.next("accept") for _ in range(4)] == [HOME, HOME, PAGE, None]
    route.complete = True
    assert [route.next("accept"), route.next("accept")] == [POLICY, None]


def test_nobody_follows_where_the_baseline_may_not_go() -> None:
    route = Route()
    for stop in (HOME, POLICY, PAGE):
        route.add(stop)
    route.begin("reject", loads=0)
    route.drop(POLICY)
    assert [route.next("reject") for _ in range(3)] == [HOME, PAGE, None]


def test_nobody_follows_before_there_is_a_way() -> None:
    route = Route()
    route.begin("reject", loads=1)
    assert route.next("reject") is None
    assert not route.begun("accept")
