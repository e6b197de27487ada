"""A real WordPress on loopback, private to the tests: its own database, docroot, theme and PHP server."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .posts import Post

HERE = Path(__file__).parent
DISTRIBUTION = Path("/usr/share/wordpress")
LANGUAGES = DISTRIBUTION / "wp-content" / "languages"
"""Translations, as Debian's package ``wordpress-l10n`` brings them."""
DEBIAN_THEMES = DISTRIBUTION / "wp-content" / "themes"
PRETTY = "/%year%/%monthnum%/%postname%/"
PLAIN = ""
START_TIMEOUT = 120
SOCKET_PATH_LIMIT = 100  # the kernel takes 107 bytes; MariaDB adds nothing


class SetupError(Exception):
    """Raised by :class:`WordPress` when a server does not start or a script fails: with its output."""


@dataclass(frozen=True, slots=True)
class Requirement:
    package: str
    """Debian package that brings it."""
    present: bool


def requirements() -> list[Requirement]:
    """What the site needs of the machine, and whether it is there. Runs PHP once."""
    modules: set[str] = set()
    if shutil.which("php"):
        listing = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False)
        modules = {line.strip().lower() for line in listing.stdout.splitlines()}
    return [
        Requirement("wordpress", (DISTRIBUTION / "wp-settings.php").is_file()),
        Requirement("mariadb-server", bool(_mariadb("mariadbd") and _mariadb("mariadb-install-db"))),
        Requirement("php-cli", bool(shutil.which("php"))),
        Requirement("php-mysql", "mysqli" in modules),
        Requirement("php-mbstring", "mbstring" in modules),
        Requirement("php-xml", "simplexml" in modules),
    ]


def missing_packages(language: str = "") -> list[str]:
    """Debian packages to install before :class:`WordPress` can start in that language; empty: none."""
    needed = requirements()
    if language:
        needed.append(Requirement("wordpress-l10n", (LANGUAGES / f"{language}.mo").is_file()))
    return [requirement.package for requirement in needed if not requirement.present]


def _mariadb(program: str) -> str | None:
    # The server is in sbin, which is not on every user's path.
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")


