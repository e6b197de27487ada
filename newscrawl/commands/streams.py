"""Standard output and error as they come: a pipe that nobody reads any more, a full disk, a terminal that went away."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class StdoutError(Exception):
    """Raised by :func:`printing`: what was to be printed is lost. Its text is a clause that says why."""


@contextmanager
def printing() -> Iterator[None]:
    """Have what the block prints reach standard output, whatever characters that knows.

    Who reads it may leave early (``| head``): the rest is dropped. Raises StdoutError where it cannot be written.
    """
    if sys.stdout is None:
        raise StdoutError("standard output is closed")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _drop(sys.stdout.fileno())
    except OSError as error:
        if error.filename is not None:  # that is about some file
            raise
        _drop(sys.stdout.fileno())
        raise StdoutError(f"standard output could not be written: {error.strerror or error}") from error


def keep_status() -> None:
    """Let go of what no stream takes any more: Python would end with status 120 over it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _drop(stream.fileno())


def _drop(file: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file)
    os.close(nowhere)
