from __future__ import annotations

from datetime import date

import pytest

from newscrawl.spiders.arguments import SOURCES, BadArgumentError, read_arguments


def test_nothing_given_is_the_demo() -> None:
    arguments = read_arguments()
    assert arguments.profile.name == "demo"
    assert arguments.discovery == SOURCES
    assert arguments.auto
    assert (arguments.since, arguments.limit, arguments.given) == (None, None, {})


def test_everything_given() -> None:
    given = {
        "site": "https://news.example/en/",
        "discovery": "feed, rest,feed",
        "since": "2021-09-24",
        "limit": "10",
        "timezone": "Asia/Kabul",
        "fetch": "pages",
    }
    arguments = read_arguments(**given)
    assert arguments.profile.base_url == "https://news.example/en/"
    assert arguments.profile.name == "news.example_en"
    assert arguments.profile.timezone == "Asia/Kabul"
    assert (arguments.discovery, arguments.auto) == (("feed", "rest"), False)
    assert (arguments.since, arguments.limit) == (date(2021, 9, 24), 10)
    assert arguments.given == given


@pytest.mark.parametrize(
    "given", [{}, {"discovery": "rest"}, {"discovery": "sitemap,feed"}, {"discovery": "sitemap", "numbers": "1-9"}]
)
def test_the_api_needs_numbers_to_ask_for(given: dict[str, str]) -> None:
    assert read_arguments(fetch="api", **given).fetch == "api"


def test_what_a_newsletter_adds_to_an_address_is_dropped() -> None:
    assert read_arguments(site="https://news.example/?utm_source=x#top").profile.base_url == "https://news.example/"


def test_a_scheduler_may_pass_names_of_its_own() -> None:
    assert read_arguments(_job="6487ec79947edab326d6db28a2d86511").given == {}


@pytest.mark.parametrize(
    ("given", "named", "takes"),
    [
        ({"limit": "x"}, "limit", "whole number"),
        ({"limit": "0"}, "limit", "whole number"),
        ({"limit": "-3"}, "limit", "whole number"),
        ({"limit": "1e3"}, "limit", "whole number"),
        ({"limit": "٣"}, "limit", "whole number"),
        ({"since": "soon"}, "since", "2021-09-24"),
        ({"since": "2021-13-01"}, "since", "2021-09-24"),
        ({"discovery": "rest,psychic"}, "discovery", "rest, sitemap, feed, archive"),
        ({"discovery": ""}, "discovery", "auto"),
        ({"timezone": "Asia/Atlantis"}, "timezone", "IANA"),
        ({"timezone": "../../etc/passwd"}, "timezone", "IANA"),
        ({"site": "nowhere"}, "site", "demo"),
        ({"site": "news.example"}, "site", "https://news.example/"),
        ({"site": "ftp://news.example/"}, "site", "http"),
        ({"site": "file:///etc/passwd"}, "site", "http"),
        ({"site": "https://"}, "site", "http"),
        ({"site": "https://[::1"}, "site", "IPv6"),
        ({"site": "https://news.example:99999/"}, "site", "ort"),
        ({"site": "https://me:secret@news.example/"}, "site", "password"),
        ({"site": ""}, "site", "demo"),
        ({"site": "https://news.example/2021/09/a-post/"}, "site", "such as https://news.example/; scrapy extract"),
        ({"site": "https://news.example/feed/"}, "site", "such as https://news.example/"),
        ({"site": "https://news.example/?lang=fa"}, "site", "?lang=fa"),
        ({"fetch": "carrier pigeon"}, "fetch", "pages or api"),
        ({"fetch": "api", "discovery": "sitemap,archive"}, "fetch", "add rest"),
        ({"lmit": "3"}, "lmit", "limit"),
    ],
)
def test_a_bad_argument_is_named_in_one_line(given: dict[str, str], named: str, takes: str) -> None:
    with pytest.raises(BadArgumentError) as caught:
        read_arguments(**given)
    message = str(caught.value)
    assert f"argument {named!r}" in message
    assert takes in message
    assert "\n" not in message
    assert "secret" not in message
