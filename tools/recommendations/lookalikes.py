"""People alike to a seed audience, with how much better than a random audience they were found in a back-test."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tools.audience_caveats import count_members
from tools.contract import AudienceCard, Chart, ColumnType, Finding, NotEnoughData, UnknownValue
from tools.definitions import Audience, Similar
from tools.desk import Desk
from tools.findings import labelled, unknown_value
from tools.wording import audience_words

DEFAULT_SHARE = 0.05
HEADS: tuple[tuple[str, str, str, ColumnType], ...] = (
    ("share", "Size of the audience", "人群占比", "share"),
    ("lift", "Lift over random", "相对随机的倍数", "number"),
    ("low", "Low", "下限", "number"),
    ("high", "High", "上限", "number"),
    ("held_out", "Seed customers tested", "检验的种子客户", "integer"),
)


def find_lookalikes(
    desk: Desk,
    seed: Annotated[Audience, Field(description="The customers to find others like")],
    count: Annotated[int | None, Field(ge=1, description="How many to find")] = None,
    share: Annotated[
        float | None, Field(gt=0, le=1, description="Or which share of the others; 0.05 if neither")
    ] = None,
) -> Finding:
    """Find the customers most alike to a seed audience in buying behaviour, who are not in it, as an audience.

    The result is a similar condition that can be combined with others, saved and exported.
    """
    definition = {"seed": seed.compact(), "count": count, "share": share}
    try:
        size = count_members(desk, seed)
        refuse_unless_enough(desk, size, count)
        fitted = desk.shop.likeness.fit(seed, desk.today)
        wanted = Similar(seed=seed, count=count, share=None if count else share or DEFAULT_SHARE)
        alike = Audience(all=[wanted])
        found = count_members(desk, alike)
    except UnknownValue as error:
        return unknown_value(desk, "find_lookalikes", error, definition)
    words = audience_words(alike, desk.dictionary, desk.language, desk.today)
    best = next((one for one in fitted.reach if one.share >= 0.05), fitted.reach[-1])
    finding = Finding(
        tool="find_lookalikes",
        status="answered" if found else "empty",
        title=words,
        columns=labelled(desk, *HEADS),
        rows=[
            [one.share, round(one.lift, 3), round(one.low, 3), round(one.high, 3), one.held_out] for one in fitted.reach
        ],
        total_rows=len(fitted.reach),
        totals={"size": float(found), "seed": float(size), "lift": best.lift, "low": best.low, "high": best.high},
        definition=definition,
        audience=AudienceCard(definition=alike.compact(), text=words, size=found),
        chart=Chart(kind="bar", x="share", y=["lift"]),
        caveats=_caveats(desk, fitted.works),
    )
    finding.message = desk.say(
        f"{found:,} customers most alike to the {size:,} of the seed. In back-testing an audience of {best.share:.0%} "
        f"found left-out seed customers {best.lift:.1f} times as often as a random one (95 % interval {best.low:.1f} "
        f"to {best.high:.1f}).",
        f"与 {size:,} 位种子客户最相似的 {found:,} 位客户。回测中，占 {best.share:.0%} 的人群"
        f"找回留出种子客户的比例是随机人群的 {best.lift:.1f} 倍（95% 区间 {best.low:.1f} 至 {best.high:.1f}）。",
    )
    return finding


def refuse_unless_enough(desk: Desk, size: int, count: int | None = None) -> None:
    """Raises NotEnoughData for a seed that is too small or leaves too few others, in the asker's language."""
    from tools.science.lookalike import MINIMUM_OTHERS, MINIMUM_SEED

    others = count_members(desk, Audience()) - size
    if size < MINIMUM_SEED:
        raise NotEnoughData(desk.say(
            (f"To find the {count:,} most alike, lookalikes" if count else "Lookalikes")
            + f" need a seed of at least {MINIMUM_SEED} customers; this one has {size:,}: widen it.",
            (f"要找最相似的 {count:,} 位，" if count else "")
            + f"相似人群至少需要 {MINIMUM_SEED} 位种子客户，目前只有 {size:,} 位：请放宽条件。",
        ))  # fmt: skip
    if others < MINIMUM_OTHERS:
        raise NotEnoughData(desk.say(
            f"Lookalikes need at least {MINIMUM_OTHERS} customers outside the seed; there are {others:,}: narrow it.",
            f"种子之外至少需要 {MINIMUM_OTHERS} 位客户，目前只有 {others:,} 位：请缩小种子范围。",
        ))  # fmt: skip


def _caveats(desk: Desk, works: bool) -> list[str]:
    caveats = [desk.say(
        "Alike in how they buy (recency, frequency, spend, categories, channels, reactions), as of the last training; "
        "a seed defined by one of these finds people near that definition.",
        "相似指购买方式（近度、频次、金额、品类、渠道、互动），以最近一次训练为准；"
        "若种子本身按其中某项定义，找到的人会接近该定义。",
    )]  # fmt: skip
    if not works:
        caveats.insert(0, desk.say(
            "In back-testing no size of audience was surely better than a random one: treat this as a random audience.",
            "回测中没有任何规模的人群明确优于随机：请视同随机人群。",
        ))  # fmt: skip
    return caveats
