"""The readers of intents, in the order in which a message is put to them."""

from __future__ import annotations

from collections.abc import Callable

from assistant.planner.frame import Frame
from assistant.planner.intents.campaigns.campaign_results import read_campaign_results
from assistant.planner.intents.campaigns.campaigning import read_campaign
from assistant.planner.intents.campaigns.cutoffs import read_cutoff
from assistant.planner.intents.campaigns.experiments import read_test_plan
from assistant.planner.intents.campaigns.exporting import read_export
from assistant.planner.intents.campaigns.facts.facts import read_campaign_figures, read_conversions
from assistant.planner.intents.campaigns.held_back import read_held_back
from assistant.planner.intents.campaigns.in_order import read_in_order
from assistant.planner.intents.campaigns.planned_ones import read_planned
from assistant.planner.intents.campaigns.sent_messages import read_sent
from assistant.planner.intents.continuing.continued import read_continued
from assistant.planner.intents.copywriting.approving import read_approval
from assistant.planner.intents.copywriting.copy import read_copy
from assistant.planner.intents.copywriting.one_draft import read_one_draft
from assistant.planner.intents.copywriting.previewing import read_preview
from assistant.planner.intents.follow_ups.bought_after import read_bought_after
from assistant.planner.intents.follow_ups.each_period import read_each_period
from assistant.planner.intents.follow_ups.edit_requests import read_request_edit
from assistant.planner.intents.follow_ups.edits import read_edit
from assistant.planner.intents.follow_ups.share_of_rows import read_share_of_rows
from assistant.planner.intents.goods.catalogue import read_goods
from assistant.planner.intents.lookups.assortment import read_assortment
from assistant.planner.intents.lookups.bought_goods import read_bought_goods
from assistant.planner.intents.lookups.explaining import read_explaining
from assistant.planner.intents.lookups.goods_sought import read_products
from assistant.planner.intents.lookups.kinds_meant import read_kinds
from assistant.planner.intents.lookups.lessons import read_lesson
from assistant.planner.intents.lookups.lookups import read_customer, read_documents
from assistant.planner.intents.lookups.meanings import read_meaning, read_values
from assistant.planner.intents.lookups.membership import read_member
from assistant.planner.intents.lookups.products import read_product_facts
from assistant.planner.intents.lookups.saving import read_saved, read_saving
from assistant.planner.intents.questions.and_theirs import read_and_theirs
from assistant.planner.intents.questions.each_side import read_crossed_sides, read_each_side
from assistant.planner.intents.questions.goods_of_those import read_goods_of_those
from assistant.planner.intents.questions.later_month import read_later_month
from assistant.planner.intents.questions.most_of_them import read_most_of_them
from assistant.planner.intents.questions.of_best_sellers import read_of_best_sellers
from assistant.planner.intents.questions.overlaps import read_overlap
from assistant.planner.intents.questions.paired_people import read_paired_people
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.intents.questions.ranked_among import read_ranked_among
from assistant.planner.intents.questions.rates import read_message_rate
from assistant.planner.intents.questions.repeats import read_repeats
from assistant.planner.intents.questions.several import read_several
from assistant.planner.intents.questions.side_by_side import read_side_by_side
from assistant.planner.intents.questions.top_of_each import read_top_of_each
from assistant.planner.intents.references.both_lists import read_both_lists
from assistant.planner.intents.references.dangling import read_dangling
from assistant.planner.intents.references.two_before import read_two
from assistant.planner.intents.refusals.refusals import read_missing, read_refusals
from assistant.planner.intents.refusals.smalltalk import read_smalltalk
from assistant.planner.intents.scoring.migration import read_migration
from assistant.planner.intents.scoring.models import read_models
from assistant.planner.intents.scoring.profiles import read_profiles
from assistant.planner.intents.scoring.reasons import read_drivers, read_person_score
from assistant.planner.intents.scoring.recommendations import read_lookalikes, read_recommendation
from assistant.planner.intents.scoring.scores import read_ranking, read_target
from assistant.planner.intents.scoring.together import read_together
from assistant.planner.intents.shares.that_of_whole import read_that_of_whole
from assistant.planner.reading import Reading

INTENTS: tuple[Callable[[Frame], Reading | None], ...] = (
    read_bought_after,
    read_share_of_rows,
    read_continued,
    read_smalltalk,
    read_lesson,
    read_later_month,
    read_in_order,
    read_campaign_results,
    read_held_back,
    read_planned,
    read_most_of_them,
    read_conversions,
    read_refusals,
    read_approval,
    read_preview,
    read_export,
    read_both_lists,
    read_two,
    read_dangling,
    read_explaining,
    read_saved,
    read_saving,
    read_documents,
    read_sent,
    read_one_draft,
    read_campaign,
    read_copy,
    read_request_edit,
    read_kinds,
    read_test_plan,
    read_cutoff,
    read_missing,
    read_and_theirs,
    read_of_best_sellers,
    read_goods_of_those,
    read_ranked_among,
    read_top_of_each,
    read_goods,
    read_side_by_side,
    read_models,
    read_several,
    read_bought_goods,
    read_person_score,
    read_drivers,
    read_migration,
    read_together,
    read_recommendation,
    read_lookalikes,
    read_target,
    read_ranking,
    read_member,
    read_customer,
    read_overlap,
    read_profiles,
    read_crossed_sides,
    read_paired_people,
    read_product_facts,
    read_assortment,
    read_meaning,
    read_values,
    read_products,
    read_each_period,
    read_that_of_whole,
    read_edit,
    read_message_rate,
    read_repeats,
    read_question,
    read_each_side,
    read_campaign_figures,
)
"""Asked in this order; the first that reads the question whole, wins. A reading that asks back waits for later ones."""
ANEW = (read_message_rate, read_repeats, read_question)
"""Those that read a message as a question of its own."""
