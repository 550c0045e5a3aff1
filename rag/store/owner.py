"""One process owns a data directory: two writers break Chroma for good. A directory enters, a held lock leaves.

The system releases the lock when its holder ends, however it ends, so a killed holder is no obstacle to the next one.
"""

import json
import os
import re
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from rag.errors import StoreError

_LOCK, _HOLDER = "owner.lock", "owner.json"
_PATIENCE = 5.0  # seconds for children of a killed holder to end: they keep its lock until then
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Owner:
    """The lock of a data directory, held from the start until `release`."""

    def __init__(self, data_dir: Path, now: datetime) -> None:
        """Take the lock at once; `now` is aware.

        Raises:
            StoreError: naming the process that holds it, or saying why the directory cannot be written.
        """
        self._holder = data_dir / _HOLDER
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            # The lock may be released by another thread than the one that took it.
            self._lock = FileLock(data_dir / _LOCK, thread_local=False)
            self._acquire()
        except OSError as error:
            raise StoreError(
                f"Không ghi được vào thư mục dữ liệu {data_dir}: hãy kiểm tra quyền ghi và dung lượng đĩa."
            ) from error

        holder = {"pid": os.getpid(), "command": _command(), "since": now.isoformat()}
        with suppress(OSError):  # on a full disk the lock holds all the same, only without a name
            self._holder.write_text(json.dumps(holder), encoding="utf-8")

    def release(self) -> None:
        """Let others have the directory."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _acquire(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self._lock.acquire(timeout=0)
                return
            except Timeout as error:
                holder = _read(self._holder)
                if holder is not None and _alive(holder[0]):
                    raise StoreError(_message(*holder)) from error
                # No holder to name: it is being written just now, or its process is dead and a child still ends.
                if time.monotonic() > deadline:
                    raise StoreError(_UNKNOWN) from error
                time.sleep(0.05)


_UNKNOWN = "Thư mục dữ liệu đang được một tiến trình khác dùng; hãy đợi nó xong hoặc dừng nó rồi thử lại."


def _message(pid: int, command: str, since: str) -> str:
    return (
        f"Thư mục dữ liệu đang được tiến trình {pid} (`{command}`) dùng từ {since}. "
        "Hãy đợi nó xong hoặc dừng nó rồi thử lại."
    )


def _read(path: Path) -> tuple[int, str, str] | None:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["since"]).astimezone(_ZONE)
        return (
            int(holder["pid"]),
            str(holder["command"]),
            f"{since:%H:%M:%S ngày} {since.day}/{since.month}/{since.year}",
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's process
    return True


def _command() -> str:
    """The program and its subcommand, without what else was typed: a question is nobody else's business."""
    program, *rest = sys.argv or [""]
    subcommand = [part for part in rest[:1] if re.fullmatch(r"[a-z-]{1,20}", part)]
    return " ".join([Path(program).name or "python", *subcommand])
