"""A systemd of its own, in namespaces: what it starts and writes is gone with it, but for one folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crawls import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MANAGER = Path("/lib/systemd/systemd")
POSSIBLE = (
    sys.platform == "linux"
    and os.geteuid() == 0
    and MANAGER.exists()
    and bool(shutil.which("unshare"))
    and not Path("/run/systemd/system").exists()  # where one runs already, a second one is nobody's wish
)
ACCOUNT = 64_321
"""User and group that the service runs as."""

_BOOT = """
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs "$work"
mkdir "$work/upper" "$work/work" "$work/root"
root="$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
echo "newscrawl:x:$account:$account::/srv/newscrawl:/usr/sbin/nologin" >> "$root/etc/passwd"
echo "newscrawl:x:$account:" >> "$root/etc/group"
home="$root/srv/newscrawl"
mkdir -p "$home/.venv/bin" "$home/.venv/packages" "$home/.scrapy" "$home/output" "$home/newscrawl" "$root/opt/python"
cp "$project/scrapy.cfg" "$home"
mount --bind "$project/newscrawl" "$home/newscrawl"
mount --bind "$packages" "$home/.venv/packages"
mount --bind "$python" "$root/opt/python"  # the service sees no home directories, and that may be where it is
mount --bind "$output" "$home/output"
chown "$account:$account" "$home/output" "$home/.scrapy"
cat > "$home/.venv/bin/scrapy" <<END
#!/bin/sh
export LD_LIBRARY_PATH=/opt/python/lib PYTHONPATH=/srv/newscrawl/.venv/packages
exec /opt/python/$program -m scrapy "\\$@"
END
chmod 755 "$home/.venv/bin/scrapy"
units="$root/etc/systemd/system"
cp "$project"/deploy/newscrawl@.* "$units"
# Nothing of the machine's own is started, cleaned up or set.
for unit in tmpfiles-setup tmpfiles-setup-dev udevd udev-trigger sysusers sysctl modules-load random-seed; do
  ln -sf /dev/null "$units/systemd-$unit.service"
done
printf '[Unit]\\nDescription=Nothing\\nDefaultDependencies=no\\n' > "$units/nothing.target"
mkdir "$root/old"
cd "$root"
pivot_root . old
cd /
umount -l /old
container=other exec "$manager" --system --unit=nothing.target
"""


@contextmanager
def booted(work: Path, output: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Boot it, with the recipes installed as docs/scheduling.md says; gives a function that runs a command in there.

    ``output`` is what ``/srv/newscrawl/output`` leads to. Raises OSError where the kernel does not let it.
    """
    work.mkdir()
    output.mkdir()
    base = Path(sys.base_prefix)
    given = {
        "work": work,
        "output": output,
        "project": PROJECT,
        "packages": sysconfig.get_path("purelib"),
        "python": base,
        "program": f"bin/python{sys.version_info.major}.{sys.version_info.minor}",
        "manager": MANAGER,
        "account": ACCOUNT,
    }
    line = ["unshare", "--pid", "--fork", "--mount", "--uts", "--ipc", "--kill-child", "bash", "-c", _BOOT]
    env = {"PATH": os.environ["PATH"]} | {name: str(value) for name, value in given.items()}
    said = work.with_suffix(".log")
    with (
        said.open("wb") as log,
        subprocess.Popen(line, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as process,
    ):

        def run(*command: str) -> subprocess.CompletedProcess[str]:
            (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            inside = ["nsenter", "-t", child, "-m", "-p", "-u", "-i", "-r", "-w", *command]
            return subprocess.run(inside, capture_output=True, text=True, timeout=180, check=False)

        try:
            ends = time.monotonic() + 60
            while True:
                if process.poll() is not None or time.monotonic() > ends:
                    raise OSError(said.read_text("utf-8", "replace"))
                try:
                    if run("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"):
                        break
                except ValueError:  # it has not forked yet
                    pass
                time.sleep(0.2)
            yield run
        finally:
            process.kill()
