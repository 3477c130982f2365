"""Arguments as weak models write them: mended when there is one reading, bounced with the nearest when not."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assistant.mending import read
from assistant.toolbox import openai_tools, parameters_schema, seat
from tests.assistant.shop import TOOLS
from tools.briefs import Brief
from tools.contract import BadRequest
from tools.definitions import Audience, Metric, Period

AUDIENCE = TypeAdapter(Audience)
ROME = {"kind": "attribute", "field": "city", "values": ["Rome"]}
TOP_FIFTH = {"kind": "ranked", "by": "spend", "share": 0.2}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{"all": []}', {}),
        ({"all": {"field": "city", "values": "Rome"}}, {"all": [ROME]}),
        ({"all": [{"kind": "ranked", "by": "spend", "share": 20}]}, {"all": [TOP_FIFTH]}),
        ({"all": [{"kind": "Ranked", "by": "Spend", "share": "20%"}]}, {"all": [TOP_FIFTH]}),
        ({"all": [{"by": "spend", "count": "1,000"}]}, {"all": [{"kind": "ranked", "by": "spend", "count": 1000}]}),
        (
            {"all": [{"measure": "revenue", "op": ">=", "value": "3.5万"}]},
            {"all": [{"kind": "bought", "measure": "revenue", "value": 35000.0}]},
        ),
        (
            {"all": [{"event": "open", "period": '{"kind": "rolling", "unit": "days", "count": 90}'}]},
            {"all": [{"kind": "engaged", "event": "open", "period": {"kind": "rolling", "unit": "day", "count": 90}}]},
        ),
        ({"alll": [{"kind": "saved", "name": "vip"}]}, {"all": [{"kind": "saved", "name": "vip"}]}),
        ({"none": [{"channel": "EMAIL"}]}, {"none": [{"kind": "contactable", "channel": "email"}]}),
    ],
)  # fmt: skip
def test_one_reading_is_taken(written: Any, meant: dict[str, Any]) -> None:
    assert read(AUDIENCE, written, "audience").compact() == AUDIENCE.validate_python(meant).compact()


def test_other_types_are_mended_alike() -> None:
    period = read(TypeAdapter(Period), {"kind": "fixed", "start": "2024/3/1", "end": "2024年3月31日"}, "period")
    assert (period.start.isoformat(), period.end.isoformat()) == ("2024-03-01", "2024-03-31")
    metric = read(TypeAdapter(Metric), {"measures": "Net Revenue", "dimensions": "city", "limit": "10"}, "metric")
    assert (metric.measures, metric.dimensions, metric.limit) == (["net_revenue"], ["city"], 10)
    brief = read(TypeAdapter(Brief), {"channel": "Meta Ad", "language": "EN", "tone": "warm"}, "brief")
    assert (brief.channel, brief.language, brief.tone) == ("meta_ad", "en", ["warm"])


@pytest.mark.parametrize(
    ("written", "says_so"),
    [
        ({"all": [{"kind": "attribute", "field": "spend", "op": "wibble", "values": [3]}]}, "all.0.attribute.op"),
        ({"who": "everybody"}, "nearest keys"),
        ("all of them", "audience cannot be read"),
        ({"all": [{"kind": "ranked", "by": "spend", "share": 0.1, "count": 5}]}, "one of the two"),
        ({"all": [{"kind": "ranked", "by": "spend", "share": 2000}]}, "share"),
    ],
)
def test_what_has_no_single_reading_is_bounced(written: Any, says_so: str) -> None:
    with pytest.raises(BadRequest, match=says_so):
        read(AUDIENCE, written, "audience")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "kind", "field", "op", "values", "by", "share", "period", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_anything_at_all_is_read_or_bounced(written: Any) -> None:
    before = json.dumps(written, default=str)
    with suppress(BadRequest):
        read(AUDIENCE, written, "audience")
    assert json.dumps(written, default=str) == before


def test_schemas_show_arguments_and_hide_the_desk() -> None:
    schema = parameters_schema(seat(TOOLS)[0])
    assert schema["properties"] == {"city": {"type": "string", "description": "Only this city"}}
    assert schema["required"] == []


def test_a_type_is_spelled_out_once() -> None:
    from tools.registry import TOOLS as ALL

    texts = [json.dumps(tool) for tool in openai_tools(seat(ALL))]
    assert sum("Customers for whom each condition" in text for text in texts) == 1


def test_arguments_that_are_not_there() -> None:
    tool = seat(TOOLS)[2]
    with pytest.raises(BadRequest, match="find_customer has no argument colour; it takes customer"):
        tool.run(None, {"customer": "x", "colour": 1})  # type: ignore[arg-type]
    with pytest.raises(BadRequest, match="find_customer needs customer"):
        tool.run(None, {})  # type: ignore[arg-type]
