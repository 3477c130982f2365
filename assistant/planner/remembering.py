"""What a turn leaves for the next ones: its definitions, its rows, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from assistant.planner.frame import State
from assistant.planner.reading import Reading
from tools.briefs import LETTERS, Brief
from tools.contract import Finding
from tools.definitions import Attribute, Audience, Contactable, Filter, Metric

REQUESTS = {
    "score_customers", "explain_score", "describe_model", "choose_cutoff", "recommend_products", "bought_together",
    "find_lookalikes", "segment_migration", "plan_test", "campaign_results",
}  # fmt: skip
"""Tools whose last call a follow-up may change."""
_COPY = ("brief_copy", "plan_campaign", "submit_drafts", "preview_drafts", "approve_drafts", "list_campaigns")
FIGURES = ("metric", "audience", "list")
"""Kinds of definitions that a fragment changes."""
_SHOWN = {
    "measure", "list_audience", "score_customers", "find_lookalikes", "recommend_products", "bought_together",
    "find_products", "list_saved_audiences",
}  # fmt: skip
"""Tools whose rows are things that can be pointed at: the second one."""
_PRODUCTS = {"recommend_products": "product", "bought_together": "consequent", "find_products": "name"}
"""The column that names what such a tool shows; the others show customers."""
_ROWS = 50
_ASIDE = ("ask_user", "decline")
"""Calls after which what was looked up before is still what is spoken of."""


def after(state: State, reading: Reading, calls: list[tuple[str, dict[str, Any], Finding | None]]) -> State:
    """The state after a finished turn, from the arguments that were really used."""
    if reading.intent == "reset":
        return State()
    if reading.intent in ("explained", "meaning", "describe"):
        return replace(state, explained=reading.intent == "meaning")
    made = replace(state, trail=[*state.trail], lesson=reading.lesson, declined=reading.decline, explained=False)
    kind = ""
    if any(tool not in _ASIDE for tool, _, _ in calls):
        made.passages, made.facts, made.shown, made.sought = {}, None, {}, {}
    for tool, args, finding in calls:
        kind = _note(made, tool, args, finding) or kind
        _note_rows(made, tool, finding)
        if tool == "find_products":
            made.sought = {"args": args, "facts": reading.focus.get("facts", [])}
    if made.shown or (calls and calls[-1][0] == "find_products"):
        made.facts = reading.focus.get("facts", [])
    if kind in FIGURES:
        made.pair = reading.focus.get("pair") or _set_apart(calls)
        made.overlap = reading.intent == "overlap"
        made.share = _share_told(reading, calls, made.pair)
        made.figures = kind
        made.customer = _only_customer(made.metric) if kind == "metric" else _explained(calls)
        if state.figures and reading.intent != "back":
            made.trail = [*state.trail, replace(state, trail=[])][-10:]
        elif reading.intent == "back":
            made.trail = made.trail[: reading.focus.get("trail", len(made.trail))]
    elif kind == "copy" and not state.figures and made.brief is not None and made.brief.audience is not None:
        made.figures = "audience"  # how many are they, after a text for them
    made.placed = bool(reading.focus.get("place"))
    made.glimpse = bool(reading.focus.get("glimpse"))
    made.last = kind or state.last
    return made


def _one_product(args: dict[str, Any]) -> Filter | None:
    """The product that was looked up, where it was one."""
    where = [found for item in args.get("where") or [] if (found := parsed(Filter, item)) is not None]
    single = len(where) == 1 and where[0].field == "product" and where[0].op == "is" and len(where[0].values) == 1
    return where[0] if single and not args.get("query") else None


def _may_write(args: dict[str, Any]) -> bool:
    """may we e-mail him: asked of one person, and nothing that picks the people of an audience."""
    asked = parsed(Audience, args.get("audience"))
    return asked is not None and len(asked.all) == 1 and isinstance(asked.all[0], Contactable)


def _explained(calls: list[tuple[str, dict[str, Any], Finding | None]]) -> str | None:
    """The customer who was just held against an audience."""
    return next((str(args["customer_id"]) for tool, args, _ in calls if tool == "explain_member"), None)


def _only_customer(metric: Metric | None) -> str | None:
    """The customer whose figures they are, where they are of one."""
    every = metric.audience.all if metric is not None and metric.audience is not None else []
    named = [c.values for c in every if isinstance(c, Attribute) and c.field == "customer_id" and c.op == "is"]
    return str(named[0][0]) if len(every) == 1 and len(named) == 1 and len(named[0]) == 1 else None


def read_ahead(state: State, reading: Reading) -> State:
    """The state a reading would leave, before anything has been called."""
    made = after(state, reading, [(call.tool, call.args, None) for call in reading.calls])
    shown = any(call.tool in _SHOWN for call in reading.calls)
    return replace(made, rows=[], by_figure=[]) if shown else made


def _set_apart(calls: list[tuple[str, dict[str, Any], Finding | None]]) -> tuple[Audience, Audience] | None:
    """The two groups of an overlap."""
    for tool, args, _ in calls:
        if tool == "compare_audiences":
            first, second = parsed(Audience, args.get("first")), parsed(Audience, args.get("second"))
            return (first, second) if first and second else None
    return None


def _share_told(
    reading: Reading, calls: list[tuple[str, dict[str, Any], Finding | None]], pair: tuple[Audience, Audience] | None
) -> tuple[Audience, Audience] | None:
    """The whole and the part of a share of people: of all of them where no other whole was said."""
    if reading.intent != "share" or len(calls) != 1:
        return None
    tool, args, _ = calls[0]
    part = parsed(Audience, args.get("audience")) if tool == "size_audience" else None
    return (Audience(), part) if part is not None else pair


def _note(made: State, tool: str, args: dict[str, Any], finding: Finding | None) -> str:
    """Write one call into the state; the kind of answer it gave, or ""."""
    if tool in ("measure", "find_products", "search_library"):
        return _note_figures(made, tool, args, finding)
    if tool in ("size_audience", "list_audience", "save_audience", "compare_audiences", "explain_member"):
        return _note_people(made, tool, args)
    if tool in _COPY:
        return _note_copy(made, tool, args, finding)
    if tool == "look_up_customer":
        made.customer = str(args.get("customer_id", ""))
        return "customer"
    return _note_request(made, tool, args, finding) if tool in REQUESTS else ""


def _note_figures(made: State, tool: str, args: dict[str, Any], finding: Finding | None) -> str:
    """Figures; of one product that was looked up, those that may be asked of it next: 上个月卖了几件."""
    if tool == "measure":
        made.metric = parsed(Metric, args.get("metric")) or made.metric
        made.audience = made.metric.audience if made.metric and made.metric.audience else made.audience
        return "metric"
    if tool == "search_library":
        made.passages = dict(args)
        return ""
    if finding is not None and len(finding.rows) == 1:
        made.shown = dict(zip([c.name for c in finding.columns], finding.rows[0], strict=False))
    if (goods := _one_product(args)) is None:
        return ""
    made.metric = Metric(measures=["units"], where=[goods])
    return "metric"


def _note_people(made: State, tool: str, args: dict[str, Any]) -> str:
    """The people counted, listed, saved or compared; or the one of whom it was asked whether they are among them."""
    if tool == "explain_member" and _may_write(args):
        made.customer = str(args.get("customer_id", ""))
        return "customer"
    if tool == "compare_audiences":
        made.audience = parsed(Audience, args.get("first")) or made.audience
        return "audience"
    made.audience = parsed(Audience, args.get("audience")) or made.audience
    made.list_args = {k: v for k, v in args.items() if k != "audience"} if tool == "list_audience" else {}
    return "list" if tool == "list_audience" else "audience"


def _note_copy(made: State, tool: str, args: dict[str, Any], finding: Finding | None) -> str:
    """A brief, alone or within a campaign, and what became of its drafts."""
    if tool == "list_campaigns":
        return _note_planned(made, finding)
    if tool == "plan_campaign":
        made.campaign = {name: value for name, value in args.get("campaign", {}).items() if name != "brief"}
        made.campaign_id = str(((finding.definition or {}) if finding is not None else {}).get("id", ""))
        made.planned = finding.totals if finding is not None else {}
        made.planned_steps = [(row[0], row[1]) for row in (finding.rows if finding is not None else []) if row[1]]
        args = args.get("campaign", {})
    elif tool == "brief_copy":
        made.campaign = None
    if tool in ("brief_copy", "plan_campaign"):
        made.brief = parsed(Brief, args.get("brief")) or made.brief
        made.audience = made.brief.audience if made.brief and made.brief.audience else made.audience
    elif tool == "approve_drafts":
        made.approved = finding.rows if finding is not None else made.approved
    elif tool == "submit_drafts":
        before, made.drafts = made.drafts, list((args.get("drafts") or {}).get("drafts") or made.drafts)
        same = {LETTERS[at] for at, (old, new) in enumerate(zip(before, made.drafts, strict=False)) if old == new}
        made.approved = [row for row in made.approved if row[0] in same]
    return "copy"


def _note_planned(made: State, finding: Finding | None) -> str:
    """The plan that was shown is the one spoken of from here on."""
    told = dict((finding.definition or {}) if finding is not None else {})
    if finding is None or not told:
        return ""
    made.campaign_id, made.approved = str(told.pop("id")), told.pop("approved")
    brief = parsed(Brief, told.pop("brief"))
    made.campaign, made.brief, made.planned = told, brief, {}
    made.audience = brief.audience if brief and brief.audience else made.audience
    made.drafts = [
        {"angle": card.angle, "fields": card.fields, "cites": card.sources} for card in finding.drafts
    ]  # fmt: skip
    return "copy"


def _note_request(made: State, tool: str, args: dict[str, Any], finding: Finding | None) -> str:
    """Scores, recommendations and the like: the call itself, which a follow-up may change."""
    made.request = (tool, args)
    made.ranking = (tool, args) if tool == "score_customers" else made.ranking
    made.customer = str(args["customer_id"]) if args.get("customer_id") else made.customer
    shown = finding.audience.definition if finding is not None and finding.audience else args.get("audience")
    made.audience = parsed(Audience, shown) or made.audience
    return "request"


def _note_rows(made: State, tool: str, finding: Finding | None) -> None:
    """Remember the rows of a result that shows things one by one."""
    if finding is None or not finding.rows or tool not in _SHOWN:
        return
    names = [column.name for column in finding.columns]
    if tool == "measure":
        dimensions = made.metric.dimensions if made.metric else []
        dimensions = [d for d in dimensions if d != "day" or "campaign" not in dimensions]
        if len(dimensions) != 1 or dimensions[0] not in names:
            made.by_figure = [] if dimensions else made.by_figure
            return
        key = field = dimensions[0]
    else:
        key = "name" if tool == "list_saved_audiences" else _PRODUCTS.get(tool, "id")
        field = "saved" if tool == "list_saved_audiences" else "product" if tool in _PRODUCTS else "customer_id"
        alone = tool != "bought_together" or bool((finding.definition or {}).get("product"))
        if key not in names or not alone:  # pairs of all goods, or of categories: no row is one product
            return
    at = names.index(key)
    made.rows = [str(row[at]) for row in finding.rows[:_ROWS] if row]
    made.rows_of = field
    if tool == "find_products" and finding.total_rows > 1:
        made.by_price = _by_price(finding, at)
    made.by_figure = _by_figure(made.metric, finding, at) if tool == "measure" else []


def _by_price(finding: Finding, at: int) -> list[str]:
    """The goods of a whole list from the dearest to the cheapest; none where two at an end cost the same."""
    names = [column.name for column in finding.columns]
    if "price" not in names or finding.total_rows > len(finding.rows):
        return []
    price = names.index("price")
    rows = sorted((row for row in finding.rows if row[price] is not None), key=lambda row: row[price], reverse=True)
    tied = len(rows) < 2 or rows[0][price] == rows[1][price] or rows[-1][price] == rows[-2][price]
    return [] if tied else [str(row[at]) for row in rows]


def _by_figure(metric: Metric | None, finding: Finding, at: int) -> list[str]:
    """The rows of a whole table from the highest figure to the lowest."""
    by = metric.sort.by if metric is not None and metric.sort is not None else metric.measures[0] if metric else ""
    names = [column.name for column in finding.columns]
    if by not in names or by == names[at] or (metric and metric.limit) or finding.total_rows > len(finding.rows):
        return []
    figure = names.index(by)
    told = [row for row in finding.rows if row[at] is not None and isinstance(row[figure], int | float)]
    return [str(row[at]) for row in sorted(told, key=lambda row: row[figure], reverse=True)]


def parsed(kind: Any, data: Any) -> Any:
    """`data` as a definition of this kind; None where it is none."""
    if data is None:
        return None
    try:
        return kind.model_validate(data)
    except ValidationError:
        return None
