"""Pages and articles survive the way between two processes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.messages import (
    PageError,
    pack_article,
    pack_error,
    pack_page,
    pack_profile,
    unpack_article,
    unpack_page,
    unpack_profile,
)
from newscrawl.items import Article, Evidence, PageRole, Raw
from newscrawl.sites.profile import DEFAULT
from newscrawl.sites.registry import profiles

anything = st.text(st.characters(exclude_categories=[]))
names = st.lists(anything, max_size=3)


@given(
    st.builds(
        Article,
        url=anything,
        headline=anything,
        body=anything,
        summary=st.none() | anything,
        authors=names,
        raw=st.builds(Raw, publish=st.none() | anything, number=anything),
        role=st.builds(PageRole, first=st.none() | anything, following=st.just(()) | st.just(((2, "u"), (3, "v")))),
        evidence=st.builds(Evidence, category=st.fixed_dictionaries({"html": names}), date=st.just({"json-ld": "x"})),
    )
)
def test_an_article_comes_out_as_it_went_in(article: Article) -> None:
    assert unpack_article(pack_article(article)) == article


@given(st.binary(), st.none() | st.just("utf-8"), st.none() | st.just("https://news.example/\udcff"))
def test_a_page_comes_out_as_it_went_in(html: bytes, encoding: str | None, first: str | None) -> None:
    url = "https://news.example/\udcff?a=1"
    assert unpack_page(pack_page(html, url, encoding, first)) == (html, url, encoding, first)


@pytest.mark.parametrize("profile", [DEFAULT, *profiles().values()], ids=lambda profile: profile.name)
def test_a_profile_comes_out_as_it_went_in(profile) -> None:
    again = unpack_profile(pack_profile(profile))
    assert again == profile
    assert hash(tuple(again.labels.items())), "labels serve as a cache's key"


def test_an_error_is_raised_again() -> None:
    with pytest.raises(PageError, match="it broke"):
        unpack_article(pack_error("it broke"))
