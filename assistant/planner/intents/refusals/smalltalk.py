"""Greetings, thanks, help and starting over: short answers with questions this shop can answer."""

from __future__ import annotations

from assistant.planner.examples import example_questions
from assistant.planner.frame import Frame
from assistant.planner.reading import Reading


def read_smalltalk(frame: Frame) -> Reading | None:
    """A message that is nothing but a greeting, thanks, a call for help or for a new start."""
    if frame.only("reset", "break", "interjection") and frame.has("reset"):
        return frame.reading(
            "reset",
            text=frame.say(
                "All right, we start from scratch. What would you like to know?", "好的，我们重新开始。想了解什么？"
            ),
        )
    if frame.only("help", "greeting", "interjection") and frame.has("help"):
        return frame.reading("help", text=_help(frame))
    if frame.only("bye", "thanks", "interjection") and frame.has("bye"):
        return frame.reading("bye", text=frame.say("See you. Everything is saved here.", "再见，这里的对话都已保存。"))
    if frame.only("thanks", "greeting", "interjection", "hedge") and frame.has("thanks", "interjection"):
        return frame.reading("thanks", text=frame.say("You're welcome. What's next?", "不客气。还想看什么？"))
    if _praise(frame):
        return frame.reading("thanks", text=frame.say("You're welcome. What's next?", "不客气。还想看什么？"))
    if frame.only("greeting"):
        first, second = example_questions(frame.vocabulary, frame.language)[:2]
        return frame.reading(
            "greeting",
            text=frame.say(
                f"Hello! Ask me about your customers, sales or campaigns, for example “{first}” or “{second}”.",
                f"您好！可以问我客户、销售或活动的问题，例如“{first}”或“{second}”。",
            ),
        )
    return None


def _praise(frame: Frame) -> bool:
    """thanks, nice list: praise for what was shown asks for nothing."""
    said = [span for span in frame.spans if not span.has("break")]
    if not said or not said[0].has("thanks") or len(said) > _FEW:
        return False
    praised = said[-1].text.casefold() in _SHOWN or said[-1].has("list", "chart", "as_table")
    light = all(span.has("thanks", "filler", "interjection", "greeting", "hedge") for span in said[:-1])
    return praised and light and said[-2 if len(said) > 1 else -1].has("thanks")


_FEW = 6
_SHOWN = {
    "list",
    "table",
    "chart",
    "answer",
    "work",
    "job",
    "overview",
    "figures",
    "numbers",
    "result",
    "report",
    "breakdown",
}


def _help(frame: Frame) -> str:
    lines = "\n".join(f"- {question}" for question in example_questions(frame.vocabulary, frame.language))
    return frame.say(
        "I count and describe customers, build and save audiences, work out sales and campaign figures, look things "
        "up and draft copy. I am a set of rules, not a language model, and ask back when a word is new to me. "
        f"For example:\n{lines}",
        f"我可以统计和描述客户、圈选并保存人群、计算销售和活动指标、查询资料、撰写文案。我是一套规则而不是大语言模型，遇到不认识的词会问您。例如：\n{lines}",
    )
