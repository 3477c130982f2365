"""Does everything the built-in writer writes pass the checks, and do its variants differ as human copy does?

    python -m benchmarks.writing DIR [--briefs 200] [--seed 5] [--show]

Random briefs (goal, channel, audience, offer, products, tone, length, 1 to 10 variants, words that must and must not be
said) go through brief_copy, the writer and submit_drafts; printed: drafts, drafts with an error, with a warning. Then
ten variants of one brief, and ten texts for ten products of one category, beside ten human texts of one category
(../shared/data/advertisegen_zh, Chinese) and the texts that the shop's own campaigns quote (English): distinct-2 (share
of different pairs among all pairs; higher is more varied) and self-BLEU (mean BLEU-4 of each text against the other
nine, https://doi.org/10.1145/3209978.3210080; lower is more varied). Tokens are characters in Chinese and words in
English; texts are cut to the same first tokens, since both figures depend on length.
"""

import argparse
import json
import math
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from statistics import mean
from typing import Any, get_args

from assistant.planner.writing import write_drafts
from tools.briefs import Brief, CopyChannel, Draft, Drafts, Goal
from tools.contract import Finding, Language
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.tags import TAG
from tools.copywriting import brief_copy, submit_drafts
from tools.copywriting.voice import sent_texts
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop

HUMAN = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "advertisegen_zh" / "dev.json"
TOKENS = 40
"""Each text counts with its first so many."""
_SIZES = [None, None, None, None, 800, 300, 120]
_TONES = ["warm", "playful", "formal", "urgent", "understated", "short", "price", "less pushy"]
_SAID = {
    "en": ["Free coffee on Saturdays", "Our shop in Leeds is open on Sundays"],
    "zh": ["周六到店有免费咖啡", "周日照常营业"],
}
_UNSAID = {"en": [["cheap"], ["!"], ["shop"], ["emoji"], ["new", "just"]], "zh": [["便宜"], ["！"], ["店里"], ["看看"]]}


def main() -> int:
    """Write, check, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", help="a demo shop, or another workspace; it is copied and left as it is")
    parser.add_argument("--briefs", type=int, default=200, help="random briefs in each language")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--show", action="store_true", help="print every draft that has an error")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "shop"
        shutil.copytree(arguments.dir, copy, ignore=shutil.ignore_patterns("drafts", "models", ".lock"))
        shop = Shop.open(Workspace.open(copy))
        for language in get_args(Language):
            desk = shop.desk(language=language)
            print(_checked(desk, language, arguments.briefs, arguments.seed, arguments.show))
        for language in get_args(Language):
            for line in _varied(shop.desk(language=language), language, arguments.seed):
                print(line)
        shop.close()
    return 0


def random_brief(rng: random.Random, desk: Desk, language: Language) -> Brief:
    """Any brief that can be met: what must be said does not hold what must not."""
    offer: dict[str, Any] = rng.choice([
        {}, {}, {"percent_off": rng.choice([5, 12.5, 20, 33])}, {"amount_off": 10, "minimum_spend": 60},
        {"free_shipping": True}, {"percent_off": 25, "free_shipping": True},
    ])  # fmt: skip
    if offer and rng.random() < 0.5:
        offer["code"] = "AUTUMN15"
    if offer and rng.random() < 0.6:
        offer["valid_until"] = (desk.today + timedelta(days=rng.randint(1, 40))).isoformat()
    ids, categories = _stock(desk)
    said = rng.sample(_SAID[language], rng.choice([0, 0, 0, 1]))
    unsaid = rng.choice([[], [], *_UNSAID[language]])
    return Brief.model_validate({
        "channel": rng.choice(get_args(CopyChannel)), "language": language, "goal": rng.choice(get_args(Goal)),
        "audience": rng.choice(_audiences(desk, categories, rng)), "offer": offer or None,
        "products": rng.sample(ids, rng.choice([0, 0, 0, 1, 1, 2, 4])),
        "topic": rng.choice(["", "", rng.choice(categories)]) if categories else "",
        "tone": rng.sample(_TONES, rng.choice([0, 0, 1, 2])), "variants": rng.randint(1, 10),
        "max_characters": rng.choice(_SIZES),
        "must_say": said, "must_not_say": [word for word in unsaid if not any(word in text for text in said)],
    })  # fmt: skip


def _stock(desk: Desk) -> tuple[list[str], list[str]]:
    columns = desk.warehouse.columns()["products"]
    ids = [str(row[0]) for row in desk.warehouse.query("SELECT id FROM products ORDER BY id")[1]]
    if "category" not in columns:
        return ids, []
    found = desk.warehouse.query("SELECT DISTINCT category FROM products WHERE category IS NOT NULL ORDER BY 1")[1]
    return ids, [str(row[0]) for row in found]


def _audiences(desk: Desk, categories: list[str], rng: random.Random) -> list[dict[str, Any] | None]:
    """Everybody, those who bought a category, those who live in one country."""
    found: list[dict[str, Any] | None] = [None, None]
    if categories and "category" in desk.dictionary.fields:
        where = [{"field": "category", "op": "is", "values": [rng.choice(categories)]}]
        found.append({"all": [{"kind": "bought", "where": where, "measure": "orders", "op": "ge", "value": 1}]})
    if "country" in desk.dictionary.fields and (values := desk.dictionary.values("country")):
        found.append({"all": [{"kind": "attribute", "field": "country", "op": "is", "values": [values[0][0]]}]})
    return found


def written(desk: Desk, brief: Brief) -> Finding:
    """The writer's drafts for a brief, checked."""
    finding = brief_copy(desk, brief)
    drafts = [Draft(**draft) for draft in write_drafts(json.loads(finding.model_dump_json()))]
    return submit_drafts(desk, Drafts(brief_id=finding.handle or "", drafts=drafts))


