"""A passage's condition against the shop's data dictionary: the field and values it means, or what is wrong with it."""

from __future__ import annotations

from tools.audience_store import read_audiences
from tools.contract import AssistantError, BadRequest, UnknownField, UnknownValue
from tools.copy_rules.passages import Guard
from tools.copywriting.merging import tag_of
from tools.data.compiler.audience import Members
from tools.data.compiler.facts import Facts
from tools.definitions import Attribute, Condition, Saved
from tools.desk import Desk
from tools.matching import nearest, normal_form
from tools.specs import FieldSpec

AUDIENCE = ("audience", "segment", "人群")
"""`audience is "name"`: whether the person is in an audience saved under that name."""


def condition_of(desk: Desk, guard: Guard) -> Condition:
    """The guard as a condition of the data dictionary. Raises UnknownField, UnknownValue or BadRequest with a cure."""
    if guard.field.lower() in AUDIENCE and guard.field not in desk.dictionary.fields:
        return _saved(desk, guard)
    spec = _field(desk, guard.field)
    if spec.pii and guard.op not in ("known", "unknown"):
        raise BadRequest(
            desk.say(
                f"{spec.name} is personal data, so a passage may only ask whether it is known: write "
                f"{{{{#if {spec.name} known}}}}.",
                f"{spec.name} 属于个人信息，只能判断是否已知：请写成 {{{{#if {spec.name} known}}}}。",
            )
        )
    if guard.op in ("is", "is_not"):
        _check_values(desk, spec, guard)
    values = [_share(value) if spec.type == "share" else value for value in guard.values]
    asked = Attribute.model_validate({"field": spec.name, "op": guard.op, "values": values})
    try:
        Members(Facts(desk.dictionary, desk.today, {})).test(asked)
    except BadRequest as error:
        raise BadRequest(
            desk.say(error.message, f"{_label(desk, spec)}不能这样比较：请检查「{guard.text}」的写法和取值。"),
            nearest=error.nearest,
        ) from error
    return asked


def guard_problem(desk: Desk, guard: Guard) -> tuple[str, str] | None:
    """What is wrong with the guard, in English and Chinese; None where it can be answered."""
    if tag_of(guard) is not None:
        return None
    found = []
    for language in ("en", "zh"):
        try:
            condition_of(desk.speaking("zh" if language == "zh" else "en"), guard)
        except AssistantError as error:
            found.append(error.message)
    return (found[0], found[1]) if len(found) == 2 else None


def _saved(desk: Desk, guard: Guard) -> Condition:
    names = list(read_audiences(desk.workspace))
    known = {normal_form(name): name for name in names}
    if guard.op != "is" or len(guard.values) != 1:
        raise BadRequest(
            desk.say('Ask for a saved audience as {{#if audience is "name"}}.', "已存人群请写成 {{#if 人群 是 名称}}。")
        )
    name = known.get(normal_form(guard.values[0]))
    if name is None:
        alike = nearest(guard.values[0], names) or names[:5]
        raise UnknownValue(
            desk.say(
                f"No audience is saved as “{guard.values[0]}”; there are: {', '.join(alike) or 'none yet'}.",
                f"没有名为「{guard.values[0]}」的已存人群；现有：{'、'.join(alike) or '无'}。",
            ),
            nearest=alike,
        )
    return Saved(name=name)


def _field(desk: Desk, asked: str) -> FieldSpec:
    """The customer field of this name or with these words; raises UnknownField naming the nearest."""
    fields = {name: spec for name, spec in desk.dictionary.fields.items() if spec.level == "customer"}
    if asked in fields:
        return fields[asked]
    spoken: dict[str, FieldSpec] = {}
    for spec in fields.values():
        for form in (spec.name, spec.label.en, spec.label.zh, *spec.words["en"], *spec.words["zh"]):
            spoken.setdefault(normal_form(form), spec)
    found = spoken.get(normal_form(asked))
    if found is not None:
        return found
    alike = list(dict.fromkeys(spoken[normal_form(form)].name for form in nearest(asked, spoken, 8)))[:3]
    some = ", ".join(alike or list(fields)[:5])
    raise UnknownField(
        desk.say(
            f"There is no customer field “{asked}”: "
            + (f"the nearest are {some}." if alike else f"there are {some} …"),
            f"顾客数据里没有「{asked}」字段：" + (f"相近的有 {some}。" if alike else f"可用 {some} 等。"),
        ),
        nearest=alike,
    )


def _check_values(desk: Desk, spec: FieldSpec, guard: Guard) -> None:
    for value in guard.values:
        try:
            desk.dictionary.stored_forms(spec.name, value)
        except UnknownValue as error:
            known = [text for text, _ in desk.dictionary.values(spec.name)]
            some = error.nearest or known[:5]
            two = " and " in value or "且" in value or "并" in value
            raise UnknownValue(
                desk.say(
                    f"{spec.name} has no value “{value}”: "
                    + (f"the nearest are {', '.join(some)}." if error.nearest else f"it has {', '.join(some)}.")
                    + (" For two conditions put one passage into another." if two else ""),
                    f"{_label(desk, spec)}没有「{value}」这个值："
                    + (f"相近的有{'、'.join(some)}。" if error.nearest else f"现有{'、'.join(some)}。")
                    + ("两个条件请写成一层套一层。" if two else ""),
                ),
                nearest=some,
                field=spec.name,
                value=value,
            ) from error


def _share(value: str) -> str:
    """50% as 0.5."""
    number = value.removesuffix("%").removesuffix("％").strip()
    return str(float(number) / 100) if number != value and number.replace(".", "", 1).isdigit() else value


def _label(desk: Desk, spec: FieldSpec) -> str:
    return spec.label.in_language(desk.language)
