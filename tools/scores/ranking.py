"""Who scores highest or lowest, with the reasons of each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tools.audience_caveats import count_members
from tools.audience_store import read_audiences
from tools.contract import AudienceCard, Column, Finding, UnknownValue
from tools.data.compiler import Query, compile_audience, compile_metric
from tools.definitions import Attribute, Audience, Inclined, Limit, Metric
from tools.desk import Desk
from tools.findings import ROW_CAP, headed, run, shown_sql, unknown_value
from tools.modelling.cards import ModelCard
from tools.modelling.fitted import offered
from tools.modelling.reasons import main_reasons
from tools.scores.kinds import KINDS, Score, ScoreKind, scored_category
from tools.scores.wording import score_caveats
from tools.wording import audience_words, format_cell

MOST = 1_000_000
"""So many people can be meant; the first of them are shown."""
AUDIENCE = Field(description="Only these customers; everybody who has the score when left out")


def score_customers(
    desk: Desk,
    score: Annotated[Score, Field(description="churn, purchase, value (expected spend), response, uplift, category")],
    audience: Annotated[Audience | None, AUDIENCE] = None,
    category: Annotated[str | None, Field(description="With score category: which product category")] = None,
    highest: Annotated[bool, Field(description="False lists the lowest first")] = True,
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many customers to list")] = 20,
) -> Finding:
    """Rank customers by a fitted score (who is most likely to churn, buy, respond; who will spend most) with reasons.

    For counting or combining with other conditions use the score's field in an audience, such as
    churn_probability over 0.5, or the inclined condition for a category.
    """
    kind = KINDS[score]
    card = offered(desk, kind.model)
    try:
        if score == "category":
            return _ranked_by_category(desk, card, audience or Audience(), category, highest, limit)
        return _ranked(desk, score, kind, card, audience or Audience(), highest, limit)
    except UnknownValue as error:
        return unknown_value(desk, "score_customers", error, _definition(score, audience, category, highest, limit))


def _ranked(
    desk: Desk, score: Score, kind: ScoreKind, card: ModelCard, asked: Audience, highest: bool, limit: int
) -> Finding:
    known = Attribute(field=kind.field, op="known")
    scored = asked.model_copy(update={"all": [*asked.all, known]})
    beside = [name for name in kind.beside if name in desk.dictionary.fields]
    query = compile_audience(
        scored, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect,
        select=["id", kind.field, *beside], sort_by=kind.field, descending=highest, limit=min(limit, ROW_CAP),
    )  # fmt: skip
    totals = _totals(desk, scored, kind.field)
    kept = asked if asked.limit else asked.model_copy(
        update={"all": [known, *asked.all], "limit": Limit(by=kind.field, count=limit, descending=highest)}
    )  # fmt: skip
    finding = _listed(desk, query, run(desk, query), score, None, kept, totals)
    finding.title = _title(desk, kind, asked, highest, "")
    finding.message = _message(desk, finding, kind) + _beyond_rows(desk, finding)
    finding.caveats = score_caveats(desk, card)
    finding.definition = _definition(score, asked, None, highest, limit)
    return finding


def _ranked_by_category(
    desk: Desk, card: ModelCard, asked: Audience, category: str | None, highest: bool, limit: int
) -> Finding:
    stored = scored_category(desk, category)
    members = compile_audience(asked, desk.dictionary, desk.today, saved=read_audiences(desk.workspace))
    source = (
        f"FROM category_scores AS s JOIN ({members.sql}) AS m ON m.id = s.customer_id "
        "WHERE s.category = ?"
    )  # fmt: skip
    values = [*members.parameters, stored]
    _, (counted,) = desk.warehouse.query(f"SELECT count(*), avg(probability), sum(probability) {source}", values)
    totals = {"scored": float(counted[0]), "average": float(counted[1] or 0), "expected": float(counted[2] or 0)}
    query = Query(
        f"SELECT s.customer_id, s.probability {source} "
        f"ORDER BY s.probability {'DESC' if highest else 'ASC'}, s.customer_id LIMIT {int(limit)}",
        values,
        [Column(name="customer_id", pii=True),
         Column(name="probability", type="share", label=desk.say("Probability", "概率"))],
    )  # fmt: skip
    rows = run(desk, query)
    bound = Inclined(category=stored, op="ge" if highest else "le", value=rows[-1][1] if rows else 0.0)
    kept = asked.model_copy(update={"all": [*asked.all, bound]})
    finding = _listed(desk, query, rows, "category", stored, kept, totals)
    spoken = desk.dictionary.value_label("category", stored, desk.language)
    finding.title = _title(desk, KINDS["category"], asked, highest, spoken)
    finding.message = _message(desk, finding, KINDS["category"]) + _beyond_rows(desk, finding)
    finding.caveats = score_caveats(desk, card)
    finding.definition = _definition("category", asked, stored, highest, limit)
    return finding


def _listed(
    desk: Desk,
    query: Query,
    rows: list[list[Any]],
    score: Score,
    category: str | None,
    kept: Audience,
    totals: dict[str, float],
) -> Finding:
    """The query's rows with reasons, and the audience they are."""
    columns = headed(desk, query.columns, rows, of_customers=True)
    columns[0] = columns[0].model_copy(update={"label": desk.say("Customer", "客户编号")})
    rows = rows[:ROW_CAP]
    reasons = main_reasons(desk, score, [str(row[0]) for row in rows], category)
    if reasons:
        columns.append(Column(name="reasons", label=desk.say("Main reasons", "主要原因")))
        rows = [[*row, reasons.get(str(row[0]), "")] for row in rows]
    text = audience_words(kept, desk.dictionary, desk.language, desk.today)
    size = count_members(desk, kept) if rows else 0
    return Finding(
        tool="score_customers",
        status="answered" if rows else "empty",
        columns=columns,
        rows=rows,
        total_rows=int(totals["scored"]),
        totals=totals | ({"first": float(rows[0][1])} if rows else {}),
        sql=shown_sql(query),
        audience=AudienceCard(definition=kept.compact(), text=text, size=size) if rows else None,
    )


