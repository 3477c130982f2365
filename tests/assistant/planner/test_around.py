"""Who asks and what for changes no answer; what may pick people is never taken for either."""

import pytest

from assistant.planner.around import weighty
from assistant.planner.around.askers import without_asker
from assistant.planner.around.put_right import put_right
from assistant.planner.around.remark_openings import narrows, opens, opens_firmly
from assistant.planner.around.restating import last_word
from assistant.planner.reader import Reader

READ = {"customer_id", "saved", "percent", "money", "duration", "ago", "products"}
"""Kinds that readers of numbers, dates and names make; the others are words."""
AROUND = [
    ("crm lead here; how many gold members do we have", "how many gold members do we have"),
    ("the analyst asks for net revenue by category in 2026", "net revenue by category in 2026"),
    ("Sorry if this is a daft question, but how many women are there?", "how many women are there?"),
    ("investors keep asking, so: net revenue in 2026 by month", "net revenue in 2026 by month"),
    ("财务刚问我：2026年每月净收入", "2026年每月净收入"),
    ("我们电商组的同事想知道金卡会员有多少", "金卡会员有多少"),
    ("帮市场部查一下金卡会员有多少", "金卡会员有多少"),
    ("2025年注册的有多少，没填性别的也算进分母", "2025年注册的有多少"),
]


@pytest.mark.parametrize(("question", "plain"), AROUND)
def test_what_is_said_around_changes_nothing(reader: Reader, question: str, plain: str) -> None:
    assert reader.read(question).calls == reader.read(plain).calls != []


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("隔壁市场部运营一直追问：上海有多少会员", "上海有多少会员"),
        ("老板催了好几次，上海有多少会员", "老板催了好几次，上海有多少会员"),
        ("会员要活跃的", "会员要活跃的"),
        ("渠道有哪些", "渠道有哪些"),
    ],
)
def test_a_department_asks_with_a_verb_of_asking_only(question: str, rest: str) -> None:
    assert without_asker(question) == rest


@pytest.mark.parametrize(
    ("clause", "firm"),
    [
        ("thinking about a birthday treat", True),
        ("a lady on the phone", True),
        ("老板要砍品牌", True),
        ("my boss keeps nagging", False),
    ],
)
def test_firm_openings_tell_what_is_prepared(clause: str, firm: bool) -> None:
    assert opens(clause) and not narrows(clause) and opens_firmly(clause) == firm


@pytest.mark.parametrize("clause", ["老板要看多少", "we only want the Halcyon ones", "领导说要活跃的"])
def test_what_asks_or_narrows_is_no_firm_remark(clause: str) -> None:
    assert narrows(clause) or not opens_firmly(clause)


def test_what_was_taken_back_does_not_count() -> None:
    assert last_word("women in London, scratch that, men in Leeds") == "men in Leeds"
    assert last_word("big spenders, I mean people who spent 500+").startswith("people who")


PUT_RIGHT = [
    ("revenue for dresses, sorry, I mean skirts, last month", "revenue for skirts last month"),
    ("how many gold, I mean platinum, customers in London?", "how many platinum customers in London?"),
    ("show orders by city, actually by country", "show orders by country"),
    ("net revenue by category in 2026, no I meant orders", "orders by category in 2026"),
    ("orders last week (sorry, last month) by channel", "orders last month by channel"),
    ("top 10 - sorry, top 5 products by revenue", "top 5 products by revenue"),
    ("open rate for Black Friday 2024 - I mean 2025", "open rate for Black Friday 2025"),
    ("上个月的订单数,不对,是这个月的", "这个月的订单数"),
    ("上海的金卡，哦不，银卡客户有多少", "上海的银卡客户有多少"),
]


@pytest.mark.parametrize(("question", "plain"), PUT_RIGHT)
def test_a_word_put_right_stands_for_the_one_before(reader: Reader, question: str, plain: str) -> None:
    assert reader.read(question).calls == reader.read(plain).calls != []


@pytest.mark.parametrize(
    "question",
    [
        "women in London, no men",
        "gold customers, actually how many of them are in London?",
        "top 5 cities, no. of customers",
    ],
)
def test_what_only_sounds_like_it_changes_nothing(reader: Reader, question: str) -> None:
    assert put_right(question, reader.tagger) == question


def test_kinds_that_weigh_exist(reader: Reader) -> None:
    lexicon = reader.tagger.vocabulary.lexicon
    known = {sense.kind for keys in lexicon.forms() for sense in lexicon.senses(keys)} | READ
    words = {*weighty.ALWAYS, *weighty.VALUES, *weighty.COUNTED, *weighty.TASKS, *weighty.CHANGES}
    assert words <= known, words - known
