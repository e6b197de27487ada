"""The objects of the demo site's REST API, shaped as WordPress 6 shapes them."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from newscrawl.demo.links import SIZES, quoted_slug
from newscrawl.demo.text import html_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from newscrawl.demo.content import Author, Comment, Entry, Picture, Term
    from newscrawl.demo.view import View

_CURIES = [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}]


class Objects:
    def __init__(self, view: View) -> None:
        self._view = view
        self._links = view.links
        entries = (*view.library.posts, *view.library.pages)
        self.pictures: list[Picture] = [picture for entry in entries for picture in entry.pictures]
        self.comments: list[Comment] = [comment for entry in entries for comment in entry.comments]
        self._parents = {("picture", p.id): entry for entry in entries for p in entry.pictures}
        self._parents |= {("comment", c.id): entry for entry in entries for c in entry.comments}

    def parent(self, row: Picture | Comment) -> Entry:
        """Return the entry that a picture or comment belongs to."""
        return self._parents["comment" if hasattr(row, "author") else "picture", row.id]

    def entry(self, entry: Entry) -> dict[str, Any]:
        post = entry.kind == "post"
        plural = "posts" if post else "pages"
        route = self._links.rest(f"wp/v2/{plural}")
        links: dict[str, Any] = {
            "self": [{"href": f"{route}/{entry.number}"}],
            "collection": [{"href": route}],
            "author": [{"embeddable": True, "href": self._links.rest(f"wp/v2/users/{entry.author.id}")}],
            "replies": [{"embeddable": True, "href": self._links.rest(f"wp/v2/comments?post={entry.number}")}],
            "wp:attachment": [{"href": self._links.rest(f"wp/v2/media?parent={entry.number}")}],
            "curies": _CURIES,
        }
        if entry.picture:
            image = self._links.rest(f"wp/v2/media/{entry.picture.id}")
            links["wp:featuredmedia"] = [{"embeddable": True, "href": image}]
        row: dict[str, Any] = {
            "id": entry.number,
            "date": _local(entry.published),
            "date_gmt": _utc(entry.published),
            "guid": {"rendered": self._links.short(entry)},
            "modified": _local(entry.modified),
            "modified_gmt": _utc(entry.modified),
            "slug": quoted_slug(entry.slug),
            "status": "publish",
            "type": entry.kind,
            "link": self._links.entry(entry),
            "title": {"rendered": html_text(entry.title)},
            "content": {"rendered": f"\n{self._view.rest_content(entry)}", "protected": False},
            "excerpt": {"rendered": f"<p>{self._view.excerpt(entry)}</p>\n", "protected": False},
            "author": entry.author.id,
            "featured_media": entry.picture.id if entry.picture else 0,
            "comment_status": "open" if post else "closed",
            "ping_status": "open" if post else "closed",
            "template": "",
            "meta": [],
        }
        if post:
            row |= {
                "sticky": False,
                "format": "standard",
                "categories": [term.id for term in entry.categories],
                "tags": [term.id for term in entry.tags],
            }
            links["wp:term"] = [
                {
                    "taxonomy": taxonomy,
                    "embeddable": True,
                    "href": self._links.rest(f"wp/v2/{name}?post={entry.number}"),
                }
                for taxonomy, name in (("category", "categories"), ("post_tag", "tags"))
            ]
        else:
            row |= {"parent": 0, "menu_order": 0}
        return {**row, "_links": links}

    def term(self, term: Term) -> dict[str, Any]:
        plural = "categories" if term.taxonomy == "category" else "tags"
        row: dict[str, Any] = {
            "id": term.id,
            "count": self._view.counts.get(term.id, 0),
            "description": term.description,
            "link": self._links.term(term),
            # WordPress escapes names of terms, but sets no typographic marks in them.
            "name": term.name.replace("&", "&amp;"),
            "slug": quoted_slug(term.slug),
            "taxonomy": term.taxonomy,
        }
        if term.taxonomy == "category":
            row["parent"] = term.parent.id if term.parent else 0
        return {**row, "meta": [], "_links": self._own_links(plural, term.id)}

    def author(self, author: Author) -> dict[str, Any]:
        return {
            "id": author.id,
            "name": author.name,
            "url": "",
            "description": author.bio,
            "link": self._links.author(author),
            "slug": author.slug,
            "meta": [],
            "_links": self._own_links("users", author.id),
        }

    def picture(self, picture: Picture) -> dict[str, Any]:
        parent = self.parent(picture)
        copies = {"full": (picture.width, picture.height), **SIZES}
        return {
            "id": picture.id,
            "date": _local(parent.published),
            "date_gmt": _utc(parent.published),
            "slug": picture.file.rpartition("/")[2].rpartition(".")[0],
            "type": "attachment",
            "link": self._links.picture(picture),
            "title": {"rendered": html_text(picture.alt)},
            "author": parent.author.id,
            "caption": {"rendered": f"<p>{html_text(picture.caption)}</p>\n" if picture.caption else ""},
            "alt_text": picture.alt,
            "media_type": "image",
            "mime_type": "image/png",
            "media_details": {
                "width": picture.width,
                "height": picture.height,
                "file": picture.file,
                "sizes": {
                    name: {"width": w, "height": h, "source_url": self._links.picture(picture, name)}
                    for name, (w, h) in copies.items()
                },
            },
            "post": parent.number,
            "source_url": self._links.picture(picture),
            "_links": self._own_links("media", picture.id),
        }

    def comment(self, comment: Comment) -> dict[str, Any]:
        parent = self.parent(comment)
        return {
            "id": comment.id,
            "post": parent.number,
            "parent": comment.parent,
            "author": 0,
            "author_name": comment.author,
            "date": _local(comment.date),
            "date_gmt": _utc(comment.date),
            "content": {"rendered": f"<p>{html_text(comment.text)}</p>\n"},
            "link": self._links.comment(parent, comment),
            "status": "approved",
            "type": "comment",
            "_links": self._own_links("comments", comment.id),
        }

    def embedded(self, row: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
        """Return what ``_embed`` adds to ``row``: the relations in ``wanted``, or all when it is empty."""
        entry = self._view.library.by_number.get(row["id"]) if "content" in row else None
        if entry is None:
            return {}
        makers: dict[str, Callable[[], list[Any]]] = {"author": lambda: [_bare(self.author(entry.author))]}
        picture = entry.picture
        if picture:
            makers["wp:featuredmedia"] = lambda: [_bare(self.picture(picture))]
        if entry.comments:
            makers["replies"] = lambda: [[_bare(self.comment(comment)) for comment in entry.comments]]
        if entry.kind == "post":
            makers["wp:term"] = lambda: [
                [_bare(self.term(term)) for term in terms] for terms in (entry.categories, entry.tags)
            ]
        return {rel: make() for rel, make in makers.items() if not wanted or rel in wanted}

    def _own_links(self, plural: str, number: int) -> dict[str, Any]:
        route = self._links.rest(f"wp/v2/{plural}")
        return {"self": [{"href": f"{route}/{number}"}], "collection": [{"href": route}]}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    """Return an object as it stands inside another: without what only its own page needs."""
    return {name: value for name, value in row.items() if name not in ("meta", "count", "description")}


def _local(when: datetime) -> str:
    return when.replace(tzinfo=None).isoformat(timespec="seconds")


def _utc(when: datetime) -> str:
    return _local(when.astimezone(UTC))
