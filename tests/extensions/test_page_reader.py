"""Pages are read in another process, which may break: real processes, really killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from newscrawl.ending import StoppedError
from newscrawl.extensions.page_reader import PageReader
from newscrawl.extract.messages import PageError
from newscrawl.extract.page import extract_article
from newscrawl.extract.post import read_post
from newscrawl.extract.posts import AnswerError
from newscrawl.sites.profile import DEFAULT

URL = "https://news.example/a/"
PAGE = b"<title>A</title><article><h1>A</h1><p>A body of some words, and a few more of them.</p></article>"
LONG = b"<article><h1>A</h1>" + b"<p>Some <b>words</b> of <a href=/x>prose</a>, here.</p>" * 120_000


def run(body: Callable[[PageReader], Awaitable[None]], seconds: float = 10, patience: float | None = None) -> None:
    async def main() -> None:
        reader = PageReader(seconds, patience)
        try:
            await body(reader)
        finally:
            reader.stop()

    asyncio.run(main())


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def test_reads_what_extract_article_reads_and_leaves_no_process() -> None:
    before = children()

    async def body(reader: PageReader) -> None:
        articles = await asyncio.gather(*(reader.read(PAGE, f"{URL}{i}/", DEFAULT, "utf-8") for i in range(50)))
        assert articles == [extract_article(PAGE, f"{URL}{i}/", encoding="utf-8") for i in range(50)]
        assert len(children()) == len(before) + 1

    run(body)
    assert children() == before


def test_a_page_that_takes_too_long_costs_only_itself() -> None:
    async def body(reader: PageReader) -> None:
        pages = (PAGE, LONG, PAGE, LONG, PAGE)
        answers = await asyncio.gather(
            *(reader.read(page, URL, DEFAULT, None) for page in pages), return_exceptions=True
        )
        late = [answer for answer in answers if isinstance(answer, PageError)]
        assert [type(answer).__name__ for answer in answers] == ["Article", "PageError"] * 2 + ["Article"]
        assert {str(error) for error in late} == {"reading the page took more than the 0.2 s of NEWSCRAWL_PAGE_SECONDS"}

    run(body, seconds=0.2)


def test_another_process_takes_over_from_one_that_was_killed() -> None:
    async def body(reader: PageReader) -> None:
        before = set(children())
        await reader.read(PAGE, URL, DEFAULT, None)
        (pid,) = set(children()) - before
        under_way = [asyncio.ensure_future(reader.read(page, URL, DEFAULT, None)) for page in (LONG, PAGE, PAGE)]
        await asyncio.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        answers = await asyncio.gather(*under_way, return_exceptions=True)
        assert [type(answer).__name__ for answer in answers] == ["PageError", "Article", "Article"]
        assert str(answers[0]) == "the process that read the page ended (SIGKILL, as where memory runs out)"

    run(body)


def test_another_process_takes_over_from_one_that_does_nothing() -> None:
    async def body(reader: PageReader) -> None:
        before = set(children())
        await reader.read(PAGE, URL, DEFAULT, None)
        (pid,) = set(children()) - before
        os.kill(pid, signal.SIGSTOP)
        answers = await asyncio.gather(
            *(reader.read(PAGE, URL, DEFAULT, None) for _ in range(3)), return_exceptions=True
        )
        assert [type(answer).__name__ for answer in answers] == ["PageError", "Article", "Article"]
        assert str(answers[0]) == "the process that read the page gave no sign of life for 15 s"

    run(body, patience=15)  # a busy machine takes some of it to start the process


def test_a_run_that_ends_waits_for_nothing() -> None:
    async def body(reader: PageReader) -> None:
        before = set(children())
        await reader.read(PAGE, URL, DEFAULT, None)
        (pid,) = set(children()) - before
        os.kill(pid, signal.SIGSTOP)
        posts = reader.read_posts(json.dumps([POST]).encode(), URL, DEFAULT, None)
        waiting = [asyncio.ensure_future(reader.read(PAGE, URL, DEFAULT, None)) for _ in range(3)]
        waiting.append(asyncio.ensure_future(anext(posts)))
        await asyncio.sleep(0.1)
        reader.stop()
        answers = await asyncio.gather(*waiting, reader.read(PAGE, URL, DEFAULT, None), return_exceptions=True)
        assert [type(answer).__name__ for answer in answers] == ["StoppedError"] * 5
        assert set(children()) == before

    run(body)


def test_a_run_that_ends_while_the_process_is_started_leaves_none() -> None:
    async def body(reader: PageReader) -> None:
        before = children()
        reading = asyncio.ensure_future(reader.read(PAGE, URL, DEFAULT, None))
        while children() == before:
            await asyncio.sleep(0)
        reader.stop()
        with pytest.raises(StoppedError):
            await reading
        assert children() == before

    run(body)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_that_is_sent_to_all_does_not_end_it(stop: signal.Signals) -> None:
    async def body(reader: PageReader) -> None:
        before = set(children())
        await reader.read(PAGE, URL, DEFAULT, None)
        (pid,) = set(children()) - before
        os.kill(pid, stop)
        assert (await reader.read(PAGE, URL, DEFAULT, None)).headline == "A"

    run(body)


def test_it_ends_with_a_crawl_that_is_killed() -> None:
    script = f"""
