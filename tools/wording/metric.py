"""Metrics in words: what is measured, by what, when, against what, for whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tools.contract import Language
from tools.definitions import AGGREGATE, BAND, CONVERSIONS, RATIO, ROLLING, Metric, Part
from tools.periods import previous, row_unit, year_before
from tools.specs import lowered
from tools.wording.audience import audience_words
from tools.wording.cells import format_number
from tools.wording.filters import COMPARED, filter_words
from tools.wording.period import period_words, span_words
from tools.wording.purchases import after_words

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

FUNCTIONS = {
    "stddev": ("Standard deviation of {0}", "{0}标准差"), "variance": ("Variance of {0}", "{0}方差"),
    "average": ("Average {0}", "平均{0}"), "median": ("Median {0}", "{0}中位数"), "sum": ("Total {0}", "{0}合计"),
    "min": ("Lowest {0}", "最低{0}"), "max": ("Highest {0}", "最高{0}"),
}  # fmt: skip
DATES = {"min": ("Earliest {0}", "最早的{0}"), "max": ("Latest {0}", "最晚的{0}")}
"""Of days there is an earliest rather than a lowest."""
PER = {
    "day": ("day", "日"),
    "week": ("week", "周"),
    "month": ("month", "月"),
    "quarter": ("quarter", "季度"),
    "year": ("year", "年"),
}
ENDINGS = {
    "_change_share": ("{0}, change in %", "{0}变化率"), "_change": ("{0}, change", "{0}变化"),
    "_share_previous": ("{0}, share in the compared period", "{0}占比（对比期）"),
    "_previous": ("{0}, compared period", "{0}（对比期）"), "_share": ("{0}, share", "{0}占比"),
    "_whole": ("{0}, the whole", "{0}（整体）"), "_share_across": ("{0}, share of all such", "{0}占同类合计"),
}  # fmt: skip


def measure_words(name: str, dictionary: Dictionary, language: Language) -> str:
    """A measure or aggregate as a heading: "Net revenue", "Median age"."""
    zh = language == "zh"
    if rolling := ROLLING.match(name):
        inner = dictionary.measure(rolling.group(2) or rolling.group(4)).label.inside(language)
        if rolling.group(1):
            return f"累计{inner}" if zh else f"Running total of {inner}"
        last = rolling.group(5)
        return f"{inner}（近{last}期移动平均）" if zh else f"Moving average of {inner} (last {last})"
    if ratio := RATIO.match(name):
        upper, lower = (
            measure_words(ratio.group(1), dictionary, language),
            measure_words(ratio.group(2), dictionary, language),
        )
        return f"{upper}÷{lower}" if zh else f"{upper} divided by {lowered(lower)}"
    parts = AGGREGATE.match(name)
    if parts is None:
        return dictionary.measure(name).label.in_language(language)
    spec = dictionary.field(parts.group(2))
    words = DATES.get(parts.group(1)) if spec.type == "date" else FUNCTIONS.get(parts.group(1))
    return (words or _percentile(int(parts.group(1)[1:])))[zh].format(spec.label.inside(language))


def _percentile(rank: int) -> tuple[str, str]:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th") if rank not in (11, 12, 13) else "th"
    return f"{rank}{ending} percentile of {{0}}", f"{{0}}第{rank}百分位数"


def column_label(name: str, dictionary: Dictionary, language: Language, *, of_customers: bool = False) -> str:
    """Heading of a result column, comparisons and shares included; `of_customers` where columns are customer fields."""
    if of_customers and name in dictionary.fields:
        return dictionary.field(name).label.in_language(language)
    if _is_measure(name, dictionary):
        return measure_words(name, dictionary, language)
    for ending, words in ENDINGS.items():
        stem = name.removesuffix(ending)
        if stem != name and _is_measure(stem, dictionary):
            return words[language == "zh"].format(measure_words(stem, dictionary, language))
    known = name in dictionary.fields or BAND.match(name)
    return dictionary.field(name).label.in_language(language) if known else name


def _is_measure(name: str, dictionary: Dictionary) -> bool:
    return name in dictionary.measures or any(one.match(name) for one in (AGGREGATE, ROLLING, RATIO))


def dimension_words(name: str, dictionary: Dictionary, language: Language) -> str:
    """A dimension within a sentence; numbers in bands are said to be so."""
    band = BAND.match(name)
    label = dictionary.field(band.group(1) if band else name).label.inside(language)
    if band is None:
        return label
    return f"{label}分段" if language == "zh" else f"{label} band"


def metric_words(metric: Metric, dictionary: Dictionary, language: Language, today: date | None = None) -> str:
    """The whole definition; with `today` the dates its periods mean."""
    zh = language == "zh"
    comma = "，" if zh else ", "
    names = [measure_words(name, dictionary, language) for name in metric.measures]
    labels = [dimension_words(name, dictionary, language) for name in metric.dimensions]
    if zh:
        text = (f"按{'、'.join(labels)}的" if labels else "") + "、".join(names)
    else:
        lower = [name if index == 0 else lowered(name) for index, name in enumerate(names)]
        text = " and ".join(filter(None, [", ".join(lower[:-1]), lower[-1]]))
        text += f" by {' and '.join(labels)}" if labels else ""
    if metric.per:
        text += f"（{PER[metric.per][1]}均）" if zh else f" per {PER[metric.per][0]} on average"
    parts = [text]
    if metric.period:
        parts.append(period_words(metric.period, today, language))
    if metric.where:
        only = [filter_words(item, dictionary, language, today) for item in metric.where]
        parts.append(("仅限" if zh else "only where ") + ("、" if zh else " and ").join(only))
    if metric.together:
        others = [filter_words(item, dictionary, language, today) for item in metric.together]
        parts.append(("同一订单中还有" if zh else "in the same order as ") + ("、" if zh else " and ").join(others))
    if metric.after is not None:
        words = after_words(metric.after, dictionary, language)
        converted = set(metric.measures) & CONVERSIONS
        parts.append(f"{'下单' if converted else '归因'}：{words}" if zh
                     else f"{'ordered' if converted else 'attributed:'} {words}")  # fmt: skip
    if metric.audience is not None:
        words = audience_words(metric.audience, dictionary, language, today)
        parts.append(words if zh else lowered(words))
    if metric.part is not None:
        parts.append(_part(metric.part, dictionary, language, today))
    parts += _comparison(metric, language, today)
    for item in metric.having:
        rated = _is_share(item.measure, dictionary)
        bounds = [value for value in (item.value, item.upper) if value is not None]
        figures = [f"{format_number(value * 100)}%" if rated else format_number(value) for value in bounds]
        label = column_label(item.measure, dictionary, language)
        amount = COMPARED[item.op][zh].format(*figures)
        parts.append(f"且{label}{amount}" if zh else f"keeping {lowered(label)} {amount}")
    if metric.limit is not None and metric.dimensions:
        parts.append(_limit(metric, dictionary, language))
    return comma.join(parts)


def _is_share(name: str, dictionary: Dictionary) -> bool:
    """Whether a result column is told in percent: a rate, or a share of the whole."""
    spec = dictionary.measures.get(name)
    return spec.type == "share" if spec is not None else name.endswith("_share")


def _part(part: Part, dictionary: Dictionary, language: Language, today: date | None) -> str:
    zh = language == "zh"
    said = [filter_words(item, dictionary, language, today) for item in part.where]
    if part.period is not None:
        said.append(period_words(part.period, today, language))
    if part.audience is not None:
        said.append(audience_words(part.audience, dictionary, language, today))
    return (
        f"其中{'、'.join(said)}的部分及占比"
        if zh
        else f"the part with {' and '.join(map(lowered, said))}, and its share"
    )


def _comparison(metric: Metric, language: Language, today: date | None) -> list[str]:
    zh = language == "zh"
    if metric.compare_period:
        when = period_words(metric.compare_period, today, language)
        return [f"对比{when}" if zh else f"compared with {when}"]
    if metric.compare is None or metric.period is None:
        return []
    if metric.compare == "row_before":
        english, chinese = PER[row_unit(metric.dimensions)]
        return [f"每{chinese}对比上一{chinese}" if zh else f"each {english} compared with the one before"]
    if metric.compare == "previous_period":
        name = "上一期" if zh else "the period before"
    else:
        name = "去年同期" if zh else "the same period a year before"
    if today is not None:
        span = (previous if metric.compare == "previous_period" else year_before)(metric.period, today)
        name += f"（{span_words(span, language)}）" if zh else f" ({span_words(span, language)})"
    return [f"对比{name}" if zh else f"compared with {name}"]


def _limit(metric: Metric, dictionary: Dictionary, language: Language) -> str:
    by = metric.sort.by if metric.sort else metric.measures[0]
    if by in ("change", "change_share"):
        by = f"{metric.measures[0]}_{by}"
    label = column_label(by, dictionary, language)
    top = metric.sort.descending if metric.sort else True
    if metric.limit_within:
        group = dimension_words(metric.limit_within, dictionary, language)
        if language == "zh":
            return f"每个{group}取{label}{'前' if top else '后'}{metric.limit}名"
        return f"{'top' if top else 'bottom'} {metric.limit} of each {group} by {lowered(label)}"
    if language == "zh":
        return f"{label}{'前' if top else '后'}{metric.limit}名"
    return f"{'top' if top else 'bottom'} {metric.limit} by {lowered(label)}"
