from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newscrawl.demo import DemoSite

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as demo:
        yield demo
