"""A draft compiled once for everybody: its pieces, the limits a finished message is held to, and what may be left out.

Raised here, before anybody is written to: unknown tags, unbalanced passages, conditions the data cannot answer, links
nobody has set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tools.briefs import Brief
from tools.contract import BadRequest, Language
from tools.copy_rules.checks.passages import cure
from tools.copy_rules.measure import parts_for
from tools.copy_rules.passages import Guard, Node, Passage, Slot, Text, guards_in, parse, slots_in
from tools.copy_rules.rulebook import ChannelSpec, rulebook
from tools.copywriting.guards import condition_of
from tools.copywriting.merging import tag_of
from tools.desk import Desk

Unit = Literal["characters", "width", "bytes"]
GREETING = "first_name"


@dataclass(frozen=True)
class Limit:
    """One length that a finished field may not pass; `nodes` are what counts of it."""

    rule: str
    field: str
    nodes: tuple[Node, ...]
    unit: Unit
    most: float
    severity: Literal["error", "warning"]


@dataclass(frozen=True)
class Template:
    """One draft, ready to be filled for anybody. The shop's own values are part of its text already."""

    channel: ChannelSpec
    language: Language
    fields: dict[str, tuple[Node, ...]]
    limits: tuple[Limit, ...]
    required: tuple[str, ...]
    max_characters: int | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All pieces of all fields."""
        return tuple(node for nodes in self.fields.values() for node in nodes)

    @property
    def tags(self) -> tuple[str, ...]:
        """Personal tags that the text or a condition names."""
        asked = [tag_of(guard) for guard, _ in guards_in(self.nodes)]
        found = [slot.name for slot in slots_in(self.nodes)] + [tag for tag in asked if tag]
        return tuple(dict.fromkeys(found))

    @property
    def guards(self) -> dict[str, Guard]:
        """Conditions on the data, by their text."""
        return {guard.text: guard for guard, _ in guards_in(self.nodes) if tag_of(guard) is None}

    @property
    def drops(self) -> tuple[frozenset[str], ...]:
        """Which tags fall back, step by step, until a message fits: none, the greeting, every personal value."""
        steps = [frozenset[str](), frozenset({GREETING}) & frozenset(self.tags), frozenset(self.tags)]
        return tuple(dict.fromkeys(steps))

    @property
    def greets(self) -> bool:
        """Whether the first step leaves out the greeting and nothing else."""
        return len(self.drops) > 1 and self.drops[1] == {GREETING}

    @property
    def mainland(self) -> bool:
        """Counted as carriers of mainland China do, whichever way makes more parts."""
        return self.language == "zh"

    def parts_allowed(self, encoding: str) -> int:
        """SMS parts a message may take: one, unless the brief makes room for more."""
        if self.max_characters is None:
            return 1
        return parts_for(self.max_characters, "mainland" if self.mainland else encoding)


def shop_values(desk: Desk, sender: str) -> dict[str, str]:
    """Tag to value for what is the same in every message: brand, address, links."""
    settings = desk.workspace.settings
    values = {
        **settings.links,
        "brand": sender,
        "unsubscribe_link": settings.unsubscribe_url,
        "postal_address": signed_address(sender, settings.postal_address),
    }
    return {name: value for name, value in values.items() if value}


def signed_address(sender: str, address: str) -> str:
    """The postal address with the name of who sends, as a letter has it; empty where no address is set."""
    return address if not address or sender.lower() in address.lower() else f"{sender}, {address}"


def compile_template(desk: Desk, brief: Brief, fields: Mapping[str, str], shop: Mapping[str, str]) -> Template:
    """`fields` of one draft as a template; `shop` are the values that are the same for everybody.

    Raises BadRequest for the first thing that would go wrong in every message, with its place and its cure.
    """
    channel = rulebook().channels[brief.channel]
    fields = {name: "\n".join(text.strip().splitlines()) for name, text in fields.items()}
    _check_fields(desk, channel, fields)
    pieces: dict[str, tuple[Node, ...]] = {}
    for name in _ordered(channel, fields):
        parsed = parse(fields[name])
        for problem in parsed.problems:
            _refuse(desk, name, problem.start, cure(problem, desk.language))
        for guard, start in guards_in(parsed.nodes):
            if tag_of(guard) is None:
                try:
                    condition_of(desk, guard)
                except BadRequest as error:
                    _refuse(desk, name, start, error.message)
        _check_slots(desk, channel, name, parsed.nodes, shop)
        pieces[name] = folded(parsed.nodes, shop)
    legal = {tag.name: "" for tag in rulebook().tags.values() if tag.kind == "legal"}
    bare = {name: folded(parse(fields[name]).nodes, {**shop, **legal}) for name in pieces}
    return Template(
        channel=channel,
        language=brief.language,
        fields=pieces,
        limits=tuple(_limits(brief, channel, pieces, pieces if brief.channel == "sms" else bare)),
        required=tuple(name for name in pieces if (spec := channel.spec_of(name)) is not None and spec.required),
        max_characters=brief.max_characters,
    )


def _ordered(channel: ChannelSpec, fields: Mapping[str, str]) -> list[str]:
    """The draft's fields in the channel's order; an optional one left empty is left out."""
    order = {spec.name: place for place, spec in enumerate(channel.fields)}

    def place(name: str) -> tuple[int, int]:
        spec = channel.spec_of(name)
        number = name.rpartition("_")[2]
        return order[spec.name] if spec else 99, int(number) if number.isdigit() else 0

    return sorted((name for name, text in fields.items() if text.strip()), key=place)


def _check_fields(desk: Desk, channel: ChannelSpec, fields: Mapping[str, str]) -> None:
    if not channel.personal:
        raise BadRequest(
            desk.say(f"{channel.en} is shown to many, so there is no message for each person.",
                     f"{channel.zh}面向多人展示，没有逐人的消息。")
        )  # fmt: skip
    lacking = [s.name for s in channel.fields if s.required and s.most == 1 and not fields.get(s.name, "").strip()]
    unknown = [name for name in fields if channel.spec_of(name) is None]
    if lacking or unknown:
        known = ", ".join(spec.name for spec in channel.fields)
        raise BadRequest(
            desk.say(f"{channel.en} takes the fields {known}; mend {', '.join(lacking + unknown)} in the draft.",
                     f"{channel.zh}的字段是 {known}；请修改文案中的 {'、'.join(lacking + unknown)}。")
        )  # fmt: skip


def _check_slots(desk: Desk, channel: ChannelSpec, field: str, nodes: Iterable[Node], shop: Mapping[str, str]) -> None:
    known = rulebook().tags
    for slot in slots_in(nodes):
        spec = known.get(slot.name)
        if spec is None or (spec.channels and channel.name not in spec.channels):
            names = ", ".join(t.name for t in known.values() if not t.channels or channel.name in t.channels)
            _refuse(desk, field, slot.start, desk.say(
                f"{{{{{slot.name}}}}} cannot be filled: use one of {names}.",
                f"{{{{{slot.name}}}}} 无法填充：可用的标签有 {names}。",
            ))  # fmt: skip
        elif spec.kind != "personal" and slot.name not in shop and slot.fallback is None:
            _refuse(desk, field, slot.start, unset(desk, slot.name))
    for node in _texts(nodes):
        for brackets in ("{{", "}}"):
            if brackets in node.text:
                _refuse(desk, field, node.start + node.text.index(brackets), desk.say(
                    f"“{brackets}” opens or closes no tag: write {{{{name|fallback}}}}, or take it out.",
                    f"「{brackets}」不构成标签：请写成 {{{{名称|备用词}}}}，或删去。",
                ))  # fmt: skip


def unset(desk: Desk, tag: str) -> str:
    """That the shop has no value for `tag` of its own, and where it goes."""
    home = {"unsubscribe_link": "unsubscribe_url", "postal_address": "postal_address"}.get(tag)
    setting = home or f"[links] {tag}"
    return desk.say(
        f"nobody has set {{{{{tag}}}}}: fill {setting} in workspace.toml.",
        f"{{{{{tag}}}}} 还没有设置：请在 workspace.toml 里填写 {setting}。",
    )


def _texts(nodes: Iterable[Node]) -> list[Text]:
    found: list[Text] = []
    for node in nodes:
        if isinstance(node, Text):
            found.append(node)
        elif isinstance(node, Passage):
            found += _texts((*node.then, *node.other))
    return found


def _refuse(desk: Desk, field: str, start: int, words: str) -> None:
    raise BadRequest(desk.say(f"{field}, character {start + 1}: {words}", f"{field} 第{start + 1}个字符：{words}"))


def folded(nodes: Iterable[Node], shop: Mapping[str, str]) -> tuple[Node, ...]:
    """The pieces with the shop's values put in and neighbouring words joined."""
    known = rulebook().tags
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Passage):
            made.append(node._replace(then=folded(node.then, shop), other=folded(node.other, shop)))
            continue
        if isinstance(node, Slot) and known[node.name].kind != "personal":
            node = Text(shop.get(node.name, node.fallback or ""), node.start)
        if isinstance(node, Text) and made and isinstance(made[-1], Text):
            made[-1] = Text(made[-1].text + node.text, made[-1].start)
        elif not isinstance(node, Text) or node.text:
            made.append(node)
    return tuple(made)


def _limits(
    brief: Brief, channel: ChannelSpec, fields: Mapping[str, tuple[Node, ...]], counted: Mapping[str, tuple[Node, ...]]
) -> Iterable[Limit]:
    """Every length rule of the channel in this language, and the brief's own limit on the main field."""
    for rule in rulebook().rules:
        if rule.check != "length" or rule.limit is None or rule.severity == "info":
            continue
        if (rule.channels and brief.channel not in rule.channels) or (
            rule.languages and brief.language not in rule.languages
        ):
            continue
        for name, nodes in fields.items():
            spec = channel.spec_of(name)
            if spec is not None and spec.name in rule.fields and rule.unit in ("characters", "width", "bytes"):
                unit: Unit = rule.unit  # type: ignore[assignment]
                yield Limit(rule.id, name, nodes, unit, rule.limit, rule.severity)
    if brief.max_characters is not None and channel.main in counted:
        yield Limit(
            "brief.max_characters", channel.main, counted[channel.main], "characters", brief.max_characters, "error"
        )