def _checked(desk: Desk, language: Language, count: int, seed: int, show: bool) -> str:
    rng = random.Random(seed)
    drafts = wrong = warned = 0
    rules: Counter[str] = Counter()
    for _ in range(count):
        brief = random_brief(rng, desk, language)
        for card in written(desk, brief).drafts:
            failed = [check for check in card.checks if not check.passed]
            errors = [check for check in failed if check.severity == "error"]
            drafts, wrong = drafts + 1, wrong + bool(errors)
            warned += any(check.severity == "warning" for check in failed) and not errors
            rules.update(check.rule for check in failed if check.severity != "info")
            if errors and show:
                print(brief.compact(), card.fields, [check.message for check in errors], sep="\n  ")
    told = ", ".join(f"{rule} {n}" for rule, n in rules.most_common(6))
    return f"{language}: {count} briefs, {drafts} drafts, {wrong} with an error, {warned} with a warning only ({told})"


def _varied(desk: Desk, language: Language, seed: int) -> Iterable[str]:
    """Rows of distinct-2 and self-BLEU, the writer's beside people's."""
    rng = random.Random(seed)
    ids, categories = _stock(desk)
    channels: tuple[CopyChannel, ...] = ("email", "wechat", "xiaohongshu")
    one, ten = [], []
    for _ in range(12):
        brief = Brief(channel=rng.choice(channels), language=language, goal=rng.choice(get_args(Goal)[:6]), variants=10)
        topic = rng.choice(categories) if categories else ""
        one.append(
            [_main(card.fields, brief) for card in written(desk, brief.model_copy(update={"topic": topic})).drafts]
        )
        single = [
            brief.model_copy(update={"products": [name], "variants": 1}) for name in rng.sample(ids, min(10, len(ids)))
        ]
        ten.append([_main(written(desk, each).drafts[0].fields, each) for each in single])
    yield _row(f"{language}: ten variants of one brief", one, language)
    yield _row(f"{language}: one text for each of ten products", ten, language)
    people = _human_sets(rng) if language == "zh" else []
    if people:
        yield _row(f"{language}: ten human texts on one kind of garment", people, language)
    own = [text for text in sent_texts(desk, language) if len(_tokens(text, language)) > 2]
    if len(own) > 1:
        yield _row(f"{language}: the {len(own)} texts that the shop's past campaigns quote", [own], language)


def _main(fields: dict[str, str], brief: Brief) -> str:
    """The message without greeting, signature and footer."""
    text = fields.get(rulebook().channels[brief.channel].main, "")
    paragraphs = [p for p in text.split("\n\n") if "{{" not in p and len(p) > 12]
    return TAG.sub("", "\n".join(paragraphs))


def _human_sets(rng: random.Random) -> list[list[str]]:
    if not HUMAN.is_file():
        print(f"({HUMAN.parent.name} is not there: no human texts to compare with)")
        return []
    rows = [json.loads(line) for line in HUMAN.read_text(encoding="utf-8").splitlines()]
    kinds: dict[str, list[str]] = {}
    for row in rows:
        kinds.setdefault(row["content"].split("*")[0], []).append(row["summary"])
    return [rng.sample(texts, 10) for texts in kinds.values() for _ in range(4) if len(texts) >= 10]


def _row(name: str, sets: Sequence[Sequence[str]], language: Language) -> str:
    cut = [[_tokens(text, language)[:TOKENS] for text in texts] for texts in sets]
    length = mean(len(tokens) for texts in cut for tokens in texts)
    return (
        f"{name:52} distinct-2 {mean(map(distinct_2, cut)):.2f}  self-BLEU {mean(map(self_bleu, cut)):.2f}"
        f"  ({len(sets)} sets, {length:.0f} tokens a text)"
    )


def _tokens(text: str, language: Language) -> list[str]:
    pattern = r"[\u4e00-\u9fff]|[A-Za-z0-9.]+" if language == "zh" else r"[a-z0-9']+"
    return re.findall(pattern, text.lower())


def _grams(tokens: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1))


def distinct_2(texts: Sequence[Sequence[str]]) -> float:
    """Different pairs of neighbouring tokens over all pairs of a set."""
    pairs: Counter[tuple[str, ...]] = sum((_grams(text, 2) for text in texts), Counter())
    return len(pairs) / max(1, pairs.total())


def self_bleu(texts: Sequence[Sequence[str]]) -> float:
    """Mean BLEU-4 of each text against all others; a precision of nothing counts as half a match (smoothing)."""
    return mean(_bleu(text, [other for j, other in enumerate(texts) if j != i]) for i, text in enumerate(texts))


def _bleu(text: Sequence[str], others: Sequence[Sequence[str]]) -> float:
    logs = []
    for size in range(1, 5):
        grams = _grams(text, size)
        most: Counter[tuple[str, ...]] = Counter()
        for other in others:
            most |= _grams(other, size)
        matched = sum(min(count, most[gram]) for gram, count in grams.items())
        logs.append(math.log(max(matched, 0.5) / max(1, grams.total())))
    nearest = min((len(other) for other in others), key=lambda size: (abs(size - len(text)), size))
    brevity = min(0.0, 1 - nearest / max(1, len(text)))
    return math.exp(mean(logs) + brevity)


if __name__ == "__main__":
    raise SystemExit(main())