import asyncio, pathlib, os
from newscrawl.ending import StoppedError
from newscrawl.extensions.page_reader import PageReader
from newscrawl.sites.profile import DEFAULT
async def main():
    reader = PageReader(10)
    await reader.read({PAGE!r}, {URL!r}, DEFAULT, None)
    print(pathlib.Path(f"/proc/self/task/{{os.getpid()}}/children").read_text(), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as crawl:
        assert crawl.stdout is not None
        reader = Path("/proc") / crawl.stdout.readline().strip()
        assert reader.exists()
        crawl.kill()
    deadline = time.monotonic() + 10
    while reader.exists():
        assert time.monotonic() < deadline, "it outlives the crawl"
        time.sleep(0.01)


def test_no_file_left_to_reach_it_by_costs_a_page_and_no_more() -> None:
    script = f"""
import asyncio, os, resource
from newscrawl.ending import StoppedError
from newscrawl.extensions.page_reader import PageReader
from newscrawl.extract.messages import PageError
from newscrawl.sites.profile import DEFAULT
async def main():
    reader = PageReader(10)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")), most))
    try:
        await reader.read({PAGE!r}, {URL!r}, DEFAULT, None)
    except PageError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print((await reader.read({PAGE!r}, {URL!r}, DEFAULT, None)).headline)
    reader.stop()
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "no process could be started to read the page: Too many open files\nA\n", done.stderr


POST = {
    "title": {"rendered": "A"},
    "content": {"rendered": f"<p>{'Some words of a post. ' * 9}</p>"},
    "excerpt": {"rendered": ""},
}


def test_posts_are_read_there_too_and_cost_only_themselves() -> None:
    endless = POST | {"content": {"rendered": LONG.decode()}}
    empty = POST | {"content": {"rendered": ""}}
    posts = [
        post | {"id": number, "link": f"{URL}{number}/"} for number, post in enumerate((POST, endless, empty, POST))
    ]

    async def body(reader: PageReader) -> None:
        answer = json.dumps(posts).encode()
        page = asyncio.ensure_future(reader.read(PAGE, URL, DEFAULT, None))
        found = [found async for found in reader.read_posts(answer, URL, DEFAULT, None)]
        assert (await page).headline == "A"
        assert [type(post).__name__ for _, post in found] == ["Post", "PageError", "PostError", "Post"]
        assert [told.get("id") for told, _ in found] == [0, None, 2, 3]
        assert found[3][1] == read_post(posts[3], f"{URL}3/")
        assert str(found[2][1]) == "has an empty content"

    run(body, seconds=0.2)


def test_posts_that_wait_behind_a_page_that_breaks_are_asked_for_again() -> None:
    async def body(reader: PageReader) -> None:
        page = asyncio.ensure_future(reader.read(LONG, URL, DEFAULT, None))
        await asyncio.sleep(0)
        found = [found async for found in reader.read_posts(json.dumps([POST]).encode(), URL, DEFAULT, None)]
        assert [type(post).__name__ for _, post in found] == ["Post"]
        with pytest.raises(PageError):
            await page

    run(body, seconds=0.2)


def test_an_answer_that_breaks_off_gives_what_came_before() -> None:
    async def body(reader: PageReader) -> None:
        posts = reader.read_posts(json.dumps([POST, POST]).encode()[:-9], URL, DEFAULT, None)
        assert type((await anext(posts))[1]).__name__ == "Post"
        with pytest.raises(AnswerError, match="breaks off"):
            await anext(posts)
        with pytest.raises(AnswerError):
            await anext(reader.read_posts(b"<html>", URL, DEFAULT, None))

    run(body)
