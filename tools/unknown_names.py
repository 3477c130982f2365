"""Refusing a field or measure that a shop does not have: what is missing, and what is near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.contract import UnknownField
from tools.matching import nearest
from tools.specs import FieldSpec, MeasureSpec, Words

RETURNS = "returns"
"""What fields and measures of returns need: some order line with a negative quantity."""
NO_RETURNS = Words(
    en="This shop's data holds no returns: no order line has a negative quantity",
    zh="这家店的数据里没有退货记录（没有数量为负的订单行）",
)


def unknown(
    what: str, name: str, everywhere: dict[str, Any], here: Mapping[str, FieldSpec | MeasureSpec]
) -> UnknownField:
    """The refusal of a name: known elsewhere and without data here, or known nowhere and perhaps mistyped."""
    some, examples = (
        ", ".join(list(here)[:8]),
        "、".join(spec.label.in_language("zh") for spec in list(here.values())[:8]),
    )
    if name == "event":
        return UnknownField(
            "This shop keeps no record of messages sent, opened or clicked, or of visits: import such events first.",
            zh="店铺没有发送、打开、点击或访问记录：请先导入这些事件。",
        )
    if RETURNS in everywhere.get(name, {}).get("needs", ()):
        return UnknownField(f"{NO_RETURNS.en}.", zh=f"{NO_RETURNS.zh}。")
    if name in everywhere:
        return UnknownField(
            f"This shop has no data for the {what} {name}: choose another, such as {some}.",
            zh=f"店铺没有“{everywhere[name]['label']['zh']}”的数据：请换一个，例如{examples}。",
        )
    spoken = {form: key for key, spec in here.items() for form in [*spec.words["en"], *spec.words["zh"], key]}
    alike = list(dict.fromkeys(spoken[form] for form in nearest(name.replace("_", " "), spoken, 8)))[:3]
    hint = f"the nearest are {', '.join(alike)}" if alike else f"there are {some} and more"
    close = "、".join(here[key].label.in_language("zh") for key in alike) or examples
    return UnknownField(
        f"There is no {what} called {name}: {hint}.", nearest=alike, zh=f"没有“{name}”：最接近的有{close}。"
    )
