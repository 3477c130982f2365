"""Every tool there is, listed by hand: what the agent, the command line, the MCP server and the page offer."""

from collections.abc import Callable

from tools.audiences import (
    compare_audiences,
    explain_member,
    list_audience,
    list_saved_audiences,
    save_audience,
    size_audience,
)
from tools.campaigns.overview import list_campaigns
from tools.campaigns.packing import export_campaign
from tools.campaigns.planning import plan_campaign
from tools.campaigns.results import campaign_results
from tools.contract import Finding
from tools.copywriting import brief_copy, submit_drafts
from tools.copywriting.approving import approve_drafts
from tools.copywriting.previews import preview_drafts
from tools.customers import describe_data, look_up_customer
from tools.experiments import plan_test
from tools.library import find_products, search_library
from tools.metrics import measure
from tools.recommendations.lookalikes import find_lookalikes
from tools.recommendations.products import recommend_products
from tools.recommendations.together import bought_together
from tools.scores import choose_cutoff, describe_model, explain_score, score_customers
from tools.segments import profile_segments, segment_migration
from tools.wordbook import remember_word

Tool = Callable[..., Finding]
"""A plain function: the desk first, then annotated parameters; its docstring is what a model reads."""

TOOLS: tuple[Tool, ...] = (
    describe_data,
    measure,
    size_audience,
    list_audience,
    explain_member,
    compare_audiences,
    save_audience,
    list_saved_audiences,
    look_up_customer,
    profile_segments,
    segment_migration,
    score_customers,
    explain_score,
    describe_model,
    choose_cutoff,
    recommend_products,
    bought_together,
    find_lookalikes,
    plan_test,
    find_products,
    search_library,
    brief_copy,
    submit_drafts,
    preview_drafts,
    approve_drafts,
    plan_campaign,
    export_campaign,
    list_campaigns,
    campaign_results,
    remember_word,
)
