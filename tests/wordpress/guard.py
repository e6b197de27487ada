"""Runs one server and ends it, with all its children, when standard input closes.

``python guard.py LOG FOLDER COMMAND…``, started as the leader of a process group. The pipe of standard input
closes even when the process that holds its other end is killed, so no server outlives the tests. FOLDER is
removed after the end; ``-`` removes nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

GRACE = 20.0  # seconds between asking the server to end and making it


def end_group() -> None:
    os.killpg(os.getpgrp(), signal.SIGTERM)  # the group, as PHP's workers outlive their master


def main(log: str, folder: str, command: list[str]) -> int:
    # A handler that does nothing: SIG_IGN would be handed on to the server.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with Path(log).open("ab") as output:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        end_group()
        threading.Timer(GRACE, server.kill).start()

    threading.Thread(target=end_with_parent, daemon=True).start()
    status = server.wait()
    end_group()
    if folder != "-":
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.flush()
    os._exit(status if status >= 0 else 128 - status)  # past the timer and the reader, which may still wait


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
