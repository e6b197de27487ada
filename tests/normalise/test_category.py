from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.items import Article, Evidence, Raw
from newscrawl.normalise.category import normalise_category, split_categories
from newscrawl.normalise.errors import CategoryError
from newscrawl.normalise.script import flat
from newscrawl.sites.profile import DEFAULT

SPLIT = {
    "Politics": ["Politics"],
    "  Politics \n": ["Politics"],
    "World > Asia": ["World", "Asia"],
    "World » Asia » Afghanistan": ["World", "Asia", "Afghanistan"],
    "World&nbsp;&gt;&nbsp;Asia": ["World", "Asia"],
    "Home > World > Asia": ["World", "Asia"],
    "خانه › جهان › آسیا": ["جهان", "آسیا"],
    "Home, Garden": ["Home", "Garden"],
    "Politics, World": ["Politics", "World"],
    "Politics | World": ["Politics", "World"],
    "Politics/World": ["Politics", "World"],
    "سیاست، جهان": ["سیاست", "جهان"],
    "سیاست؛ جهان": ["سیاست", "جهان"],
    "Politics, politics ,POLITICS": ["Politics"],
    "Politics,": ["Politics"],
    ", Politics": ["Politics"],
    "| Politics |": ["Politics"],
    "Culture & Arts": ["Culture & Arts"],
    "Culture &amp; Arts": ["Culture & Arts"],
    "Culture &amp;amp; Arts, World": ["Culture & Arts", "World"],
    "Culture &#038; Arts": ["Culture & Arts"],
    "Covid-19": ["Covid-19"],
    "\u200fسیاست\u200f": ["سیاست"],
    "می‌گویند": ["می‌گویند"],
}


@pytest.mark.parametrize("text", SPLIT)
def test_splits(text):
    assert split_categories(text) == SPLIT[text]


@pytest.mark.parametrize("text", ["", " ", ",", "|", " > > ", "\u200b", "a" * 2001, "," * 1000, "a," * 101, "–"])
def test_refuses(text):
    with pytest.raises(CategoryError):
        split_categories(text)


def known(*names):
    return {flat(name): name for name in names}


def test_a_known_name_that_holds_a_separator_stays_whole():
    names = known("Science/Tech", "Food, Drink / Travel", "World")
    assert split_categories("Science/Tech", names) == ["Science/Tech"]
    assert split_categories("World, science / tech", known("science / tech")) == ["World", "science / tech"]
    assert split_categories("World, Science/Tech, Sport", names) == ["World", "Science/Tech", "Sport"]
    assert split_categories("Food, Drink / Travel/Science/Tech", names) == ["Food, Drink / Travel", "Science/Tech"]
    assert split_categories("Science/Tech") == ["Science", "Tech"]


def test_spaces_at_the_separator_make_no_other_name():
    profile = replace(
        DEFAULT, categories=("Science/Tech", "Food, Drink / Travel"), category_aliases={"R & D": "Science/Tech"}
    )
    for printed in ("Science / Tech", "science/ tech", "R&D"):
        assert result(normalise_category(article(printed), profile)) == ("Science/Tech", ["Science/Tech"], "header")
    done = normalise_category(article("World, Science / Tech, Food , Drink/Travel"), profile)
    assert done.categories == ["World", "Science/Tech", "Food, Drink / Travel"]


def article(raw=None, language=None, **evidence):
    names = {name.replace("_", "-"): value for name, value in evidence.items()}
    return Article(raw=Raw(category=raw), evidence=Evidence(category=names), language=language)


def result(done):
    return done.category, done.categories, done.sources.get("category")


def test_site_list_gives_the_spelling():
    profile = replace(DEFAULT, categories=("Politics", "Culture &amp; Arts", "Science/Tech", "سیاست"))
    assert result(normalise_category(article("POLITICS"), profile)) == ("Politics", ["Politics"], "header")
    assert normalise_category(article("culture & arts | science/tech"), profile).categories == [
        "Culture & Arts",
        "Science/Tech",
    ]
    assert normalise_category(article("سياست"), profile).category == "سیاست"


