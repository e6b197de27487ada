"""``python -m newscrawl.demo`` serves the demo site until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading

from newscrawl.demo.editions import EDITIONS
from newscrawl.demo.server import DemoSite


def main(arguments: list[str] | None = None) -> int:
    """Print the site's URL and serve it until interrupted. Returns 0, or 1 where the port cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m newscrawl.demo", description="Serve the demo news site.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--edition", choices=sorted(EDITIONS), default="en", help="language (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    if not 0 <= chosen.port <= 65535:
        parser.error(f"argument --port: {chosen.port} is no port: give 0 to 65535")
    try:
        site = DemoSite(chosen.edition, port=chosen.port).start()
    except OSError as error:
        sys.stderr.write(f"cannot serve on port {chosen.port}: {error.strerror}\n")
        return 1
    sys.stdout.write(f"{site.url}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        site.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
