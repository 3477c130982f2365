"""Segments: who is in each RFM segment or cluster, what sets it apart, and who moved from one to another."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from tools.clustering import read_card
from tools.contract import Chart, Column, Finding, Source, Unavailable
from tools.definitions import Attribute, Audience, Metric, Period, Sort
from tools.desk import Desk
from tools.metrics import measure
from tools.segment_effects import effect_words, segment_effects
from tools.segment_moves import month_ends, moves_between, segment_names, sizes_on, two_days
from tools.segment_words import (
    Segmentation,
    drift_caveat,
    effects_caveat,
    how_made,
    kind_words,
    moves_words,
    named,
    relative_caveat,
    too_few,
)

FIELDS: dict[Segmentation, str] = {"rfm": "rfm_segment", "cluster": "cluster"}
PROFILE = [
    "customers",
    "average(spend)",
    "average(orders)",
    "average(average_order_value)",
    "average(days_since_last_order)",
]
MONTHS_OF_SIZES = 6
SEGMENTATION = Field(description="rfm: the eleven named RFM segments; cluster: behavioural clusters found by training")


def profile_segments(
    desk: Desk,
    segmentation: Annotated[Segmentation, SEGMENTATION],
    segments: Annotated[list[str] | None, Field(description="Only these, by name; all when left out")] = None,
) -> Finding:
    """Sizes and profiles of the shop's segments: customers, share, spend, orders, basket, days since the last order.

    Also what sets each apart from all other buyers, in standard deviations.
    """
    field = FIELDS[segmentation]
    card = _card(desk, segmentation)
    chosen = [desk.dictionary.match_value(field, name) for name in segments or []]
    only = Audience(all=[Attribute(field=field, values=list(chosen))]) if chosen else None
    ranking = Sort(by="customers", descending=True)
    finding = measure(desk, Metric(measures=PROFILE, dimensions=[field], audience=only, share=not chosen, sort=ranking))
    effects = {named(desk, field, name): one for name, one in segment_effects(desk, field).items()}
    label = desk.say("What sets it apart (standard deviations)", "主要区别（标准差）")
    finding.columns = [*finding.columns, Column(name="sets_apart", label=label)]
    finding.rows = [[*row, effect_words(desk, effects.get(str(row[0]), []))] for row in finding.rows]
    profiles = _profiles(desk, field)
    finding.sources = [
        Source(id=f"segment:{name}", title=name, text=profiles[name])
        for name in (str(row[0]) for row in finding.rows)
        if name in profiles
    ]
    finding.caveats += [how_made(desk, card), effects_caveat(desk)]
    return finding.model_copy(update={"tool": "profile_segments"})


def segment_migration(
    desk: Desk,
    segmentation: Annotated[Segmentation, SEGMENTATION] = "rfm",
    months: Annotated[
        int | None,
        Field(
            ge=1, le=36, description="How many months back: 1 compares today with a month ago (sizes: 6 when left out)"
        ),
    ] = None,
    period: Annotated[
        Period | None, Field(description="Instead of months: from the eve of its first day to its last day")
    ] = None,
    view: Annotated[
        Literal["moves", "sizes"],
        Field(description="moves: who went from which segment to which; sizes: each segment's size month by month"),
    ] = "moves",
) -> Finding:
    """Say who moved between segments from one day to another, or how segment sizes developed month by month.

    Sizes and profiles as of today: profile_segments.
    """
    card = _card(desk, segmentation)
    if view == "sizes":
        start, end = two_days(desk, months or MONTHS_OF_SIZES, period)
        return _sizes(desk, segmentation, card, month_ends(start, end))
    start, end = two_days(desk, months, period)
    return _moves(desk, segmentation, card, start, end)


def _moves(desk: Desk, segmentation: Segmentation, card: dict[str, Any] | None, start: date, end: date) -> Finding:
    try:
        found, sql = moves_between(desk, card, start, end)
    except ValueError as error:
        raise too_few(desk, start) from error
    field, new = FIELDS[segmentation], desk.say("No order before", "此前无订单")
    rows = [
        [named(desk, field, move.origin) if move.origin else new, named(desk, field, move.target), *move[2:]]
        for move in found.moves()
        if move.target is not None
    ]
    known = int(found.before.sum())
    return Finding(
        tool="segment_migration",
        title=desk.say(
            f"Moves between {kind_words(desk, segmentation)} from {start} to {end}",
            f"{start} 至 {end} {kind_words(desk, segmentation)}之间的流动",
        ),
        message=moves_words(desk, rows, found, start, end),
        columns=[
            Column(name="from_segment", label=f"{start}"),
            Column(name="to_segment", label=f"{end}"),
            Column(name="customers", type="integer", unit="customers", label=desk.say("Customers", "客户数")),
            Column(name="share", type="share", label=desk.say("Share of the earlier segment", "占原分群比例")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals={
            "customers_before": known,
            "customers_after": int(found.after.sum()),
            "stayed": found.stayed,
            "moved": found.moved,
            "moved_share": found.moved / known,
            "arrived": int(found.arrived.sum()),
            "size_drift": round(found.drift, 4),
        },
        definition={"segmentation": segmentation, "start": start.isoformat(), "end": end.isoformat()},
        sql=sql,
        caveats=[relative_caveat(desk, card), drift_caveat(desk, found.drift)],
        chart=Chart(kind="flow", x="from_segment", y=["customers"], series="to_segment"),
    )


def _sizes(desk: Desk, segmentation: Segmentation, card: dict[str, Any] | None, days: list[date]) -> Finding:
    from tools.science.migration import MINIMUM_CUSTOMERS, sizes_by_day, stability_index

    counted, sql = sizes_on(desk, card, days)
    kept = {day: sizes for day, sizes in counted.items() if sum(sizes.values()) >= MINIMUM_CUSTOMERS}
    if len(kept) < 2:
        raise too_few(desk, days[0])
    field, names = FIELDS[segmentation], segment_names(card)
    table = sizes_by_day({day.isoformat(): sizes for day, sizes in kept.items()}, names)
    first, last = (([sizes.get(name, 0) for name in names]) for sizes in (kept[min(kept)], kept[max(kept)]))
    drift = stability_index(first, last)
    return Finding(
        tool="segment_migration",
        title=desk.say(
            f"Sizes of {kind_words(desk, segmentation)} from {min(kept)} to {max(kept)}",
            f"{min(kept)} 至 {max(kept)} {kind_words(desk, segmentation)}的规模",
        ),
        columns=[
            Column(name="day", type="date", label=desk.say("As of", "截至")),
            Column(name="segment", label=desk.say("Segment", "分群")),
            Column(name="customers", type="integer", unit="customers", label=desk.say("Customers", "客户数")),
            Column(name="share", type="share", label=desk.say("Share", "占比")),
            Column(name="change", type="share", label=desk.say("Change of share", "占比变化")),
        ],
        rows=[[size.day, named(desk, field, size.segment), size.customers, size.share, size.change] for size in table],
        total_rows=len(table),
        totals={"customers_before": sum(first), "customers_after": sum(last), "size_drift": round(drift, 4)},
        definition={"segmentation": segmentation, "days": [day.isoformat() for day in kept]},
        sql=sql,
        caveats=[relative_caveat(desk, card), drift_caveat(desk, drift)],
        chart=Chart(kind="line", x="day", y=["customers"], series="segment"),
    )


def _card(desk: Desk, segmentation: Segmentation) -> dict[str, Any] | None:
    """The card of the clusters; None for RFM, which needs none."""
    if segmentation == "rfm":
        return None
    card = read_card(desk.workspace)
    if card is None or "customer_clusters" not in desk.warehouse.columns():
        raise Unavailable(
            desk.say(
                "No clusters have been fitted for this shop: `python -m assistant train` does it. RFM segments need no "
                "fitting and can be asked for now.",
                "这家店还没有做过聚类：运行 `python -m assistant train` 即可。RFM 分层无需训练，现在就可以查询。",
            )
        )
    return card


def _profiles(desk: Desk, field: str) -> dict[str, str]:
    """Segment name to its description in the asker's language, where training wrote one."""
    if "segment_profiles" not in desk.warehouse.columns():
        return {}
    text = "text_zh" if desk.language == "zh" else "text_en"
    _, rows = desk.warehouse.query(f"SELECT segment, {text} FROM segment_profiles WHERE segmentation = ?", [field])
    return {named(desk, field, str(name)): str(words) for name, words in rows}