def test_aliases_map_variants_and_translations():
    profile = replace(
        DEFAULT,
        categories=("Politics",),
        category_aliases={"سیاست": "politics", "Political News": "politics", "Sci/Tech": "Science"},
    )
    assert normalise_category(article("سياست"), profile).category == "Politics"
    assert normalise_category(article("political news, Sci/Tech"), profile).categories == ["Politics", "Science"]
    assert normalise_category(article("سیاست، Politics"), profile).categories == ["Politics"]


def test_separators_are_the_profiles():
    profile = replace(DEFAULT, category_separators=(" - ",))
    assert normalise_category(article("Politics - World/Asia"), profile).categories == ["Politics", "World/Asia"]
    assert normalise_category(article("A, B"), replace(DEFAULT, category_separators=())).categories == ["A, B"]
    profile = replace(DEFAULT, category_separators=(" AND ",), categories=("Food AND Drink",))
    assert normalise_category(article("World AND food AND drink"), profile).categories == ["World", "Food AND Drink"]


def test_names_that_the_page_gives_one_by_one_stay_whole():
    done = normalise_category(article("Science/Tech, World", html=["Science/Tech", "World"]))
    assert done.categories == ["Science/Tech", "World"]
    assert done.warnings == []
    assert normalise_category(article(None, rest=["Food, Drink"])).categories == ["Food, Drink"]


@pytest.mark.parametrize(
    "name",
    [
        *("Uncategorized", "uncategorised", "دسته‌بندی نشده", "دسته بندی نشده", "غير مصنف", "Non classé", "Без рубрики"),
        *("বিভাগবিহীন", "კატეგორიის გარეშე", "Senkategoria", "Määratlemata", "سەھىپە ئايرىلمىغان"),
    ],
)
def test_uncategorized_is_no_category_unless_it_is_the_only_one(name):
    assert result(normalise_category(article(name))) == (name, [name], "header")
    assert result(normalise_category(article(f"{name}, World"))) == ("World", ["World"], "header")
    assert result(normalise_category(article(name, json_ld=["World"]))) == ("World", ["World"], "json-ld")
    assert result(normalise_category(article(None, html=[name, "World"]))) == ("World", ["World"], "html")


def test_sources_without_a_common_name_are_told():
    assert normalise_category(article("World", json_ld=["Asia", "world"])).warnings == []
    assert normalise_category(article("World", json_ld=["Politics"])).warnings == [
        "category: header says 'World', but json-ld says 'Politics'"
    ]


def test_unreadable_header_falls_back_and_says_so():
    done = normalise_category(article(" | ", opengraph=["World"]))
    assert result(done) == ("World", ["World"], "opengraph")
    assert done.warnings == ["category: header: ' | ' holds no name"]


def test_more_names_than_an_article_can_have_are_refused():
    done = normalise_category(article(None, html=[f"name {i}" for i in range(1000)], opengraph=["World"]))
    assert result(done) == ("World", ["World"], "opengraph")
    done = normalise_category(article(None, html=[f"name {i}" for i in range(1000)]))
    assert done.category is None
    assert done.warnings == ["category: html: 'name 0' begins what is too long for a list of categories"]


def test_nothing_to_read_leaves_what_is_there():
    assert normalise_category(Article(category="World", categories=["World"])).categories == ["World"]
    assert normalise_category(Article()).category is None


def test_the_themes_own_links_come_before_what_plugins_declare():
    assert result(normalise_category(article(None, json_ld=["World"], html=["World", "Asia"]))) == (
        "World",
        ["World", "Asia"],
        "html",
    )
    profile = replace(DEFAULT, category_trust=("json-ld", "html"))
    assert normalise_category(article(None, json_ld=["World"], html=["Asia"]), profile).categories == ["World"]
    assert normalise_category(article(None, html=["Asia"]), replace(DEFAULT, trust=("header",))).categories == []


def test_general_is_a_category_beside_others_and_never_the_first():
    assert normalise_category(article(None, html=["Allgemein", "Sport"])).categories == ["Sport", "Allgemein"]
    assert normalise_category(article("متفرق، سیاست")).categories == ["سیاست", "متفرق"]
    assert normalise_category(article(None, html=["Allgemein"])).categories == ["Allgemein"]
    assert normalise_category(article(None, html=["Allgemein"], json_ld=["Sport"])).categories == ["Sport"]
