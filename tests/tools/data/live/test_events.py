"""What is taken for an event, and the one sentence for what is not."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import AssistantError, BadInput
from tools.data.live import LiveEvent, read_event, read_line
from tools.data.live.events import checked, from_line, to_line

NOW = datetime(2026, 11, 25, 12, 0)


def check(**values) -> LiveEvent:
    return checked(read_event(values), now=NOW, time_zone="Asia/Shanghai")


def test_words_for_a_kind_and_times_with_a_zone_are_settled():
    event = check(customer=" C1 ", type="Viewed", at="2026-11-25T03:00:00Z", product="p")
    assert (event.customer_id, event.type, event.occurred_at) == ("C1", "view", datetime(2026, 11, 25, 11, 0))
    assert check(customer="C1", type="购买", price=2).quantity == 1
    assert check(customer=17, type="open").customer_id == "17"
    assert check(customer="C1", type="open").occurred_at == NOW


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"type": "view"}, "needs a customer"),
        ({"customer": "  ", "type": "view"}, "id is empty"),
        ({"customer": "C1"}, "needs a type"),
        ({"customer": "C1", "type": "dance"}, "'dance' is no kind of event: it is one of sent, open"),
        ({"customer": "C1", "type": "view", "at": "1970-01-01"}, "is before 2000"),
        ({"customer": "C1", "type": "view", "at": "2026-11-27T12:00"}, "lies in the future"),
        ({"customer": "C1", "type": "view", "at": "soon"}, "'soon' is not a time such as"),
        ({"customer": "C1", "type": "view", "colour": "red"}, "no colour"),
        ({"customer": "C1", "type": "view", "price": 3}, "no quantity, price or order"),
        ({"customer": "C1", "type": "purchase", "quantity": -1}, "quantity above 0, not -1"),
        ({"customer": "C1", "type": "purchase", "quantity": float("nan")}, "quantity above 0, not nan"),
        ({"customer": "C1", "type": "purchase", "price": float("inf")}, "price from 0 up"),
        ({"customer": "C" * 300, "type": "view"}, "longer than 200"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(values, said):
    with pytest.raises(BadInput, match=said) as refused:
        check(**values)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("line", ["", "[]", "3", '{"customer": ', "nonsense", '{"customer": null, "type": "view"}'])
def test_a_line_that_is_no_event_is_refused(line):
    with pytest.raises(BadInput):
        read_line(line)


@given(st.text(max_size=80))
def test_no_line_whatever_crashes_the_reader(line):
    with suppress(AssistantError):
        read_line(line)
    from_line(line.encode("utf-8", "surrogatepass"))


@given(
    st.text(min_size=1, max_size=20).filter(lambda text: text.split()), st.timedeltas(timedelta(-5_000), timedelta(0)),
    st.floats(0.5, 1e5), st.floats(0, 1e6),
)  # fmt: skip
def test_the_journal_gives_back_what_it_was_given(customer, ago, quantity, price):
    event = check(customer=customer, type="purchase", at=(NOW + ago).isoformat(), quantity=quantity, price=price)
    line = to_line(event)
    assert line.count(b"\n") == 1 and from_line(line) == event


def test_the_zone_of_the_sender_does_not_matter():
    shanghai = check(customer="C1", type="view", at="2026-11-25T11:00:00+08:00")
    utc = checked(
        LiveEvent(customer_id="C1", type="view", occurred_at=datetime(2026, 11, 25, 3, 0, tzinfo=UTC)),
        now=NOW, time_zone="Asia/Shanghai",
    )  # fmt: skip
    assert shanghai == utc
