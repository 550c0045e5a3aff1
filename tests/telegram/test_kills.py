"""The bot killed while it answers; `benchmarks/bot_kills.py` does it many times, by webhook too."""

from pathlib import Path

from bot.local import LocalTelegram, User

from .program import giaoban_bot

PEOPLE = [User(900 + number, f"Người {number}") for number in range(5)]
QUESTIONS = 4  # of each


async def test_a_kill_loses_no_question_and_doubles_one_answer_at_most(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram:

        def answers() -> list[int]:
            return [sum(one.by_bot for one in telegram.chat(person)) for person in PEOPLE]

        settings = {
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_ADMIN_IDS": ",".join(str(person.id) for person in PEOPLE),
        }
        for _ in range(QUESTIONS):
            for person in PEOPLE:
                telegram.say(person, "/moi")
        async with giaoban_bot(tmp_path / "data", **settings) as program:
            await telegram.until(lambda: sum(answers()) >= 7, 30)
            program.process.kill()
            await program.process.wait()
        before = sum(answers())
        assert before < QUESTIONS * len(PEOPLE)
        async with giaoban_bot(tmp_path / "data", **settings):
            await telegram.until(lambda: all(count >= QUESTIONS for count in answers()) and not telegram.pending, 30)
        assert sum(answers()) <= QUESTIONS * len(PEOPLE) + 1