class WordPress:
    """A running WordPress.

    ``with WordPress() as site: site.publish(posts)``. Leaving the block stops the servers and removes the
    folder; so does the end of this process in any other way, by :mod:`guard`.
    """

    def __init__(
        self,
        *,
        title: str = "Test News",
        timezone: str = "Asia/Kabul",
        permalinks: str = PRETTY,
        first_number: int = 18001,
        language: str = "",
    ) -> None:
        """``language``: WordPress's name of it, ``fa_IR``; empty: English."""
        self.title = title
        self.first_number = first_number
        self._timezone = timezone
        self._permalinks = permalinks
        self._language = language
        self._guards: list[subprocess.Popen[bytes]] = []
        self._rewrite = True
        self.url = ""
        """Base URL, without a slash at the end."""
        self.version = ""
        """Version of WordPress."""
        self.folder = Path()

    # Life

    def __enter__(self) -> Self:
        self.folder = _short_folder()
        try:
            self._start_database()
            self._lay_out()
            self._start_php()
            self.version = self._php(
                "install.php",
                {"docroot": str(self.docroot), "title": self.title, "first_number": self.first_number},
            )["version"]
            self.act(
                ("theme", "news"),
                ("options", {"timezone_string": self._timezone, "WPLANG": self._language}),
                ("permalinks", self._permalinks),
            )
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops PHP, then the database, and removes the folder. May be called twice."""
        while self._guards:
            guard = self._guards.pop()
            assert guard.stdin
            guard.stdin.close()
            guard.wait(timeout=START_TIMEOUT)
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def docroot(self) -> Path:
        return self.folder / "docroot"

    @property
    def processes(self) -> list[int]:
        """Ids of the process groups that the servers run in."""
        return [guard.pid for guard in self._guards]

    # What a test may do to the site

    def publish(self, posts: Iterable[Post]) -> list[Post]:
        """Inserts posts in the order given; returns them with number and URL."""
        posts = list(posts)
        described = self.act(("publish", [post.order() for post in posts]))[0]
        return [
            replace(post, number=entry["number"], url=entry["url"])
            for post, entry in zip(posts, described, strict=True)
        ]

    def edit(self, post: Post, **changes: Any) -> Post:
        """Changes fields of a post, named as in :class:`Post`; its date of change becomes the present."""
        changed = replace(post, **changes)
        order = changed.order()
        names = {"blocks": "content"}
        wanted = {names.get(name, name) for name in changes}
        self.act(("edit", {"number": post.number} | {name: order[name] for name in wanted}))
        return changed

    def trash(self, post: Post) -> None:
        self.act(("trash", post.number))

    def restore(self, post: Post) -> None:
        """Publishes a trashed post again."""
        self.act(("restore", post.number))

    def delete(self, post: Post) -> None:
        """Removes a post for good."""
        self.act(("delete", post.number))

    def set_biographies(self, texts: dict[str, str]) -> None:
        """Name of an author -> what some themes print on them below each article."""
        self.act(("biographies", texts))

    def urls(self) -> dict[int, str]:
        """Number -> URL of every published post, as WordPress names them now."""
        return {entry["number"]: entry["url"] for entry in self.act(("posts", None))[0]}

    def set_permalinks(self, structure: str, *, rewrite: bool | None = None) -> None:
        """:data:`PRETTY`, :data:`PLAIN` or any other structure.

        ``rewrite``: whether paths that are no files reach WordPress at all; by default only with a structure,
        as under Apache. nginx is commonly set up so that they always do.
        """
        self._rewrite = bool(structure) if rewrite is None else rewrite
        self._write_settings()
        self.act(("permalinks", structure))

    def set_rest(self, on: bool) -> None:
        """Off: every REST answer is 401, and no page names the REST root."""
        self.act(("options", {"news_rest_off": None if on else 1}))

    def set_users(self, on: bool) -> None:
        """Off: the REST API names no author, neither in a list nor beside a post."""
        self.act(("options", {"news_users_off": None if on else 1}))

    def set_sitemap(self, on: bool) -> None:
        """Off: no sitemap, and none named in robots.txt."""
        self.act(("options", {"news_sitemap_off": None if on else 1}))

    def set_timezone(self, zone: str | float) -> None:
        """An IANA name, or hours of offset as WordPress's ``gmt_offset``. Posts keep their local time."""
        if isinstance(zone, str):
            options: dict[str, Any] = {"timezone_string": zone, "gmt_offset": ""}
        else:
            options = {"timezone_string": "", "gmt_offset": zone}
        self.act(("options", options), ("recompute_utc", None))

    def set_header(self, **header: Any) -> None:
        """Form of the printed header: see the theme's functions.php. Without arguments: as it comes."""
        self.act(("options", {"news_header": header or None}))

    def set_meta(self, on: bool) -> None:
        """On: the theme prints dates in JSON-LD, ``article:published_time`` and ``<time>`` too."""
        self.act(("options", {"news_meta": 1 if on else None}))

    def set_types(self, types: dict[str, list[str]]) -> None:
        """Types of posts beside WordPress's own: name -> taxonomies that they are filed in."""
        self.act(("options", {"news_types": types or None}))
        self.act(("flush", None))

    def set_editions(self, on: bool) -> None:
        """On: posts of even number are under ``/fa/``; the REST API lists all."""
        self.act(("options", {"news_editions": 1 if on else None}))

    def set_theme(self, name: str) -> None:
        """``news``, ours, or a theme of Debian's packages ``wordpress-theme-*``.

        :raises SetupError: it is not installed.
        """
        link = self.docroot / "wp-content" / "themes" / name
        if not link.exists() and (DEBIAN_THEMES / name).is_dir():
            link.symlink_to(DEBIAN_THEMES / name)
        self.act(("theme", name))

    def reset(self) -> None:
        """Back to the state after the start, posts aside."""
        self._rewrite = bool(self._permalinks)
        self._write_settings()
        names = ("rest_off", "users_off", "sitemap_off", "header", "meta", "types", "editions")
        switches = [f"news_{name}" for name in names]
        self.act(
            ("options", dict.fromkeys(switches)),
            ("options", {"timezone_string": self._timezone, "gmt_offset": ""}),
            ("recompute_utc", None),
            ("theme", "news"),
            ("permalinks", self._permalinks),
        )

    def act(self, *actions: tuple[str, Any]) -> list[Any]:
        """Runs actions of actions.php, in order; returns their results.

        :raises SetupError: with what PHP printed.
        """
        result: list[Any] = self._php("actions.php", {"docroot": str(self.docroot), "actions": actions})
        return result

    # Starting

    def _start_database(self) -> None:
        data = self.folder / "database"
        install, server = _mariadb("mariadb-install-db"), _mariadb("mariadbd")
        assert install
        assert server
        common = ["--no-defaults", f"--datadir={data}", f"--user={getpass.getuser()}"]
        small = ["--innodb-log-file-size=8M", "--innodb-buffer-pool-size=64M"]
        made = subprocess.run(
            [install, *common, *small, "--auth-root-authentication-method=normal", "--skip-test-db"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if made.returncode:
            raise SetupError(f"mariadb-install-db failed:\n{made.stdout}")
        self._run_guarded(
            [
                server,
                *common,
                *small,
                f"--socket={self._socket}",
                f"--pid-file={self.folder / 'database.pid'}",
                "--skip-networking",
                "--skip-log-bin",
                "--character-set-server=utf8mb4",
                # Nothing of it is kept, so nothing need reach the disk.
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=0",
                "--innodb-flush-method=nosync",
                "--aria-log-purge-type=immediate",
            ],
            log="database.log",
            remove_folder=True,
        )
        self._wait_for(self._database_answers, "database.log")
        self._sql("CREATE DATABASE wordpress CHARACTER SET utf8mb4")

    @property
    def _socket(self) -> Path:
        return self.folder / "db.sock"

    def _database_answers(self) -> bool:
        if not self._socket.exists():
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._socket)) == 0

    def _sql(self, statement: str) -> None:
        code = (
            "mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);"
            "(new mysqli('localhost', 'root', '', '', 0, $argv[1]))->query($argv[2]);"
        )
        done = subprocess.run(
            ["php", "-r", code, "--", str(self._socket), statement],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SetupError(f"{statement}:\n{done.stdout}{done.stderr}")

    def _lay_out(self) -> None:
        """Make the docroot: scripts of the top are copied, as they find the rest by their own place."""
        self.docroot.mkdir()
        for entry in DISTRIBUTION.iterdir():
            if entry.suffix == ".php" and not entry.name.startswith("wp-config"):
                shutil.copy(entry, self.docroot)
        for name in ("wp-admin", "wp-includes"):
            (self.docroot / name).symlink_to(DISTRIBUTION / name)
        shutil.copy(HERE / "php" / "wp-config.php", self.docroot)

        content = self.docroot / "wp-content"
        for name in ("themes", "mu-plugins", "plugins", "uploads"):
            (content / name).mkdir(parents=True)
        shutil.copytree(HERE / "theme", content / "themes" / "news")
        shutil.copy(HERE / "php" / "switches.php", content / "mu-plugins")
        (content / "uploads" / "photo.png").write_bytes(PIXEL)
        if self._language:
            (content / "languages").symlink_to(LANGUAGES)

    def _start_php(self) -> None:
        for attempt in range(5):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            self.url = f"http://127.0.0.1:{port}"
            self._write_settings()
            guard = self._run_guarded(
                [
                    "php",
                    *("-d", "opcache.enable=1"),
                    *("-d", "opcache.validate_timestamps=0"),
                    *("-d", "display_errors=stderr"),
                    *("-S", f"127.0.0.1:{port}"),
                    *("-t", str(self.docroot)),
                    str(HERE / "php" / "router.php"),
                ],
                log="php.log",
                environment={"PHP_CLI_SERVER_WORKERS": "4"},
            )
            try:
                # Not until it answers: on a port that somebody else took in between, somebody else would.
                self._wait_for(self._php_listens, "php.log")
            except SetupError:
                if attempt == 4 or guard.poll() is None:
                    raise
                self._guards.remove(guard)
            else:
                return

    def _php_listens(self) -> bool:
        log = self.folder / "php.log"
        return log.exists() and b" started" in log.read_bytes()

    def _write_settings(self) -> None:
        settings = {
            "url": self.url,
            "db_socket": str(self._socket),
            "db_user": "root",
            "rewrite": self._rewrite,
        }
        aside = self.folder / "site.json.new"
        aside.write_text(json.dumps(settings))
        aside.replace(self.folder / "site.json")  # a request never sees half of it

    # Running things

    def _run_guarded(
        self,
        command: list[str],
        *,
        log: str,
        environment: dict[str, str] | None = None,
        remove_folder: bool = False,
    ) -> subprocess.Popen[bytes]:
        guard = subprocess.Popen(
            [
                sys.executable,
                str(HERE / "guard.py"),
                str(self.folder / log),
                str(self.folder) if remove_folder else "-",
                *command,
            ],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env=os.environ | (environment or {}),
        )
        self._guards.append(guard)
        return guard

    def _wait_for(self, answers: Any, log: str) -> None:
        guard = self._guards[-1]
        end = time.monotonic() + START_TIMEOUT
        while not answers():
            if guard.poll() is not None or time.monotonic() > end:
                path = self.folder / log
                said = path.read_text(errors="replace")[-4000:] if path.exists() else ""
                raise SetupError(f"{log.removesuffix('.log')} did not start:\n{said}")
            time.sleep(0.05)

    def _php(self, script: str, order: dict[str, Any]) -> Any:
        done = subprocess.run(
            ["php", "-d", "display_errors=stderr", "-d", "memory_limit=512M", str(HERE / "php" / script)],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SetupError(f"{script} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        try:
            return json.loads(done.stdout)
        except ValueError as error:
            printed = done.stdout[-2000:] + done.stderr[-2000:]
            raise SetupError(f"{script} printed no JSON:\n{printed}") from error

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page of the site, without the crawler."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as response:  # noqa: S310  our own http URL
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def _short_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="newscrawl-wp-"))
    if len(str(folder / "db.sock")) <= SOCKET_PATH_LIMIT:
        return folder
    folder.rmdir()  # a socket's path must be short
    return Path(tempfile.mkdtemp(prefix="newscrawl-wp-", dir="/tmp"))


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000180a0d7cd5f0000000049454e44ae426082"
)
"""A PNG image of one pixel."""
