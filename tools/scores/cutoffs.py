"""How many to contact: the threshold that cost and capacity argue for, never a habit such as one half."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from tools.audience_store import read_audiences
from tools.contract import AudienceCard, BadRequest, Finding
from tools.data.compiler import compile_audience
from tools.definitions import Attribute, Audience, Limit
from tools.desk import Desk
from tools.findings import labelled
from tools.modelling.fitted import offered
from tools.scores.kinds import KINDS, Score, scored_category
from tools.scores.wording import score_caveats
from tools.wording import audience_words, format_money

if TYPE_CHECKING:
    import numpy as np

    from tools.science.propensity.cutoff import Cutoff


def choose_cutoff(
    desk: Desk,
    score: Annotated[Score, Field(description="A score that is a probability: churn, purchase, response or category")],
    value_per_success: Annotated[float | None, Field(gt=0, description="What one success earns, shop currency")] = None,
    cost_per_contact: Annotated[float | None, Field(ge=0, description="What one contact costs, shop currency")] = None,
    capacity: Annotated[int | None, Field(ge=1, description="Most contacts that can be made")] = None,
    audience: Annotated[Audience | None, Field(description="Only these customers")] = None,
    category: Annotated[str | None, Field(description="With score category: which product category")] = None,
) -> Finding:
    """Decide how many customers to contact by cost, value and capacity, and what to expect of it."""
    from tools.science.propensity import cutoff

    kind = KINDS[score]
    if not kind.happens.en:
        raise BadRequest(f"{score} is no probability: choose a cutoff by churn, purchase, response or category.")
    card = offered(desk, kind.model)
    asked = audience or Audience()
    try:
        found = cutoff.choose_cutoff(
            probabilities(desk, score, asked, category), value_per_success=value_per_success,
            cost_per_contact=cost_per_contact, capacity=capacity,
        )  # fmt: skip
    except ValueError as error:
        raise BadRequest(f"{error}.") from error
    who = audience_words(asked, desk.dictionary, desk.language, desk.today)
    finding = Finding(
        tool="choose_cutoff",
        title=desk.say(f"How many to contact: {who}", f"联系多少人：{who}"),
        columns=labelled(desk, ("figure", "Figure", "指标"), ("value", "Value", "数值")),
        rows=_rows(desk, found),
        totals=_totals(found),
        definition={"score": score, "value_per_success": value_per_success, "cost_per_contact": cost_per_contact,
                    "capacity": capacity, "audience": asked.compact(), "category": category},
        caveats=[_why(desk, found), *score_caveats(desk, card)],
    )  # fmt: skip
    finding.total_rows = len(finding.rows)
    finding.message = _sentence(desk, found)
    if found.contacted and kind.field:
        chosen = Audience(all=[Attribute(field=kind.field, op="known"), *asked.all], any=asked.any, none=asked.none,
                          limit=Limit(by=kind.field, count=found.contacted))  # fmt: skip
        text = audience_words(chosen, desk.dictionary, desk.language, desk.today)
        finding.audience = AudienceCard(definition=chosen.compact(), text=text, size=found.contacted)
    return finding


def probabilities(desk: Desk, score: Score, audience: Audience, category: str | None) -> np.ndarray:
    """The score of every member who has it, shape (customers,)."""
    import numpy as np

    saved = read_audiences(desk.workspace)
    members = compile_audience(audience, desk.dictionary, desk.today, saved=saved, dialect=desk.warehouse.dialect)
    table, column, where, values = "customer_scores", KINDS[score].field, "TRUE", []
    if score == "category":
        table, column, where = "category_scores", "probability", "s.category = ?"
        values = [scored_category(desk, category)]
    frame = desk.warehouse.frame(
        f"SELECT s.{column} AS score FROM {table} AS s JOIN ({members.sql}) AS m ON m.id = s.customer_id "
        f"WHERE s.{column} IS NOT NULL AND {where} ORDER BY s.{column} DESC, s.customer_id",
        [*members.parameters, *values],
    )
    return np.asarray(frame["score"], dtype=float)


def _totals(found: Cutoff) -> dict[str, float]:
    named = {
        "contacted": float(found.contacted), "threshold": found.threshold, "break_even": found.break_even,
        "expected_successes": round(found.expected_successes), "successes_low": round(found.successes_low),
        "successes_high": round(found.successes_high), "expected_profit": found.expected_profit,
        "profit_of_everyone": found.profit_of_everyone, "profit_at_half": found.profit_at_half,
    }  # fmt: skip
    return {name: float(value) for name, value in named.items() if value is not None}


def _rows(desk: Desk, found: Cutoff) -> list[list[str]]:
    currency = desk.dictionary.currency
    percent = [("Threshold", "阈值", found.threshold), ("Break-even probability", "盈亏平衡概率", found.break_even)]
    money = [("Expected profit", "预期利润", found.expected_profit),
             ("Profit if everyone is contacted", "联系所有人的利润", found.profit_of_everyone),
             ("Profit at a threshold of 50 %", "以 50% 为阈值的利润", found.profit_at_half)]  # fmt: skip
    rows = [
        [desk.say("Contacts", "联系人数"), f"{found.contacted:,}"],
        [desk.say("Expected successes (95 % interval)", "预期成功数（95% 区间）"),
         f"{found.expected_successes:,.0f} ({found.successes_low:,.0f}–{found.successes_high:,.0f})"],
    ]  # fmt: skip
    rows += [[desk.say(en, zh), f"{value:.1%}"] for en, zh, value in percent if value is not None]
    return rows + [[desk.say(en, zh), format_money(value, currency)] for en, zh, value in money if value is not None]


def _sentence(desk: Desk, found: Cutoff) -> str:
    if not found.contacted:
        return desk.say(
            "Contacting nobody is best: no customer's probability covers the cost.",
            "最好不联系任何人：没有客户的概率足以覆盖成本。",
        )
    profit = ""
    if found.expected_profit is not None:
        amount = format_money(found.expected_profit, desk.dictionary.currency)
        profit = desk.say(f" and a profit of {amount}", f"，预期利润 {amount}")
    threshold = f"{found.threshold:.1%}"
    return desk.say(
        f"Contact the first {found.contacted:,}, down to a probability of {threshold}: expect "
        f"{found.expected_successes:,.0f} successes{profit}.",
        f"联系排名前 {found.contacted:,} 位，概率不低于 {threshold}："
        f"预期成功 {found.expected_successes:,.0f} 次{profit}。",
    )


def _why(desk: Desk, found: Cutoff) -> str:
    return {
        "cost": desk.say(
            "The number is set by cost: the next contact would lose money.", "人数由成本决定：再多联系一位就会亏损。"
        ),
        "capacity": desk.say("The number is set by the capacity given.", "人数由给定的联系上限决定。"),
        "everyone": desk.say("Every customer with the score is worth contacting.", "所有有得分的客户都值得联系。"),
        "nobody": desk.say("No contact pays at this cost and value.", "在此成本和价值下联系任何人都不划算。"),
    }[found.limit]  # fmt: skip
