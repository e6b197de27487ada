"""The posts that the test site holds: written by rule from a seed, so that a test knows every word."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

CATEGORIES = ("Politics", "World", "Sport", "Economy", "Culture & Arts", "Science/Tech")
AUTHORS = ("Maryam Azizi", "Farid Noori", "Jean-Luc Moreau")
TAGS = ("election", "Kabul", "trade", "drought", "cricket", "R&D", "Herat", "schools")

SUBJECTS = (
    "The ministry",
    "A spokesman for the council",
    "The provincial governor",
    "An aid agency",
    "The team’s captain",
    "A group of traders",
    "The university",
    "Farmers in the north",
    "The central bank",
    "A panel of judges",
    "The border police",
    "The city’s mayor",
)
VERBS = (
    "announced",
    "denied",
    "confirmed",
    "welcomed",
    "criticised",
    "postponed",
    "described",
    "approved",
    "questioned",
    "reported",
    "rejected",
    "praised",
)
OBJECTS = (
    "a new plan for the winter",
    "the results of last week’s talks",
    "a rise of 12.5% in the price of wheat",
    "the opening of the road to Bamyan",
    "a loan of $300,000 for small shops",
    "the closing of two border crossings",
    "a list of 2,000-3,000 names",
    "the first match of the season",
    "the work of Müller & Sons",
    "an agreement on water",
    "the return of 40 families",
    "a film about the old bazaar",
)
ENDS = (
    "on Monday",
    "after days of delay",
    "in spite of heavy snow",
    "at a meeting behind closed doors",
    "for the third time this year",
    "before the council’s session",
    "without giving a reason",
    "as neighbours had asked",
)
DARI = (
    "وزارت معارف روز دوشنبه گفت که درهای مکتب‌ها دوباره باز می‌شوند.",
    "باشنده‌گان هرات می‌گویند که آب آشامیدنی در شهر کم شده است.",
    "این گزارش را چند رسانهٔ دیگر نیز منتشر کرده‌اند.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What posts in one language are put together from."""

    categories: tuple[str, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    sentence: str
    """Where subject, verb, object and end stand."""
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    ends: tuple[str, ...]
    quote: str
    title: str
    """A sentence and the post's index."""
    titles: tuple[str, ...]
    """Further forms of titles, with the index."""
    caption: str
    """The index and a sentence."""
    comment: str
    """With the index."""
    foreign: tuple[str, ...]
    """Sentences in another language than the rest."""


ENGLISH = Words(
    categories=CATEGORIES,
    authors=AUTHORS,
    tags=TAGS,
    sentence="{subject} {verb} {object} {end}.",
    subjects=SUBJECTS,
    verbs=VERBS,
    objects=OBJECTS,
    ends=ENDS,
    quote="“{}”",
    title="{}, part {}",
    titles=(f"{DARI[0].rstrip('.')} {{}}", "“Trade & transit” — what next? №{}"),
    caption="Photograph {}: {}",
    comment="Words of visitor {} that belong to no article.",
    foreign=DARI,
)

Kind = Literal[
    "paragraph",
    "heading",
    "quote",
    "list",
    "image",
    "ordered",
    "pullquote",
    "table",
    "gallery",
    "embed",
    "break",
    "raw",
]
UNREAD = ("image", "gallery", "embed", "break", "raw")
"""Blocks that hold no text of the article: pictures, somebody else's video, the end of a page; markup as it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body. ``texts``: the items of a list, the captions of images, the cells of a table in rows of
    two, a pull quote and who said it, else one text.
    """

    kind: Kind
    texts: tuple[str, ...]

    def markup(self) -> str:
        """As the block editor stores it."""
        if self.kind == "raw":
            return self.texts[0]
        texts = [html.escape(text, quote=False) for text in self.texts]
        match self.kind:
            case "paragraph":
                inner = f"<p>{texts[0]}</p>"
            case "heading":
                inner = f"<h2>{texts[0]}</h2>"
            case "quote":
                inner = f'<blockquote class="wp-block-quote"><p>{texts[0]}</p></blockquote>'
            case "list":
                inner = "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
            case "image":
                inner = (
                    '<figure class="wp-block-image">'
                    '<img src="/wp-content/uploads/photo.png" alt="Words of an alt text"/>'
                    f"<figcaption>{texts[0]}</figcaption></figure>"
                )
            case "ordered":
                inner = "<ol>" + "".join(f"<li>{text}</li>" for text in texts) + "</ol>"
            case "pullquote":
                inner = (
                    '<figure class="wp-block-pullquote"><blockquote>'
                    f"<p>{texts[0]}</p><cite>{texts[1]}</cite></blockquote></figure>"
                )
            case "table":
                rows = "".join(
                    f"<tr><td>{one}</td><td>{other}</td></tr>"
                    for one, other in zip(texts[::2], texts[1::2], strict=True)
                )
                inner = f'<figure class="wp-block-table"><table><tbody>{rows}</tbody></table></figure>'
            case "gallery":
                pictures = "\n".join(Block("image", (text,)).markup() for text in self.texts)
                inner = f'<figure class="wp-block-gallery has-nested-images columns-default">{pictures}</figure>'
            case "embed":
                inner = (
                    '<figure class="wp-block-embed is-type-video is-provider-youtube wp-block-embed-youtube">'
                    f'<div class="wp-block-embed__wrapper">\n{texts[0]}\n</div></figure>'
                )
            case "break":
                inner = "<!--nextpage-->"
        name = {"ordered": "list", "break": "nextpage"}.get(self.kind, self.kind)
        return f"<!-- wp:{name} -->\n{inner}\n<!-- /wp:{name} -->"

    def lines(self) -> tuple[str, ...]:
        """The texts as a record has them: the cells of a row on one line."""
        if self.kind != "table":
            return self.texts
        return tuple(f"{one} | {other}" for one, other in zip(self.texts[::2], self.texts[1::2], strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as it is given to WordPress, and, once it is there, its number and address."""

    title: str
    """Plain text without straight quotes, which WordPress would print as curly ones."""
    blocks: tuple[Block, ...]
    excerpt: str = ""
    """The standfirst; empty: none."""
    categories: tuple[str, ...]
    tags: tuple[str, ...] = ()
    author: str
    date: datetime
    """Local time of the site, without zone."""
    comments: tuple[str, ...] = ()
    password: str = ""
    """What readers are asked for before they see the text; empty: nothing."""
    type: str = "post"
    number: int = 0
    """Post ID; 0 until published."""
    url: str = ""

    def order(self) -> dict[str, Any]:
        """What the PHP side takes."""
        return {
            "title": html.escape(self.title, quote=False),
            "content": "\n\n".join(block.markup() for block in self.blocks),
            "excerpt": self.excerpt,
            "categories": list(self.categories),
            "tags": list(self.tags),
            "author": self.author,
            "date": f"{self.date:%Y-%m-%d %H:%M:%S}",
            "password": self.password,
            "type": self.type,
            "comments": list(self.comments),
        }

    def prose(self) -> list[str]:
        """Texts of the body in order, captions left out."""
        return [text for block in self.blocks if block.kind not in UNREAD for text in block.lines()]

    def pages(self) -> int:
        """On how many pages WordPress prints it."""
        return 1 + sum(block.kind == "break" for block in self.blocks)


@dataclass(slots=True)
class Newsroom:
    """Writes posts, each another one; the same seed writes the same."""

    seed: int = 18793
    words: Words = ENGLISH
    start: datetime = field(default_factory=lambda: datetime(2021, 9, 24, 18, 35))  # noqa: DTZ001  a site's local time
    step: timedelta = timedelta(minutes=677)
    """Between two posts: some 11 hours give all hours of the day, both halves of the clock, and a span of months."""
    _written: int = 0

    def write(self, count: int) -> list[Post]:
        """``count`` further posts, some hours apart, the oldest first."""
        posts = [self._post(index) for index in range(self._written, self._written + count)]
        self._written += count
        return posts

    def showcase(self) -> list[Post]:
        """Posts with all that editors put into one, years newer than the others: each kind of block, parts, and all of
        it at once.
        """
        chance = random.Random(f"{self.seed}-showcase")  # noqa: S311  text, not secrets

        def text(count: int = 2) -> Block:
            return Block("paragraph", (" ".join(self._sentence(chance) for _ in range(count)),))

        end = Block("break", ())
        others = [
            Block("heading", (self._sentence(chance).rstrip("."),)),
            Block("quote", (f"“{self._sentence(chance)}”",)),
            Block("list", tuple(self._sentence(chance) for _ in range(4))),
            Block("ordered", tuple(self._sentence(chance) for _ in range(3))),
            Block("pullquote", (f"“{self._sentence(chance)}”", "Jean-Luc Moreau, trader")),
            Block("table", ("Province", "Families", "Bamyan", "40", "Herat", "1,200")),
            Block("gallery", ("Photograph of the first street", "Photograph of the second street")),
            Block("embed", ("https://www.youtube.com/watch?v=aaaaaaaaaaa",)),
            Block("image", (f"Photograph alone: {self._sentence(chance)}",)),
        ]
        bodies = [[text(), other, text(), text(3)] for other in others]
        bodies.append([text(3), text(), end, text(), text(3)])
        bodies.append([text(), end, text(1), end, others[0], text(2), others[2], end, text(), others[1], text()])
        bodies.append([block for other in others for block in (text(), other)] + [end, text(3), text()])
        bodies.append([text(1)])
        return [
            Post(
                title=f"{self._sentence(chance).rstrip('.')}, showcase {index}",
                blocks=tuple(body),
                categories=tuple(CATEGORIES[index % 6 : index % 6 + 1 + index % 2]),
                tags=tuple(sorted(chance.sample(TAGS, index % 3), key=str.casefold)),
                author=AUTHORS[index % len(AUTHORS)],
                date=self.start.replace(year=2024) + timedelta(minutes=index * 677),
                comments=(f"Words of visitor {index} that belong to no article.",) if index % 2 else (),
            )
            for index, body in enumerate(bodies)
        ]

    def _post(self, index: int) -> Post:
        words = self.words
        chance = random.Random(f"{self.seed}-{index}")  # noqa: S311  text, not secrets
        blocks = [Block("paragraph", (self._paragraph(chance),)) for _ in range(chance.randint(3, 8))]
        if index % 4 == 1:
            blocks.insert(2, Block("heading", (self._sentence(chance).rstrip("."),)))
        if index % 5 == 2:
            blocks.insert(2, Block("quote", (words.quote.format(self._sentence(chance)),)))
        if index % 6 == 3:
            blocks.insert(3, Block("list", tuple(self._sentence(chance) for _ in range(3))))
        if index % 7 == 4:
            blocks.insert(1, Block("image", (words.caption.format(index, self._sentence(chance)),)))
        if index % 11 == 5:
            blocks.append(Block("paragraph", (f"{words.foreign[index % len(words.foreign)]} ({index})",)))
        post = Post(
            title=words.title.format(self._sentence(chance).rstrip("."), index),
            blocks=tuple(blocks),
            excerpt=self._paragraph(chance) if index % 3 else "",
            categories=(words.categories[index % len(words.categories)],),
            tags=tuple(sorted(chance.sample(words.tags, index % 4), key=str.casefold)),
            author=words.authors[index % len(words.authors)],
            # with seconds, which the header does not print
            date=self.start + index * self.step + timedelta(seconds=index % 60),
            comments=(words.comment.format(index),) if index % 10 == 6 else (),
        )
        match index % 50:
            case 7:
                return replace(post, title=words.titles[0].format(index))
            case 8:
                return replace(post, title=words.titles[1].format(index))
        return post

    def _paragraph(self, chance: random.Random) -> str:
        return " ".join(self._sentence(chance) for _ in range(chance.randint(1, 4)))

    def _sentence(self, chance: random.Random) -> str:
        words = self.words
        parts = {"subject": words.subjects, "verb": words.verbs, "object": words.objects, "end": words.ends}
        return words.sentence.format(**{name: chance.choice(choices) for name, choices in parts.items()})