def _totals(desk: Desk, scored: Audience, field: str) -> dict[str, float]:
    """How many have the score, its average and its sum: the number, or amount, to be expected of them all."""
    metric = Metric(measures=["customers", f"average({field})", f"sum({field})"], audience=scored)
    query = compile_metric(
        metric, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect
    )
    count, average, total = run(desk, query)[0]
    return {"scored": float(count or 0), "average": float(average or 0), "expected": float(total or 0)}


def _title(desk: Desk, kind: ScoreKind, asked: Audience, highest: bool, category: str) -> str:
    lead = (kind.most if highest else kind.least).in_language(desk.language).replace("{category}", category)
    if not (asked.all or asked.any or asked.none or asked.limit):
        return lead
    who = audience_words(asked, desk.dictionary, desk.language, desk.today)
    return f"{lead} · {who}"


def _message(desk: Desk, finding: Finding, kind: ScoreKind) -> str:
    """One sentence: how many are scored, what is to be expected of them, and who leads."""
    if not finding.rows:
        return desk.say("None of these customers has this score.", "这些客户都没有该得分。")
    column = finding.columns[1]
    scored = f"{int(finding.totals['scored']):,}"
    top, mean = (format_cell(finding.totals[name], column, desk.language) for name in ("first", "average"))
    lead = desk.say(
        f"The first of {scored} scored customers is at {top}; the average is {mean}",
        f"{scored} 位有得分的客户中，排名第一的为 {top}；平均 {mean}",
    )
    expected = finding.totals["expected"]
    if kind.happens.en:
        finding.totals["expected_people"] = round(expected)
        people = f"{round(expected):,}"
        return lead + desk.say(
            f", so about {people} of them can be expected to {kind.happens.en}.",
            f"，预计其中约 {people} 人会{kind.happens.zh}。",
        )
    total = format_cell(expected, column, desk.language)
    return lead + (
        desk.say(f", {total} in all.", f"，合计 {total}。") if column.type == "money" else desk.say(".", "。")
    )


def _beyond_rows(desk: Desk, finding: Finding) -> str:
    """That more people are meant than the table shows."""
    size = finding.audience.size if finding.audience else 0
    if size <= ROW_CAP:
        return ""
    return desk.say(
        f" {size:,} customers are chosen; the table shows the first {ROW_CAP}.",
        f"选出的共{size:,}位客户，表格里是前{ROW_CAP}位。",
    )


def _definition(
    score: Score, audience: Audience | None, category: str | None, highest: bool, limit: int
) -> dict[str, Any]:
    definition: dict[str, Any] = {"score": score, "highest": highest, "limit": limit}
    if audience is not None and audience.compact():
        definition["audience"] = audience.compact()
    return definition | ({"category": category} if category else {})
