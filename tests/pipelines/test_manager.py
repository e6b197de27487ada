from __future__ import annotations

import asyncio
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from newscrawl.items import Article
from newscrawl.pipelines.manager import PipelineManager


class Marks:
    def __init__(self, name: str) -> None:
        self.name = name

    def process_item(self, item: Any) -> Any:
        item.tags.append(self.name)
        return item


class MarksLater(Marks):
    async def process_item(self, item: Any) -> Any:
        await asyncio.sleep(0)
        return super().process_item(item)


class Drops:
    def process_item(self, item: Any) -> Any:
        raise DropItem("enough")


class Turns:
    def process_item(self, item: Any) -> Any:
        return {"tags": item.tags}


def run(*pipelines: Any) -> Any:
    return asyncio.run(PipelineManager(*pipelines, crawler=get_crawler()).process_item_async(Article()))


def test_pipelines_of_all_kinds_in_their_order() -> None:
    assert run(Marks("a"), MarksLater("b"), Marks("c")).tags == ["a", "b", "c"]
    assert run(Marks("a"), Turns()) == {"tags": ["a"]}
    assert run() == Article()


def test_a_pipeline_that_drops() -> None:
    with pytest.raises(DropItem):
        run(Marks("a"), Drops())
