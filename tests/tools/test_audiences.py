"""Audiences at a hand-counted shop: who, why, how many, saved and compared."""

import json

import pytest

from tools.audience_store import read_audiences
from tools.audiences import (
    compare_audiences,
    explain_member,
    list_audience,
    list_saved_audiences,
    save_audience,
    size_audience,
)
from tools.contract import BadInput, BadRequest
from tools.definitions import Audience
from tools.full_rows import full_rows

SUMMER = {"kind": "fixed", "start": "2026-07-01", "end": "2026-09-14"}
AUTUMN = {"kind": "fixed", "start": "2026-10-01", "end": "2026-10-31"}
NINETY_DAYS = {"kind": "rolling", "count": 90, "unit": "day"}


def who(*conditions, **more):
    return Audience.model_validate({"all": list(conditions), **more})


def attribute(field, op="is", *values, **more):
    return {"kind": "attribute", "field": field, "op": op, "values": list(values), **more}


def bought(**more):
    return {"kind": "bought", **more}


def ids(desk, audience):
    return {row[0] for row in list_audience(desk, audience, limit=200).rows}


@pytest.mark.parametrize(
    ("condition", "members"),
    [
        (attribute("gender", "is", "women"), "ade"),
        (attribute("gender", "is_not", "women"), "b"),
        (attribute("gender", "unknown"), "c"),
        (attribute("city", "is", "上海"), "ab"),
        (attribute("age", "ge", 36), "ae"),  # a turns 36 on the very day, b tomorrow
        (attribute("age", "gt", 36), "e"),
        (attribute("age", "between", 35, 36), "ab"),
        (attribute("birth_month", "is", 10), "a"),
        (attribute("orders", "ge", 2), "ae"),
        (attribute("orders", "is", 0), "cd"),
        (attribute("spend", "ge", 65), "ae"),
        (attribute("spend", "gt", 65), "e"),
        (attribute("spend", "lt", 0), "c"),
        (attribute("average_order_value", "known"), "abe"),
        (attribute("days_since_last_order", "le", 26), "ae"),
        (attribute("days_since_last_order", "ge", 91), "b"),
        (attribute("returned_units", "gt", 0), "bce"),
        (attribute("discounted_order_share", "is", 0.5), "ae"),
        (attribute("days_between_orders", "is", 90), "a"),
        (attribute("categories_bought", "ge", 2), "a"),
        (attribute("first_order_channel", "is", "线上"), "ab"),
        (attribute("email_consent", "is", True), "abce"),
        (attribute("email_consent", "is", "no"), ""),
        (attribute("signup_date", "ge", "2026-10-02"), "e"),
        (attribute("signup_date", "during", period={"kind": "calendar", "unit": "month"}), "de"),
        (attribute("last_order_date", "during", period={"kind": "calendar", "unit": "day"}), "a"),
        (attribute("spend", "gt", relative_to="average"), "e"),  # 65 is the average itself
        (attribute("spend", "ge", relative_to="median"), "ae"),
        (attribute("name", "is", "ANN LEE"), "a"),
        (attribute("name", "contains", "ba"), "de"),
        (bought(), "abe"),
        (bought(op="eq", value=0), "cd"),
        (bought(period=NINETY_DAYS), "ae"),
        (bought(period=NINETY_DAYS, op="eq", value=0), "bcd"),
        (bought(where=[{"field": "category", "values": ["护肤品"]}]), "a"),
        (bought(where=[{"field": "brand", "values": ["Lotus", "Linden"]}], op="ge", value=2), "a"),
        (bought(where=[{"field": "product", "values": ["p2"]}], measure="units", op="ge", value=3), "b"),
        (bought(measure="revenue", op="ge", value=65), "ae"),
        (bought(measure="revenue", period=NINETY_DAYS, op="between", value=0, upper=65), "ad"),
        (bought(where=[{"field": "order_value", "op": "gt", "values": [100]}]), "e"),
        (bought(where=[{"field": "category", "values": ["home"]}], first_purchase=True), "abe"),
        (bought(where=[{"field": "price", "op": "lt", "values": [11]}], first_purchase=True), "ab"),
        (
            bought(where=[{"field": "product", "values": ["p1"]}], together=[{"field": "product", "values": ["p2"]}]),
            "a",
        ),
        (
            bought(
                where=[{"field": "brand", "values": ["Lotus"]}], together=[{"field": "category", "values": ["home"]}]
            ),
            "ab",
        ),
        (bought(after={"event": "first_order", "within_days": 1}), "e"),  # the first order itself is none after it
        (bought(after={"event": "first_order", "within_days": 91}), "ae"),
        (bought(after={"event": "signup", "within_days": 3}), "e"),
        (bought(after={"event": "signup", "within_days": 2}), ""),
        (bought(after={"event": "open", "within_days": 32}), "ab"),  # a opened again on the day after
        (bought(after={"event": "click", "within_days": 31}), "a"),
        (bought(after={"event": "open", "within_days": 31, "where": [{"field": "campaign", "values": ["k2"]}]}), ""),
        ({"kind": "changed", "period": AUTUMN, "compare_period": SUMMER}, "e"),
        ({"kind": "changed", "measure": "revenue", "op": "lt", "period": AUTUMN, "compare_period": SUMMER}, "abc"),
        (
            {
                "kind": "changed",
                "measure": "units",
                "op": "ge",
                "times": 0.3,
                "period": AUTUMN,
                "compare_period": SUMMER,
            },
            "ade",
        ),  # a has 1 of 3 units, d nothing in either: 0 is at least 0.3 × 0
        (attribute("days_to_second_order", "le", 90), "ae"),
        (attribute("days_to_second_order", "is", 0), "e"),
        (attribute("second_order_date", "during", period={"kind": "calendar", "unit": "day"}), "a"),
        (bought(where=[{"field": "day_type", "values": ["weekend"]}]), "ab"),
        ({"kind": "engaged", "event": "opened"}, "ab"),
        ({"kind": "engaged", "event": "open", "op": "ge", "value": 2}, "a"),
        ({"kind": "engaged", "event": "打开", "where": [{"field": "campaign", "values": ["summer sale"]}]}, "ab"),
        ({"kind": "engaged", "event": "view", "where": [{"field": "category", "values": ["skincare"]}]}, "b"),
        ({"kind": "engaged", "event": "view", "op": "eq", "value": 0}, "acde"),
        ({"kind": "ranked", "by": "spend", "count": 1}, "e"),
        ({"kind": "ranked", "by": "spend", "share": 0.34}, "ae"),  # of three with a purchase, rounded up
        ({"kind": "ranked", "by": "spend", "count": 1, "descending": False}, "b"),
        ({"kind": "ranked", "by": "orders", "count": 1}, "a"),  # a and e have two each: the id decides
        ({"kind": "ranked", "by": "spend", "count": 1, "period": {"kind": "calendar", "unit": "day"}}, "a"),
        ({"kind": "group", "any": [attribute("city", "is", "London"), attribute("city", "is", "Berlin")]}, "ce"),
    ],
)
def test_who_matches(hand_desk, condition, members):
    assert ids(hand_desk, who(condition)) == set(members)


