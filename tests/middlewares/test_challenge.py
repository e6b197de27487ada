from __future__ import annotations

import pytest

from newscrawl.deadline import deadline
from newscrawl.middlewares.challenge import challenge


def page(title: str, more: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{more}</head></html>".encode()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"cf-mitigated": "challenge"}, b""),
        ({"x-amzn-waf-action": "captcha"}, b"<html>"),
        ({}, page("Just a moment...")),
        ({}, page("Just a moment…")),
        ({}, page("\n  Attention Required! |  Cloudflare ")),
        ({}, page("DDOS-GUARD")),
        ({}, page("You are being redirected...")),
    ],
)
def test_challenges(headers: dict[str, str], body: bytes) -> None:
    assert challenge(headers, body)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b""),
        ({}, page("Just a moment... – The Courier")),
        ({}, page("One moment, please: how a clerk held up the tram")),
        ({}, page("Valley bridge closes", '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>')),
        ({}, page("Just a moment...", "x" * 200_000)),
        ({"cf-mitigated": "no"}, page("News")),
        ({"server": "cloudflare"}, page("News")),
    ],
)
def test_pages_of_the_site(headers: dict[str, str], body: bytes) -> None:
    assert challenge(headers, body) is None


def test_titles_without_end_cost_nothing() -> None:
    with deadline(30):  # one that tries again takes hours
        for _ in range(100):
            assert challenge({}, b"<title" * 15_000) is None
            assert challenge({}, b"<title>" + b"a" * 90_000) is None
