"""Nothing that points at a person reaches a model, and everything comes back to the person who asked."""

import json

from hypothesis import given
from hypothesis import strategies as st

from assistant.events import Done, Token
from assistant.guard.mentions import mentioned
from assistant.guard.pseudonyms import Vault
from tests.assistant.conftest import Talk
from tests.assistant.scripted import call, says
from tests.assistant.shop import CUSTOMERS
from tools.desk import Shop

PERSONAL = [
    value for identity, name, email, phone, *_ in CUSTOMERS for value in (identity, name, email, phone) if value
]


@given(
    st.lists(st.text(alphabet="abcdefgh 王芳李@.", min_size=2, max_size=12).filter(str.strip), max_size=8),
    st.text(max_size=80),
)
def test_masking_and_back_changes_nothing(values: list[str], text: str) -> None:
    vault = Vault(b"k" * 32)
    for value in values:
        vault.token("name", value)
    whole = " ".join([text, *values])
    assert vault.unmask(vault.mask(whole)) == whole


def test_the_same_person_keeps_the_same_token() -> None:
    first, second = Vault(b"k" * 32), Vault(b"k" * 32)
    assert first.token("customer", "C1") == second.token("customer", "C1") != Vault(b"x" * 32).token("customer", "C1")


def test_an_unknown_token_stays_as_it_is() -> None:
    assert Vault(b"k" * 32).unmask("[customer-123ABC]") == "[customer-123ABC]"


def test_ids_and_names_in_a_message_are_found_by_looking(shop: Shop) -> None:
    text = "Why is Wendy Marsh in it, and C0003, and 王芳? Spend 500."
    assert sorted(mentioned(text, shop.warehouse)) == [("customer", "C0003"), ("name", "Wendy Marsh"), ("name", "王芳")]


def test_rows_reach_the_model_as_tokens_and_the_person_as_names(talk: Talk) -> None:
    session, model = talk(says("", call("list_customers")), says("Here they are."))
    answer = session.answer("List all customers, such as wendy.marsh@example.com or 13812345678")
    heard = model.heard_text()
    assert [value for value in PERSONAL if value in heard] == []
    assert "13812345678" not in heard
    assert "[name-" in heard
    assert answer.findings[0].rows[0][1] == "Wendy Marsh"


def test_a_token_in_an_argument_is_the_person(talk: Talk) -> None:
    session, model = talk()
    token = session._seat.vault.token("name", "Jonas Weber")
    model.script += [says("", call("find_customer", customer=token)), says(f"{token} spent 75.00 EUR.")]
    events = list(session.ask("What did Jonas Weber spend?"))
    done = events[-1]
    assert isinstance(done, Done)
    assert done.answer.text == "Jonas Weber spent 75.00 EUR."
    assert "".join(event.text for event in events if isinstance(event, Token)) == done.answer.text
    assert "Jonas" not in model.heard_text()


def test_errors_of_tools_are_masked_too(talk: Talk) -> None:
    session, model = talk(
        says("", call("find_customer", customer="wendy.marsh@example.co")), says("Nobody by that address.")
    )
    session.answer("find her")
    assert "wendy.marsh@" not in model.heard_text()


def test_older_turns_are_condensed_without_people(talk: Talk) -> None:
    lines = []
    for _ in range(8):
        lines += [says("", call("list_customers")), says("Listed.")]
    session, model = talk(*lines)
    for number in range(8):
        session.answer(f"list them again, round {number}")
    last = model.heard[-1]
    assert "Earlier in this conversation" in last[1].text
    assert [value for value in PERSONAL if value in json.dumps([m.text for m in last], ensure_ascii=False)] == []


def test_a_name_said_long_ago_is_still_masked(talk: Talk, shop: Shop) -> None:
    lines = [says("", call("list_customers")), says("Otto@ is the Otto Klein you mean, and Klein it is.")]
    for _ in range(7):
        lines.append(says("Yes."))
    session, model = talk(*lines)
    session.answer("List them all please")
    for number in range(7):
        session.answer(f"Is that so, number {number}?")
    assert "Otto Klein" not in model.heard_text()