def test_none_keeps_the_unknown_and_is_not_leaves_them_out(hand_desk):
    audience = who(none=[attribute("gender", "is", "女")])
    assert ids(hand_desk, audience) == {"b", "c"}
    assert size_audience(hand_desk, audience).caveats == ["1 customer with unknown gender kept in."]


def test_unknowns_that_decide_are_told(hand_desk):
    found = size_audience(hand_desk, who(attribute("age", "lt", 200), attribute("country", "is", "UK")))
    assert found.totals == {"size": 1, "customers": 5, "share": 0.2}
    assert found.caveats == ["Age is unknown for 1 customer who would otherwise match; left out here."]


def test_ranked_by_what_was_spent_on_some_goods(hand_desk):
    """On home e spent 120, b 30 and a 10; all they ever spent puts a before b."""
    home = [{"field": "category", "values": ["home"]}]
    found = list_audience(hand_desk, who(limit={"by": "spend", "count": 2, "where": home}), sort_by="spend")
    assert [row[0] for row in found.rows] == ["e", "b"]
    ranked = {"kind": "ranked", "by": "units", "count": 1, "where": [{"field": "order_channel", "values": ["app"]}]}
    assert ids(hand_desk, who(ranked)) == {"a"}


def test_ranked_by_what_was_sent_back_within_days(hand_desk):
    """In October c sent back two of one product and e one; b's return is of September."""
    october = {"kind": "calendar", "unit": "month"}
    found = list_audience(hand_desk, who(limit={"by": "returned_units", "count": 3, "period": october}))
    assert {row[0]: row[-1] for row in found.rows} == {"c": 2, "e": 1}
    assert ids(hand_desk, who({"kind": "ranked", "by": "returned_units", "count": 1, "period": october})) == {"c"}


