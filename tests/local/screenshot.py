"""The picture of README: `python -m tests.local.screenshot docs/telegram.png` tries the bot on its page as a newcomer would.

Needs chromium and, for the pictures among the words, a font such as fonts-noto-color-emoji.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.local.browser import chromium, tab
from tests.telegram.program import giaoban_bot

_WIDTH, _TALL, _SCALE = 1080, 1000, 1.5
# What is shown above the question, which is left out
_ABOVE = "document.querySelector('.own:nth-last-child(4)').getBoundingClientRect().top - messages.offsetTop - 4"
_QUESTION = "ai phai nang cap mang khong day khu nha C, bao gio xong?"
_PAPER = "giao-ban-thang-11-phuong-hoa-gao.txt"
_MINUTES = """Biên bản họp giao ban tháng 11/2025 của UBND phường Hoa Gạo

Thời gian: 8 giờ ngày 04/11/2025. Địa điểm: phòng họp tầng 2.
Chủ trì: đồng chí Lường Thị Mến - Chủ tịch UBND phường.

Kết luận:
1. Giao Trạm Y tế phường rà soát danh sách tiêm chủng, báo cáo trước ngày 20/11/2025.
2. Giao Công an phường kiểm tra phòng cháy ở chợ Hoa Gạo, xong trước ngày 15/11/2025.
"""


async def take(devtools: str) -> bytes:
    """Ask a question, send a file, and photograph what the bot has made of both."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / _PAPER
        paper.write_text(_MINUTES, encoding="utf-8")
        async with giaoban_bot(Path(folder) / "data", "--local") as program:
            url = (await program.says("http://127.0.0.1:")).split()[-1]
            async with tab(devtools, url, width=_WIDTH, height=_TALL, scale=_SCALE) as page:
                await page.click("#chats a", "Lan")
                await page.click("#begin")
                await page.sees("quyền")
                await page.click("#chats a", "quản trị")
                await page.click("#begin")
                await page.sees("Xin chào")
                await page.say(_QUESTION)
                await page.sees("Phòng Công nghệ thông tin")
                await page.until("document.querySelector('.message:last-child blockquote')")
                await page.choose_files(paper)
                await page.sees(_PAPER, "#tray")
                await page.click("#send")
                await page.sees("Đã lập chỉ mục")
                await page.until("getComputedStyle(down).display === 'none'")
                await page.run("document.activeElement.blur()")
                await page.call("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=500)
                await page.resize(_WIDTH, _TALL - int(await page.run(_ABOVE)), _SCALE)
                return await page.picture()


def main() -> None:
    """Take the picture."""
    with chromium() as devtools:
        Path(sys.argv[1]).write_bytes(asyncio.run(take(devtools)))


if __name__ == "__main__":
    main()
