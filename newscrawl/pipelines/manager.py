"""Runs the pipelines, without a detour for those that return an item of the project's own."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.python import global_object_name

from newscrawl.items import Article, Rejected, Removed

if TYPE_CHECKING:
    from collections.abc import Callable

_OWN = frozenset({Article, Rejected, Removed})


class PipelineManager(ItemPipelineManager):
    """Scrapy's, which makes and awaits a coroutine for each pipeline an item passes: a twentieth of a crawl's work.

    Pipelines that are coroutines themselves are awaited as ever; where one takes the spider, as old ones do, all go
    Scrapy's way.
    """

    def __init__(self, *middlewares: Any, **options: Any) -> None:
        super().__init__(*middlewares, **options)
        methods: list[Callable[[Any], Any]] = [method for method in self.methods["process_item"] if callable(method)]
        self._steps = methods if not any("spider" in signature(method).parameters for method in methods) else None

    async def process_item_async(self, item: Any) -> Any:
        """Return what the last pipeline returns. Raises DropItem."""
        if self._steps is None:
            return await super().process_item_async(item)
        for step in self._steps:
            item = step(item)
            if type(item) not in _OWN:
                item = await ensure_awaitable(item, _warn=global_object_name(step))
        return item