def test_a_limit_comes_last_and_leaves_out_who_has_no_figure(hand_desk):
    assert ids(hand_desk, who(limit={"by": "spend", "count": 2})) == {"a", "e"}
    assert ids(hand_desk, who(attribute("gender", "is", "female"), limit={"by": "age", "count": 1})) == {"e"}
    assert ids(hand_desk, who(limit={"by": "spend", "share": 0.5, "descending": False})) == {"a", "b"}


def test_empty_is_not_unknown(hand_desk):
    empty = size_audience(hand_desk, who(attribute("rfm_segment", "is", "冠军客户")))
    assert (empty.status, empty.audience.size) == ("empty", 0)
    unknown = size_audience(hand_desk, who(attribute("city", "is", "Berlim")))
    assert (unknown.status, unknown.audience) == ("unknown", None)
    assert "Berlin" in unknown.message


def test_what_an_audience_cannot_ask_says_why(hand_desk):
    for condition, message in [
        (attribute("category", "is", "home"), "not a fact about a customer"),
        (bought(where=[{"field": "city", "values": ["London"]}]), "put it into the audience"),
        ({"kind": "ranked", "by": "city", "count": 3}, "rank by a numeric field"),
        (
            {"kind": "ranked", "by": "age", "count": 3, "period": NINETY_DAYS},
            "use one of spend, orders, units, returned_units",
        ),
        ({"kind": "saved", "name": "nobody"}, "No audience is saved"),
    ]:
        with pytest.raises(BadRequest, match=message):
            size_audience(hand_desk, who(condition))


def test_a_list_has_names_and_figures_but_no_addresses(hand_desk):
    found = list_audience(hand_desk, who(attribute("email_consent", "is", True)), limit=2)
    names = [column.name for column in found.columns]
    assert names == ["id", "name", "spend", "orders", "last_order_date", "rfm_segment", "email_consent"]
    assert [column.name for column in found.columns if column.pii] == ["id", "name"]
    assert [row[:3] for row in found.rows] == [["e", "Eve Baz", 95], ["a", "Ann Lee", 65]]
    assert found.total_rows == 4
    assert [row[0] for row in full_rows(hand_desk, found)[1]] == ["e", "a", "b", "c"]


def test_a_list_in_another_order(hand_desk):
    found = list_audience(hand_desk, who(bought()), sort_by="days_since_last_order")
    assert [row[0] for row in found.rows] == ["b", "e", "a"]
    earliest = list_audience(hand_desk, who(bought()), sort_by="days_since_last_order", descending=False)
    assert [row[0] for row in full_rows(hand_desk, earliest)[1]] == ["a", "e", "b"]


def test_why_a_customer_is_not_in_it(hand_desk):
    audience = who(attribute("spend", "ge", 60), bought(period=NINETY_DAYS, measure="revenue", op="gt", value=100),
                   none=[{"kind": "engaged", "event": "open"}])  # fmt: skip
    found = explain_member(hand_desk, audience, "a")
    assert [row[2:] for row in found.rows[:3]] == [[True, "$65.00"], [False, "$65.00"], [True, "2"]]
    assert found.rows[3][2:] == [None, "2026-10-31, 0 days ago"]  # the last order, beside a condition with a window
    assert found.totals == {"member": 0}
    assert explain_member(hand_desk, audience, "zz").status == "unknown"
    limited = explain_member(hand_desk, who(limit={"by": "spend", "count": 1}), "a")
    assert (limited.rows[-1][2], limited.totals) == (False, {"member": 0})


