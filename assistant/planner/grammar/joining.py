"""Joining: before anything is asked of a message, its words become the phrases they make together.

Each rule looks for one kind of phrase (over 30, Berlin and Munich, 首单渠道) and makes one slot of its words.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.planner.grammar.campaigns.sent_to import reduce_sent
from assistant.planner.grammar.comparisons.asked_sides import reduce_asked_sides
from assistant.planner.grammar.comparisons.cohorts_beside import reduce_cohorts_beside
from assistant.planner.grammar.comparisons.contests import reduce_contests
from assistant.planner.grammar.deeds.adverbs import settle_still
from assistant.planner.grammar.deeds.breadth import reduce_breadth
from assistant.planner.grammar.deeds.had_deeds import reduce_had
from assistant.planner.grammar.deeds.joints import reduce_no_other
from assistant.planner.grammar.deeds.listed_deeds import reduce_listed_deeds
from assistant.planner.grammar.deeds.order_size import reduce_order_size
from assistant.planner.grammar.deeds.order_worth import reduce_order_worth
from assistant.planner.grammar.deeds.ranges import reduce_ranges
from assistant.planner.grammar.deeds.several import reduce_some_of
from assistant.planner.grammar.figures.expected import reduce_expected
from assistant.planner.grammar.figures.shared_rates import reduce_shared_rates
from assistant.planner.grammar.goods.made_of import reduce_made_of
from assistant.planner.grammar.goods.materials import reduce_materials
from assistant.planner.grammar.goods.product_notes import reduce_product_notes
from assistant.planner.grammar.goods.stock_bounds import reduce_stock_bounds
from assistant.planner.grammar.goods.told_apart import reduce_told_apart
from assistant.planner.grammar.orders.counted_orders import reduce_counted_orders
from assistant.planner.grammar.orders.discounts import reduce_discounts
from assistant.planner.grammar.orders.first_orders import reduce_first_there
from assistant.planner.grammar.orders.firsts import reduce_firsts
from assistant.planner.grammar.orders.in_orders import reduce_in_orders
from assistant.planner.grammar.orders.nth_orders import reduce_nth_orders, reduce_numbered
from assistant.planner.grammar.orders.order_breadth import reduce_order_breadth
from assistant.planner.grammar.orders.orders import reduce_orders
from assistant.planner.grammar.orders.ordinals import reduce_ordinals
from assistant.planner.grammar.orders.taken_off import reduce_taken_off
from assistant.planner.grammar.people.acquisition import reduce_acquisition
from assistant.planner.grammar.people.age_sides import reduce_age_sides
from assistant.planner.grammar.people.consent import reduce_consent
from assistant.planner.grammar.people.facts import reduce_facts
from assistant.planner.grammar.people.fractions import reduce_fractions
from assistant.planner.grammar.people.habits import reduce_habits
from assistant.planner.grammar.people.kinds import reduce_kinds
from assistant.planner.grammar.people.known import reduce_known
from assistant.planner.grammar.people.labels import reduce_labels
from assistant.planner.grammar.people.languages import reduce_languages
from assistant.planner.grammar.people.loyal_to import reduce_loyal_to
from assistant.planner.grammar.people.norms import reduce_norms
from assistant.planner.grammar.people.own_numbers import reduce_own_numbers
from assistant.planner.grammar.rows.band_ends import reduce_bands
from assistant.planner.grammar.rows.band_widths import reduce_widths
from assistant.planner.grammar.rows.cohort_months import reduce_cohort_months
from assistant.planner.grammar.rows.cohorts import reduce_cohorts
from assistant.planner.grammar.rows.days_of_the_week import reduce_days_of_the_week
from assistant.planner.grammar.rows.row_bounds import reduce_row_bounds
from assistant.planner.grammar.scores.score_levels import reduce_levels
from assistant.planner.grammar.scores.scores import reduce_scores
from assistant.planner.grammar.scores.second_order import reduce_second_ahead
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.earlier_orders import reduce_then
from assistant.planner.grammar.times.elided_units import reduce_elided_units
from assistant.planner.grammar.times.following import reduce_windows, tie_windows
from assistant.planner.grammar.times.listed_periods import reduce_ago_ranges, reduce_up_to
from assistant.planner.grammar.times.moments import reduce_moments
from assistant.planner.grammar.times.months_on import reduce_months_on
from assistant.planner.grammar.times.nothing_since import reduce_nothing_since
from assistant.planner.grammar.times.parts_of_day import reduce_parts_of_day
from assistant.planner.grammar.values.all_categories import reduce_all_categories
from assistant.planner.grammar.values.all_of_them import reduce_all_of_them
from assistant.planner.grammar.values.both import reduce_both
from assistant.planner.grammar.values.both_at_once import refuse_both_at_once
from assistant.planner.grammar.values.counted import reduce_row_counts
from assistant.planner.grammar.values.groups import reduce_groups
from assistant.planner.grammar.values.no_limit import reduce_no_limit
from assistant.planner.grammar.values.segments import reduce_segments
from assistant.planner.grammar.values.ticked import reduce_ticked
from assistant.planner.grammar.values.tiers import reduce_tiers
from assistant.planner.grammar.wording.counted_twice import reduce_counted_twice
from assistant.planner.grammar.wording.restated import (
    reduce_copied_verbs,
    reduce_restated_stretches,
    reduce_restated_values,
    reduce_restated_verbs,
)
from assistant.planner.grammar.wording.said_besides import reduce_said_besides
from assistant.planner.lexicon import Sense


def join(slots: Slots) -> None:
    """Join the words of a message, rule by rule: each finds what the rules before it have made."""
    for rule in RULES:
        rule(slots)


def settle_beside_periods(slots: Slots) -> None:
    """The word before a period: 2025 over 2024 sets two side by side; in June only says when."""
    _beaten_periods(slots)
    for index in range(len(slots) - 1):
        if not slots.has(index + 1, "period"):
            continue
        bound = slots.has(index, "cmp") and slots.has(index + 1, "number")
        if slots.has(index - 1, "period") and (bound or slots[index].text.casefold() == "over"):
            slots.retag(index, Sense("versus"))  # 2025 over 2024
        elif slots.has(index, "cmp", "place", "range_join") and not (slots.has(index, "value", "and", "by") or bound):
            slots.use(index, "period")


def _beaten_periods(slots: Slots) -> None:
    """revenue in August beat July, 今年8月的收入超过去年8月了吗: one period against another, and no bound."""
    if slots.find("people", "agent", "who") is not None:
        return
    for index in range(1, len(slots) - 1):
        beaten = slots.has(index, "contest") or slots.value(index, "cmp") in ("gt", "lt")
        behind = slots.has(index + 1, "period") and not slots.has(index + 1, "number")
        if beaten and behind and any(slots.has(i, "period") for i in range(index)):
            slots.retag(index, Sense("versus"))


RULES: tuple[Callable[[Slots], None], ...] = (
    # Time said in few words
    reduce_parts_of_day,  # morning, afternoon or evening
    reduce_ticked,  # machine owners
    settle_still,  # 还、也、又 before a Chinese verb
    reduce_numbered,  # 10th order
    reduce_counted_orders,  # how many repeat orders
    reduce_some_of,  # at least two of A, B and C
    reduce_elided_units,  # in the last 30 days …, in the last 90
    settle_beside_periods,  # 2025 over 2024
    reduce_kinds,  # bargain hunters
    reduce_habits,  # who usually buy in store
    # People: consent, language, fractions and averages, which hold numbers of their own
    reduce_consent,  # sms ok, may be e-mailed
    reduce_languages,  # German speakers
    reduce_fractions,  # the top quarter
    reduce_norms,  # more often than our average buyer
    # What is said twice
    reduce_restated_stretches,
    reduce_restated_verbs,
    # Comparisons, and values with the fields they belong to
    reduce_said_besides,  # …, in days
    reduce_widths,  # 每100块一档, ten-year age bands
    reduce_ranges,  # over 500, 25-34
    reduce_stock_bounds,  # fewer than 20 left
    reduce_age_sides,  # aged 25-34 vs 35-44
    reduce_bands,  # under 25, 25-34, 45 or more
    reduce_first_there,  # the channel of their first order
    reduce_then,  # skincare and then makeup
    reduce_groups,  # Berlin and Munich
    refuse_both_at_once,  # 既是金卡又是银卡
    reduce_loyal_to,  # brand loyal to Moorlight
    reduce_restated_values,
    reduce_copied_verbs,
    reduce_labels,  # 城市=上海
    reduce_sent,  # everyone sent Black Friday 2025
    reduce_all_of_them,  # all 11 segments
    reduce_product_notes,  # Washed Linen Pillowcases (the pair)
    # Orders and goods
    reduce_firsts,  # their first skincare order
    reduce_shared_rates,  # open and click rates
    reduce_orders,  # paid with Apple Pay
    reduce_nothing_since,  # and then nothing more
    reduce_listed_deeds,  # new signups last 30d, list
    reduce_order_breadth,  # orders with two or more categories
    reduce_order_size,  # more than 10 items in one order
    reduce_order_worth,  # an order with a value of 400+
    reduce_had,  # with a menswear purchase
    reduce_taken_off,  # minus anything sold in store
    reduce_counted_twice,  # at least twice, i.e. in 2+ orders
    reduce_in_orders,  # in 3 separate orders
    reduce_materials,  # 亚麻材质的商品
    reduce_made_of,  # made of linen
    reduce_told_apart,  # shoes that aren't trainers
    # Lists as a whole: how many they name, and what does not matter
    reduce_both,  # 杭州、深圳两地
    reduce_asked_sides,  # is there a difference between
    reduce_contests,  # Berlin or Hamburg, who spends more
    reduce_no_other,
    reduce_no_limit,  # whatever the tier
    reduce_breadth,  # from more than 2 categories
    reduce_all_categories,  # all ten categories
    reduce_tiers,  # silver and up
    # How people came, what is expected of them, which segment they are in
    reduce_acquisition,  # acquired by social
    reduce_expected,  # at least 2k expected
    reduce_second_ahead,  # about to make their second purchase
    reduce_scores,  # likely to churn
    reduce_levels,  # a high risk
    reduce_segments,  # R5F5, cluster 5
    reduce_discounts,  # at full price
    reduce_known,  # no phone number
    # Which order, whose first month, how long after it
    reduce_nth_orders,  # their third order was in May
    reduce_ordinals,  # third order
    reduce_cohorts,  # retention by cohort
    reduce_cohort_months,  # 去年11月、12月首购的
    reduce_cohorts_beside,  # the January vs the February cohort
    reduce_months_on,  # in months 1-3 after
    reduce_windows,  # in their first 60 days
    reduce_moments,  # after opening it
    tie_windows,
    reduce_up_to,  # 今年截至9月底
    reduce_ago_ranges,  # 30到60天之前
    reduce_row_bounds,  # brands whose return rate is over 5 %
    # What is left of fields with what they are compared with, and of numbers said on top
    reduce_own_numbers,  # 4 cups a day
    reduce_facts,  # signed up this year
    reduce_row_counts,  # 四个国家各多少
    reduce_days_of_the_week,  # by weekday, show all days
)
"""Applied in this order: a rule further down relies on the slots that those above it have settled."""
