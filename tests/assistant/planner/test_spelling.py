"""Slips of the pen are mended in any word; plain English words are neither slips nor products."""

import pytest

from assistant.planner.reader import Reader
from assistant.planner.spelling import speller_of
from assistant.planner.text import normalise
from assistant.planner.vocabulary import vocabulary_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ordrs lst mnth by contry", "orders last month by country"),
        (
            "how many custmers bougth skincare in teh last 30 dyas",
            "how many customers bought skincare in the last 30 days",
        ),
        ("lastmonth revenue by brand", "last month revenue by brand"),
        ("custoemrs who havent orderd since januray", "customers who havent ordered since january"),
        ("avrage order valeu by chanel", "average order value by channel"),
        ("number of orders b4 march", "number of orders before march"),
        ("top 5 barnds by revenu ytd", "top 5 brands by revenue ytd"),
    ],
)
def test_reads_as_if_well_spelt(typed: str, meant: str, reader: Reader) -> None:
    calls = [(call.tool, call.args) for call in reader.read(meant).calls]
    assert calls
    assert [(call.tool, call.args) for call in reader.read(typed).calls] == calls


def test_what_was_mended_is_said(reader: Reader) -> None:
    assert reader.read("reveune by catagory").notes == [
        "I read “reveune” as “revenue”.",
        "I read “catagory” as “category”.",
    ]


@pytest.mark.parametrize("word", ["border", "letter", "takes", "class", "costs", "stretch", "vegan", "snorbel", "teh"])
def test_is_left_alone(word: str, reader: Reader) -> None:
    token = normalise(word).tokens[0]
    assert speller_of(vocabulary_of(reader.shop)).meant(token) == ()


def test_a_plain_word_is_no_product(reader: Reader) -> None:
    reading = reader.read("AOV ytd vs the same stretch last year")
    assert all("where" not in call.args["metric"] for call in reading.calls)
