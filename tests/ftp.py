"""An FTP server on loopback, as ``python -m tests.ftp FOLDER USER PASSWORD``; prints its port."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.starter import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USER, PASSWORD = "user", "hush-hush"


@contextmanager
def ftp_server(folder: Path) -> Iterator[str]:
    """Serve ``folder``; the URI of its root, password included."""
    (folder / USER).mkdir(parents=True)
    line = [sys.executable, "-m", "tests.ftp", str(folder), USER, PASSWORD]
    with subprocess.Popen(line, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"ftp://{USER}:{PASSWORD}@127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def main(folder: str, user: str, password: str) -> None:
    """Serve until the process is ended: the user's files are in the folder of that name."""
    from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
    from twisted.cred.portal import Portal
    from twisted.internet import reactor
    from twisted.protocols.ftp import FTPFactory, FTPRealm

    checker = InMemoryUsernamePasswordDatabaseDontUse()
    checker.addUser(user, password)  # as the protocol has them: text
    port = reactor.listenTCP(0, FTPFactory(Portal(FTPRealm(folder, folder), [checker])), interface="127.0.0.1")
    sys.stdout.write(f"{port.getHost().port}\n")
    sys.stdout.flush()
    reactor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
