"""Conditional passages: balanced, readable, on fields and values there are, and not in ads."""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.passages import Problem, guards_in, parse
from tools.copy_rules.rulebook import Rule

_CURES = {
    "unopened": (
        "{v} belongs to no passage: begin it with {{{{#if field is value}}}}, or take it out.",
        "{v} 前面没有开头：请用 {{{{#if 字段 is 值}}}} 开始，或删去。",
    ),
    "unclosed": (
        "{v} is never closed: end the passage with {{{{/if}}}}.",
        "{v} 没有结束：请在条件文字后写 {{{{/if}}}}。",
    ),
    "second_else": ("A passage has one {v}: take the second one out.", "一个条件只能有一个 {v}：请删去第二个。"),
    "too_deep": (
        "{v} stands in a passage in a passage: only two levels can be read back, take one out.",
        "{v} 嵌套过深：最多两层，请减少一层。",
    ),
    "unreadable": (
        "{v} cannot be read: write {{{{#if field is value}}}}, is not, at least, at most, more than, less than, known "
        "or unknown.",
        "{v} 无法读懂：请写成 {{{{#if 字段 is 值}}}}，也可用 is not、at least、at most、more than、less than、known、"
        "unknown。",
    ),
    "unknown_word": (
        "{v} is not known here: passages are {{{{#if …}}}} … {{{{#else}}}} … {{{{/if}}}}.",
        "{v} 无法识别：条件文字写作 {{{{#if …}}}} … {{{{#else}}}} … {{{{/if}}}}。",
    ),
}


def cure(problem: Problem, language: str) -> str:
    """What is wrong and how to mend it, in one sentence."""
    english, chinese = _CURES[problem.kind]
    return (chinese if language == "zh" else english).format(v=problem.value)


def passages(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Unbalanced or unreadable passages, fields and values the shop does not have, and passages in ads."""
    context = reading.context
    for name, text in reading.fields.items():
        parsed = parse(text)
        for problem in parsed.problems:
            yield Hit(name, problem.value, problem.start, en=cure(problem, "en"), zh=cure(problem, "zh"))
        for guard, start in guards_in(parsed.nodes):
            if not context.channel.personal:
                yield Hit(
                    name,
                    guard.text,
                    start,
                    en=f"“{guard.text}” cannot be known in an ad, which is shown to many: take the passage out.",
                    zh=f"广告面向多人展示，无法判断「{guard.text}」：请删去这段条件文字。",
                )
            elif context.guard_problem is not None and (problem_words := context.guard_problem(guard)) is not None:
                yield Hit(name, guard.text, start, en=problem_words[0], zh=problem_words[1])