def test_saved_audiences_are_found_by_name_and_built_upon(own_desk):
    women = who(attribute("gender", "is", "女"), attribute("city", "is", "上海"))
    saved = save_audience(own_desk, "  上海  女性 ", women)
    assert saved.audience.id == "上海 女性"
    save_audience(own_desk, "Top spender", who(limit={"by": "spend", "count": 1}))
    assert ids(own_desk, who({"kind": "saved", "name": "上海 女性"})) == {"a"}
    assert ids(own_desk, who({"kind": "saved", "name": "top SPENDER"})) == {"e"}
    either = who(any=[{"kind": "saved", "name": "上海 女性"}, {"kind": "saved", "name": "Top spender"}])
    assert ids(own_desk, either) == {"a", "e"}
    listed = list_saved_audiences(own_desk)
    assert [row[:2] for row in listed.rows] == [["Top spender", 1], ["上海 女性", 1]]


def test_saving_again_replaces_and_names_stay_apart(own_desk):
    save_audience(own_desk, "A b", who(bought()))
    save_audience(own_desk, "a B", who(bought(op="eq", value=0)))
    save_audience(own_desk, "a-b", who())
    assert {name: len(audience.all) for name, audience in read_audiences(own_desk.workspace).items()} == {
        "a B": 1,
        "a-b": 0,
    }


def test_an_audience_cannot_be_made_of_itself(own_desk):
    save_audience(own_desk, "one", who(bought()))
    save_audience(own_desk, "two", who({"kind": "saved", "name": "one"}))
    with pytest.raises(BadRequest, match="refers to 'ONE' itself"):
        save_audience(own_desk, "ONE", who({"kind": "saved", "name": "two"}))


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_an_unusable_name_is_refused(own_desk, name):
    with pytest.raises(BadRequest, match="1 to 80 characters"):
        save_audience(own_desk, name, who())


def test_a_name_is_never_a_path(own_desk):
    save_audience(own_desk, "../../evil", who())
    assert [file.parent for file in own_desk.workspace.audiences_path.iterdir()] == [own_desk.workspace.audiences_path]
    assert not list(own_desk.workspace.path.glob("*evil*"))


def test_a_spoiled_file_is_named(own_desk):
    save_audience(own_desk, "one", who())
    (file,) = own_desk.workspace.audiences_path.iterdir()
    assert json.loads(file.read_text(encoding="utf-8"))["name"] == "one"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match="is not a saved audience"):
        list_saved_audiences(own_desk)


def test_an_audience_whose_data_went_is_still_listed(own_desk):
    save_audience(own_desk, "here", who())
    (file,) = own_desk.workspace.audiences_path.iterdir()
    gone = {"name": "gone", "definition": who(attribute("planet", "is", "Mars")).compact()}
    file.with_name("gone.json").write_text(json.dumps(gone), encoding="utf-8")
    found = list_saved_audiences(own_desk)
    assert [row[:2] for row in found.rows] == [["gone", None], ["here", 5]]
    assert found.caveats == ["“gone” cannot be computed any more."]


def test_two_audiences_overlap(hand_desk):
    found = compare_audiences(hand_desk, who(attribute("gender", "is", "女")), who(limit={"by": "spend", "count": 2}))
    assert found.totals == {
        "first": 3, "second": 2, "both": 2, "only_first": 1, "only_second": 0, "either": 3,
        "share_of_first": pytest.approx(2 / 3),
    }  # fmt: skip


def test_who_said_yes_is_told_beside_who_can_be_reached(hand_desk):
    finding = size_audience(hand_desk, who({"kind": "contactable", "channel": "email"}))
    said = size_audience(hand_desk, who(attribute("email_consent", "is", True))).totals["size"]
    reached = finding.totals["size"]
    assert finding.totals["consent_given"] == said > reached
    assert any(f"{said:,.0f}" in text and f"{said - reached:,.0f}" in text for text in finding.caveats)
    assert "consent_given" not in size_audience(hand_desk, who(attribute("gender", "is", "female"))).totals


def test_who_never_bought_is_told_beside_who_bought_nothing_in_some_time(hand_desk):
    nothing = bought(period=SUMMER, op="eq", value=0)
    finding = size_audience(hand_desk, who(bought(), nothing))
    whole = size_audience(hand_desk, who(nothing))
    assert finding.totals["with_never_bought"] == whole.totals["size"] > finding.totals["size"]
    assert any(f"{whole.totals['size']:,.0f}" in text for text in finding.caveats)
    assert "with_never_bought" not in whole.totals
    assert "with_never_bought" not in size_audience(hand_desk, who(bought())).totals
