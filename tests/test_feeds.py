from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from newscrawl.feeds import PART_SUFFIX, AsideFile, AtomicFileStorage, write_atomically
from tests.crawls import wait_for

if TYPE_CHECKING:
    from pathlib import Path


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(PART_SUFFIX)]


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "a.jsonl"
    file = AsideFile(target)
    file.write(b"one\n")
    file.flush()
    assert not target.exists()
    stored = file.store()
    assert target.read_bytes() == b"one\n"
    assert (stored.path, stored.lines, stored.size) == (target, 1, 4)
    assert stored.sha256 == hashlib.sha256(b"one\n").hexdigest()
    assert not parts(tmp_path)


def test_an_existing_file_is_replaced_at_once(tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    target.write_bytes(b"old\n")
    storage = AtomicFileStorage(str(target), feed_options={"overwrite": True})
    file = storage.open(None)  # type: ignore[arg-type]
    file.write(b"new\n")
    assert target.read_bytes() == b"old\n"
    storage.store(file)
    assert target.read_bytes() == b"new\n"


def test_appending_keeps_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    target.write_bytes(b"old\n")
    storage = AtomicFileStorage(target.as_uri(), feed_options={"overwrite": False})
    file = storage.open(None)  # type: ignore[arg-type]
    file.write(b"new\nnewer\n")
    storage.store(file)
    assert target.read_bytes() == b"old\nnew\nnewer\n"
    assert storage.stored is not None
    assert storage.stored.lines == 2
    assert storage.stored.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert not parts(tmp_path)


def test_two_runs_can_append_to_one_file(tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    first, second = AsideFile(target, append=True), AsideFile(target.with_name("b"), append=True)
    second.path = target  # as if opened by another process: only the name of the part differs
    first.write(b"first\n")
    second.write(b"second\n")
    first.store()
    second.store()
    assert sorted(target.read_bytes().splitlines()) == [b"first", b"second"]


def test_a_dropped_file_leaves_no_trace(tmp_path: Path) -> None:
    with AsideFile(tmp_path / "a.jsonl") as file:
        file.write(b"half a li")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system takes root")
def test_a_full_disk_fails_the_file_and_spares_the_old_one(tmp_path: Path) -> None:
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], check=False)
    if mount.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        target = tmp_path / "a.jsonl"
        write_atomically(target, b"old\n")
        file = AsideFile(target)
        with pytest.raises(OSError, match="No space left"):
            _fill(file)
        with pytest.raises(OSError, match="No space left"):
            file.store()
        assert target.read_bytes() == b"old\n"
        assert not parts(tmp_path)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def _fill(file: AsideFile) -> None:
    for _ in range(100):
        file.write(b"x" * 4096)
        file.flush()


WRITER = """
import sys
from newscrawl.feeds import AsideFile
for n in range(10**6):
    file = AsideFile(__import__("pathlib").Path(sys.argv[1]), append=n % 2 == 1)
    for i in range(200):
        file.write(b"%d %d\\n" % (n, i))
    file.store()
"""


def test_a_kill_never_leaves_half_a_file(tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    for n in range(0, 36, 6):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(target)])
        wait_for(target.exists)
        for _ in range(100):  # nor does anybody see one before
            check_whole(target)
        time.sleep(0.001 * n)
        process.send_signal(signal.SIGKILL)
        process.wait()
        check_whole(target)
        target.unlink()


def check_whole(target: Path) -> None:
    lines = target.read_bytes().splitlines()
    assert lines
    assert len(lines) % 200 == 0
    assert lines[-1].endswith(b" 199")
