from __future__ import annotations

import contextlib
import re
import signal
import threading
import time

import pytest

from newscrawl.deadline import TooSlowError, deadline


def spin() -> None:
    while True:
        pass


def test_a_loop_is_broken_off() -> None:
    with pytest.raises(TooSlowError, match=r"0\.05 s of CPU time"), deadline(0.05):
        spin()


def test_a_regular_expression_is_broken_off() -> None:
    with pytest.raises(TooSlowError), deadline(0.05):
        re.match(r"(a+)+$", "a" * 60 + "b")


def test_it_comes_again_where_it_is_swallowed() -> None:
    def swallow() -> None:
        with contextlib.suppress(TooSlowError):
            spin()
        spin()

    with pytest.raises(TooSlowError), deadline(0.05):
        swallow()


def test_what_ends_in_time_is_left_alone() -> None:
    for _ in range(1000):
        with deadline(0.5):
            pass
    with pytest.raises(ValueError, match="its own"), deadline(1):
        raise ValueError("its own")
    until = time.process_time() + 0.2
    with deadline(0.1), contextlib.suppress(TooSlowError):
        pass
    while time.process_time() < until:  # nothing is left armed
        pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_waiting_does_not_count() -> None:
    with deadline(0.1):
        time.sleep(0.3)


def test_no_limit_and_other_threads() -> None:
    with deadline(0):
        pass
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with deadline(0.01):
                end = time.monotonic() + 0.05
                while time.monotonic() < end:
                    pass
        except BaseException as error:  # noqa: BLE001 - whatever it is
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert failed == []
