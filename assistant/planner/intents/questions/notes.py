"""What an answer must say about how its conditions were read: what likely means, how far a score looks ahead."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.conversions import WINDOW, window_said
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.people.agents import LAPSED_DAYS, explained
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.scores.likeliest import use_horizon
from assistant.planner.grammar.scores.scores import Scored
from assistant.planner.grammar.slots import Slots
from assistant.planner.reading import Reading
from tools.definitions import CONVERSIONS


def said_about(frame: Frame, people: People) -> list[str]:
    """Notes on scores that pick people, and on what they were ranked by where nobody said it."""
    notes = [note for scored in people.scored if (note := _meaning(frame, scored))]
    if people.ranked_by_default:
        notes.append(frame.say("I ranked them by spend.", "按累计消费排名。"))
    return list(dict.fromkeys([*notes, *horizon_note(frame, people.horizon)]))


def horizon_note(frame: Frame, typed: str) -> list[str]:
    """A score looks ahead by the window it was trained for, whatever the question says."""
    if not typed:
        return []
    return [
        frame.say(
            f"A score looks ahead over its own window, stated on its card; “{typed}” does not change that.",
            f"得分按模型自身的时间窗口预测（见模型卡），“{typed}”不会改变它。",
        )
    ]


def window_note(frame: Frame) -> str:
    """How long after a message purchases count where the question does not say."""
    return frame.say(
        f"You named no window, so I counted orders within {WINDOW} days after each message; name another one freely.",
        f"您没有说明归因窗口，这里按每条消息之后{WINDOW}天内的订单计算；如需其他天数请说明。",
    )


def looking_ahead(frame: Frame, slots: Slots) -> list[str]:
    """The same for a question about a score itself; the words are used up."""
    people = People()
    use_horizon(slots, people)
    return horizon_note(frame, people.horizon)


def _meaning(frame: Frame, scored: Scored) -> str:
    if scored.value is not None or scored.degree == "noun":
        return ""
    if scored.concept == "uplift":
        return frame.say("“Persuadable” means an uplift above 0.", "“可说服”指增量得分大于 0。")
    if scored.degree in ("unlikely", "least"):
        return frame.say("“Unlikely” here means a probability below 50%.", "“不太可能”在这里指概率低于50%。")
    return frame.say("“Likely” here means a probability above 50%.", "“可能”在这里指概率超过50%。")


def defaults_said(frame: Frame, people: People) -> list[str]:
    """Windows that were assumed."""
    notes = []
    for clause in people.clauses:
        plain = clause.verb in ("agent:lapsed", "agent:active") and clause.period is None and clause.ago is None
        if plain and not explained(clause, people.clauses):
            lapsed = clause.verb == "agent:lapsed"
            notes.append(frame.say(
                f"“Lapsed” here means ordered before, but not in the last {LAPSED_DAYS} days.",
                f"这里的“流失”指以前下过单、最近{LAPSED_DAYS}天没有下单。",
            ) if lapsed else frame.say(
                f"“Active” here means ordered in the last {LAPSED_DAYS} days.",
                f"这里的“活跃”指最近{LAPSED_DAYS}天下过单。",
            ))  # fmt: skip
    return notes + said_about(frame, people)


def say_mixed(frame: Frame, people: People, reading: Reading) -> None:
    """How "and" and "or" side by side were read."""
    if people.mixed:
        reading.notes.append(frame.say("I read “and” as binding tighter than “or”.", "“且”优先于“或”组合条件。"))


def say_currency(frame: Frame, _slots: Slots, reading: Reading) -> None:
    """An amount in another currency is compared as it stands; that is said."""
    currencies = {s.value[1] for span in frame.spans for s in span.senses if s.kind == "money"}
    if currencies - {frame.vocabulary.currency, ""}:
        mine = frame.vocabulary.currency
        reading.notes.append(
            frame.say(
                f"Amounts in this shop are in {mine}; I took your figure as {mine}.",
                f"本店金额以 {mine} 计，您给出的数字按 {mine} 理解。",
            )
        )


def assumed_said(frame: Frame, figures: Figures) -> list[str]:
    """What was taken for granted about a figure: which one, of whom, how soon after a message."""
    said: list[str] = []
    if "measure" in figures.assumed and figures.measures == ["units"] and figures.sort:
        said.append(frame.say("I ranked by units sold.", "按销量（件数）排名。"))
    elif "measure" in figures.assumed and figures.measures == ["net_revenue"]:
        said.append(frame.say("I used net revenue.", "按净收入计算。"))
    if "buyers" in figures.assumed:
        said.append(frame.say("I counted who bought in that period.", "按该时间段内有购买的客户计算。"))
    if "window" in figures.assumed:
        converted = figures.after is not None and bool(CONVERSIONS & set(figures.measures))
        said.append(window_said(frame, figures.after) if converted and figures.after else window_note(frame))
    return said
