"""Merge tags: known, with a fallback where a value may be missing, and only where they can be filled."""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule, rulebook
from tools.copy_rules.tags import TAG, tags_in
from tools.copy_rules.text import term

_FOREIGN = (
    r"\*\|[^|]{1,40}\|\*|\[(?:first|last|your|customer|nick)[ _-]?\w*\]|<(?:first|last|customer)[ _]?\w*>"
    r"|%\w*NAME\w*%|\$\{[^}]*\}|\{%[^%]*%\}|\{\{|\}\}|\{[A-Za-z_ ]{2,30}\}"
    r"|[【\[［](?:姓名|昵称|客户|客户名|名字)[\]］】]|X{2,}(?:先生|女士)"
)


def tag_count(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """More merge tags in a field than it may have."""
    for name, text in reading.of(rule.fields):
        tags = list(tags_in(text))
        if rule.limit is not None and len(tags) > rule.limit:
            extra = tags[int(rule.limit)]
            details = {"count": len(tags), "limit": f"{rule.limit:g}"}
            yield Hit(name, start=extra.start, end=extra.end, details=details)


def merge_tags(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Unknown tags, personal tags without fallback or in ads, tags of other systems, and stray braces."""
    known = rulebook().tags
    channel = reading.context.channel
    for name, text in reading.fields.items():
        for tag in tags_in(text):
            spec = known.get(tag.name)
            shown = text[tag.start : tag.end]
            if spec is None or (spec.channels and channel.name not in spec.channels):
                names = ", ".join(t.name for t in known.values() if not t.channels or channel.name in t.channels)
                yield Hit(
                    name,
                    shown,
                    tag.start,
                    en=f"{shown} cannot be filled: use one of {names}.",
                    zh=f"{shown} 无法填充：可用的标签有 {names}。",
                )
            elif not channel.personal:
                yield Hit(
                    name,
                    shown,
                    tag.start,
                    en=f"{shown} cannot be filled in an ad, which is shown to many: take it out.",
                    zh=f"广告面向多人展示，{shown} 无法填充：请删去。",
                )
            elif spec.kind == "personal" and not tag.fallback:
                yield Hit(
                    name,
                    shown,
                    tag.start,
                    en=f"{shown} has no fallback where the {spec.en} is unknown: write {{{{{tag.name}|there}}}}.",
                    zh=f"{shown} 没有备用词，{spec.zh}未知时会留空：请写成 {{{{{tag.name}|朋友}}}}。",
                )
        bare = TAG.sub(lambda match: " " * len(match[0]), text)
        for match in term(_FOREIGN).finditer(bare):
            yield Hit(
                name,
                match[0],
                match.start(),
                en=f"“{match[0]}” is not filled here: write merge tags as {{{{name|fallback}}}}.",
                zh=f"「{match[0]}」在这里不会被替换：合并标签请写成 {{{{名称|备用词}}}}。",
            )
