"""Articles per second and peak memory of ``scrapy crawl news``, against a stock Scrapy spider.

    python benchmarks/crawl.py [--pages 3000] [--rounds 5] [--against news,api]

Serves article pages from another process (nginx where it is installed, else Python's own server) and runs in turn,
round by round: ``stock``, a spider of a few lines with Scrapy's default settings that requests every page and yields
nothing; ``news``, this project's spider with everything on, discovery by sitemap, extraction, pipelines and feeds
included; and ``api``, the same with ``fetch=api``, which takes the articles from the REST API and lists them there
(only from nginx). None waits between requests, all have the same number under way and the same log level. Prints each
round and the medians of the ratios to stock: more is better for articles a second, less for memory and CPU time.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

STOCK = """
import scrapy

class StockSpider(scrapy.Spider):
    name = "stock"
    start_urls = open({urls!r}).read().split()

    def parse(self, response):
        pass
"""


def build_site(folder: Path, pages: int, base: str) -> list[str]:
    """Write ``pages`` article pages, their sitemaps and the API's answers under ``folder``; return the pages' URLs."""
    from newscrawl.demo import DemoSite
    from newscrawl.discovery.posts import newest_url

    with DemoSite() as demo:
        listing = f"{demo.url}wp-json/wp/v2/posts?per_page=100&_fields=id,link"
        with urllib.request.urlopen(listing) as answer:  # noqa: S310 - the demo's own address
            posts = json.load(answer)
        originals = []
        for post in posts:
            with urllib.request.urlopen(post["link"]) as answer:  # noqa: S310
                html = answer.read().decode()
            originals.append((post["id"], post["link"], html.replace(demo.url, base)))
        demo_url = demo.url
        answers = {}
        for name, url in (
            ("whole", newest_url(f"{demo.url}wp-json/", 100)),
            ("root", f"{demo.url}wp-json/"),
            ("categories", f"{demo.url}wp-json/wp/v2/categories?per_page=100&_fields=name"),
        ):
            with urllib.request.urlopen(url) as answer:  # noqa: S310
                answers[name] = json.loads(answer.read().decode().replace(demo.url.replace("/", r"\/"), base))
    whole = {post["id"]: json.dumps(post) for post in answers.pop("whole")}
    copies = []
    urls = []
    for i in range(pages):
        number, link, html = originals[i % len(originals)]
        new = 100_000 + i
        url = f"{link.replace(demo_url, base).rstrip('/')}-{new}/"
        html = re.sub(rf"\b{number}\b", str(new), html.replace(link.replace(demo_url, base), url))
        path = folder / url.removeprefix(base) / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(html, encoding="utf-8")
        urls.append(url)
        post = whole[number].replace(link.replace(demo_url, base), url)
        copies.append(json.loads(re.sub(rf"\b{number}\b", str(new), post)))
    home = f"<!doctype html><html lang=en><title>Bench</title><h1>Bench</h1><p><a href='{urls[0]}'>One</a>"
    (folder / "index.html").write_text(home)
    parts = [urls[i : i + 2000] for i in range(0, len(urls), 2000)]
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    for n, part in enumerate(parts, 1):
        locs = "".join(f"<url><loc>{url}</loc></url>" for url in part)
        (folder / f"wp-sitemap-posts-post-{n}.xml").write_text(f"<urlset {xmlns}>{locs}</urlset>")
    locs = "".join(
        f"<sitemap><loc>{base}wp-sitemap-posts-post-{n}.xml</loc></sitemap>" for n in range(1, len(parts) + 1)
    )
    (folder / "wp-sitemap.xml").write_text(f"<sitemapindex {xmlns}>{locs}</sitemapindex>")
    (folder / "urls.txt").write_text("\n".join(urls))
    write_api(folder / "rest", copies, answers)
    return urls


LISTED = ("id", "link", "date", "date_gmt", "modified", "modified_gmt", "status")


def write_api(folder: Path, posts: list[dict[str, object]], answers: dict[str, object]) -> None:
    """Write the API's answers as files, named as :data:`API` looks for them."""
    folder.mkdir()

    def write(name: str, answer: object) -> None:  # as PHP writes it: ASCII only, slashes escaped
        text = json.dumps(answer, separators=(",", ":")).replace("/", r"\/")
        (folder / f"{name}.json").write_text(text, encoding="ascii")

    for name, answer in answers.items():
        write(name, answer)
    for page in range(-(-len(posts) // 100)):
        part = posts[page * 100 : page * 100 + 100]
        write(f"list-{page + 1}", [{name: post[name] for name in LISTED if name in post} for post in part])
        write(f"whole-{part[0]['id']}", part)
    write("newest", posts[:-51:-1])
    write("oldest", posts[:50])


API = """
  map $arg_include $whole {{ "~^(?<first>[0-9]+)" whole-$first; default ""; }}
  map $arg__embed$arg_order $sample {{ "~.+desc" newest; "~.+asc" oldest; default list-$arg_page; }}
  map $whole $answer {{ "" $sample; default $whole; }}
"""
API_PLACES = """
    location = /wp-json/ {{ default_type application/json; try_files /rest/root.json =404; }}
    location = /wp-json/wp/v2/categories {{ default_type application/json; try_files /rest/categories.json =404; }}
    location = /wp-json/wp/v2/posts {{
      default_type application/json; add_header X-WP-Total {posts}; add_header X-WP-TotalPages {pages};
      types {{ }} try_files /rest/$answer.json =404;
    }}
"""
"""nginx as the REST API: a post's batch is known by its first ID, a list by its page."""


@contextlib.contextmanager
def served(folder: Path, port: int, posts: int):
    """Serve ``folder`` on loopback from another process."""
    nginx = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)
    if nginx:
        config = folder.parent / "nginx.conf"
        config.write_text(
            f"daemon off; master_process off; pid {folder.parent}/nginx.pid; error_log stderr crit;\n"
            f"events {{ worker_connections 256; }}\n"
            f"http {{ access_log off; default_type text/html; keepalive_requests 1000000;\n"
            f"  types {{ text/html html; application/xml xml; }} charset utf-8;\n"
            f"  client_body_temp_path {folder.parent}/t1; proxy_temp_path {folder.parent}/t2;\n"
            f"  fastcgi_temp_path {folder.parent}/t3; uwsgi_temp_path {folder.parent}/t4;\n"
            f"  scgi_temp_path {folder.parent}/t5;\n"
            f"{API.format()}"
            f"  server {{ listen 127.0.0.1:{port}; root {folder}; index index.html;"
            f"{API_PLACES.format(posts=posts, pages=-(-posts // 100))} }} }}\n"
        )
        command = [nginx, "-c", str(config), "-p", str(folder.parent)]
    else:
        command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
                break
            time.sleep(0.05)
        yield "nginx" if nginx else "http.server"
    finally:
        server.terminate()
        server.wait()


def memory_of(pid: int) -> float:
    """Return the MiB that a process holds, and its children beside it: what they share with it is counted once."""
    proc = Path("/proc")
    with contextlib.suppress(OSError):
        kib = _held(proc / str(pid) / "smaps_rollup", "Rss")
        own = (proc / str(pid) / "cmdline").read_bytes()
        for child in (proc / str(pid) / "task" / str(pid) / "children").read_text().split():
            if (proc / child / "cmdline").read_bytes() != own:  # else it has all of its parent's, until it runs its own
                kib += _held(proc / child / "smaps_rollup", "Private_Clean", "Private_Dirty")
        return kib / 1024
    return 0.0


def _held(smaps: Path, *kinds: str) -> int:
    return sum(int(kib) for kind, kib in re.findall(r"^(\w+):\s+(\d+) kB$", smaps.read_text(), re.M) if kind in kinds)


def run(command: list[str], cwd: Path) -> tuple[dict[str, float], float, float]:
    """Run a crawl; return Scrapy's stats of it, CPU seconds and peak memory in MiB, its children's included."""
    stats = cwd / "stats.json"
    stats.unlink(missing_ok=True)
    for leftover in (".scrapy", "output"):  # each run is the site's first
        shutil.rmtree(cwd / leftover, ignore_errors=True)
    log = (cwd / "log.txt").open("w")
    env = os.environ | {"PYTHONPATH": str(ROOT), "BENCH_STATS": str(stats)}
    env.pop("SCRAPY_SETTINGS_MODULE", None)
    process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log)
    peak = 0.0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        now = memory_of(process.pid)
        peak = max(peak, now)
        time.sleep(0.05)
    _, status, usage = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{(cwd / 'log.txt').read_text()[-3000:]}")
    return json.loads(stats.read_text()), usage.ru_utime + usage.ru_stime, peak


