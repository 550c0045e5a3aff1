"""`giaoban bot` as a process of its own, which can be killed."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Program:
    """`giaoban bot` as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said: list[str] = []

    async def says(self, sentence: str) -> str:
        """Read until it has said this on stderr; the whole line."""
        assert self.process.stderr is not None
        async with asyncio.timeout(30):
            while not (found := [line for line in self.said if sentence in line]):
                line = await self.process.stderr.readline()
                assert line, f"ended after {self.said}"
                self.said.append(line.decode())
        return found[0]


@asynccontextmanager
async def giaoban_bot(data_dir: Path, *options: str, **environment: str) -> AsyncIterator[Program]:
    """Run `giaoban bot` with these settings and no others."""
    given = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "bot", *options,
        cwd=data_dir.parent,
        env=given | {"GIAOBAN_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)} | environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