class KeepStats:
    """Scrapy extension of both runs: writes a few stats where the benchmark finds them."""

    def __init__(self, crawler):
        from scrapy import signals

        self.crawler = crawler
        crawler.signals.connect(self.stopped, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler)

    def stopped(self):
        stats = self.crawler.stats.get_stats()
        kept = {
            "seconds": stats["elapsed_time_seconds"],
            "pages": stats["response_received_count"],
            "items": stats.get("item_scraped_count", 0),
        }
        Path(os.environ["BENCH_STATS"]).write_text(json.dumps(kept))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", default="news,api", help="what to run against stock: news, api or both")
    parser.add_argument("--concurrency", type=int, default=8, help="requests under way at a time, in both")
    args = parser.parse_args()
    against = args.against.split(",")
    if not set(against) <= {"news", "api"}:
        parser.error("--against takes news, api or news,api")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        base = f"http://127.0.0.1:{port}/"
        (work / "www").mkdir()
        urls = build_site(work / "www", args.pages, base)
        size = statistics.mean(path.stat().st_size for path in (work / "www").rglob("index.html"))
        same = ["-L", "INFO", "-s", f"CONCURRENT_REQUESTS_PER_DOMAIN={args.concurrency}"]
        scrapy = [sys.executable, "-m", "scrapy"]
        extensions = json.dumps(news_extensions() | {"bench_crawl.KeepStats": 0})
        own = ["-s", f"EXTENSIONS={extensions}", "-s", "AUTOTHROTTLE_ENABLED=False"]
        news = [*scrapy, "crawl", "news", "-a", f"site={base}", *same, *own]
        commands = {
            "stock": [*scrapy, "runspider", "stock.py", *same, "-s", 'EXTENSIONS={"bench_crawl.KeepStats": 0}'],
            "news": [*news, "-a", "discovery=sitemap"],
            "api": [*news, "-a", "discovery=rest", "-a", "fetch=api"],
        }
        for label in ("stock", *against):
            (work / label).mkdir()
            shutil.copy(__file__, work / label / "bench_crawl.py")
            (work / label / "scrapy.cfg").write_text("[settings]\ndefault = newscrawl.settings\n")
        (work / "stock" / "scrapy.cfg").unlink()
        (work / "stock" / "stock.py").write_text(STOCK.format(urls=str(work / "www" / "urls.txt")))
        with served(work / "www", port, args.pages) as server:
            if server != "nginx" and "api" in against:
                sys.exit("the REST API is served by nginx, which is not installed: give --against news")
            print(
                f"{args.pages} pages of {size / 1024:.0f} KiB from {server}, {args.rounds} rounds after one to warm up"
            )
            ratios: dict[tuple[str, str], list[float]] = {}
            for number in range(args.rounds + 1):
                got = {}
                for label in ("stock", *against):
                    stats, cpu, memory = run(commands[label], work / label)
                    got[label] = (args.pages / stats["seconds"], cpu, memory)
                    items = 0 if label == "stock" else args.pages
                    pages = args.pages // 100 if label == "api" else len(urls)
                    if stats["pages"] < pages or stats["items"] != items:
                        sys.exit(f"{label}: {stats} where {pages} answers and {items} items were due")
                    if label == "api" and stats["pages"] > args.pages // 10 + 20:
                        sys.exit(f"api: {stats}: the articles' pages were asked for")
                if not number:
                    continue
                row = []
                for label, (speed, cpu, memory) in got.items():
                    row.append(f"{label} {speed:6.0f} articles/s {cpu:5.1f} s CPU {memory:5.0f} MiB")
                    for what, value, stock in zip(MEASURED, got[label], got["stock"], strict=True):
                        ratios.setdefault((label, what), []).append(value / stock)
                print(f"round {number}: {' | '.join(row)}", flush=True)
            for (label, what), values in ratios.items():
                if label != "stock":
                    spread = f"{min(values):.2f} to {max(values):.2f}"
                    print(f"median ratio {label}/stock, {what}: {statistics.median(values):.2f} ({spread})")


MEASURED = ("articles/s", "CPU", "memory")


def news_extensions() -> dict[str, int | None]:
    """The project's own extensions, which a setting on the command line would replace."""
    from newscrawl.settings import EXTENSIONS

    return dict(EXTENSIONS)


if __name__ == "__main__":
    main()
