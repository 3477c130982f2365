"""A million personal messages, filled, checked and written, beside Jinja2 filling the same templates in a plain loop.

    python -m benchmarks.personal [--people 1000000] [--repeat 3]

Ours reads the people from the warehouse, fills, checks every message (SMS parts by encoding, field lengths, empty and
unfilled fields, formulas), and writes the CSV file. Jinja2 is given its rows in memory and only fills: no reading, no
checks, no file in `fill`; with reading and a plain csv.writer in `whole`. Each side runs in a process of its own, in
turn, so that its peak memory is its own. The cases "… page" make of each e-mail its HTML page too, values
escaped and links in their places; Jinja2, escaping by itself, renders the same page beside the texts.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from tools.copywriting import render_messages
from tools.copywriting.html import email_html
from tools.data.engine import writing
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.desk import Shop

LATIN = ["Anna", "Ben", "Carla", "David", "Eva", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Klara", "Louis", "Marta"]
WIDE = [
    "Zoë",
    "Łukasz",
    "Žofia",
    "Aşkın",
    "Đorđe",
    "Nguyễn",
    "王小",
    "李娜",
    "欧阳",
    "さくら",
    "محمد",
    "Ελένη",
    "Анна",
    "김민",
]
CITIES = ["Berlin", "Paris", "Madrid", "London", "Lisbon", "Vienna", "Dublin", "Shanghai", "Oslo", "Kraków"]

OURS: dict[str, dict[str, str]] = {
    "sms en": {
        "body": "Lumen: hi {{first_name|there}}{{#if loyalty_tier is gold}}, thank you for staying{{/if}}. "
        "{{#if next_product known}}{{next_product|It}} is back at {{next_product_price|our price}}{{#else}}New things "
        "are in{{/if}}. Reply STOP to opt out"
    },
    "sms zh": {
        "body": "【Lumen】{{first_name|您好}}，{{#if loyalty_tier is gold}}金卡会员优先，{{/if}}{{next_product|新品}}"
        "{{next_product_price|已到店}}，来看看吧。回T退订"
    },
    "email en": {
        "subject": "{{first_name|You}}, something for {{city|your city}}",
        "preheader": "{{#if loyalty_tier is gold}}Thank you for staying.{{#else}}Good to see you.{{/if}}",
        "body": "Hi {{first_name|there}},\n\nthe shelves are full again, and we thought of you. {{next_product|Much}} "
        "is back at {{next_product_price|our price}}, made the way it always was, and it is waiting in the shop in "
        "{{city|your city}}.\n\n{{#if loyalty_tier is gold}}\nYou have been with us for long, so you see it first.\n"
        "{{/if}}\nSee you soon\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}",
        "call_to_action": "See {{next_product|what is new}}",
    },
    "email zh": {
        "subject": "{{first_name|您好}}，{{city|您所在的城市}}有新消息",
        "preheader": "{{#if loyalty_tier is gold}}感谢您一直都在。{{#else}}很高兴见到您。{{/if}}",
        "body": "{{first_name|您好}}：\n\n货架又满了，我们想到了您。{{next_product|许多好物}}现在"
        "{{next_product_price|优惠价}}，还是原来的做法，就在{{city|您所在的城市}}的店里等您。\n\n"
        "{{#if loyalty_tier is gold}}\n您是老朋友，先请您看。\n{{/if}}"
        "\n期待再见\n\n退订：{{unsubscribe_link}}\n{{postal_address}}",
        "call_to_action": "看看{{next_product|新品}}",
    },
}
CASES = [*OURS, "email en page", "email zh page"]
SELECT = (
    "SELECT c.id, split_part(c.name, ' ', 1) AS first_name, c.city, c.loyalty_tier, p.{name} AS next_product, "
    "'$' || p.price AS next_product_price FROM customers c LEFT JOIN next_products n ON n.customer_id = c.id "
    "LEFT JOIN products p ON p.id = n.product_id WHERE c.{channel}_consent ORDER BY c.id"
)
SHOP = {
    "shop_link": "https://lumen.example",
    "unsubscribe_link": "https://lumen.example/u",
    "postal_address": "Lumen, 1 Example Street, Springfield",
}


def as_jinja(text: str) -> str:
    """Our notation as Jinja2's."""
    import re

    text = re.sub(r"\{\{#if (\w+) is (\w+)\}\}\n?", r'{% if \1 == "\2" %}', text)
    text = re.sub(r"\{\{#if (\w+) known\}\}\n?", r"{% if \1 %}", text)
    text = re.sub(r"\{\{#else\}\}\n?", "{% else %}", text)
    text = re.sub(r"\{\{/if\}\}\n?", "{% endif %}", text)
    return re.sub(r"\{\{(\w+)\|([^{}]*)\}\}", r'{{ \1 or "\2" }}', text)


def read_case(case: str) -> tuple[str, str, dict[str, str], bool]:
    """Channel, language, the draft's fields, and whether pages are made."""
    name, _, _ = case.partition(" page")
    channel, language = name.split()
    return channel, language, OURS[name], case != name


def build(folder: Path, people: int) -> None:
    """A shop of so many customers with names of many scripts, some missing, and a next product for most."""
    workspace = Workspace.create(folder, WorkspaceSettings(
        name="Lumen", brand_name="Lumen", currency="USD", unsubscribe_url=SHOP["unsubscribe_link"],
        links={"shop_link": SHOP["shop_link"]}, postal_address=SHOP["postal_address"],
    ))  # fmt: skip
    with writing(workspace.warehouse_path, derived=True) as connection:
        run = connection.execute
        run("ALTER TABLE customers ADD COLUMN loyalty_tier VARCHAR")
        run("ALTER TABLE products ADD COLUMN name_zh VARCHAR")
        run("CREATE TEMP MACRO pick(i, salt, n) AS (hash(i, salt) % n)::INT")
        run("CREATE TEMP MACRO one_of(list, i, salt) AS list[1 + pick(i, salt, len(list))]")
        run(
            "INSERT INTO products (id, name, name_zh, category, price) SELECT format('P{:04d}', i), "
            "['Linen shirt ', 'Walnut lamp ', 'Wool throw ', 'Tea set for two '][1 + i % 4] || i, "
            "['亚麻衬衫', '胡桃木台灯', '羊毛毯', '双人茶具'][1 + i % 4] || i, 'home', 9.5 + i % 90 "
            "FROM range(500) t(i)"
        )
        run(
            "INSERT INTO customers (id, name, email, phone, city, country, email_consent, sms_consent, loyalty_tier) "
            "SELECT format('C{:08d}', i), CASE WHEN pick(i, 0, 50) = 0 THEN NULL "
            "WHEN pick(i, 0, 10) = 1 THEN one_of($wide, i, 1) || chr(19968 + pick(i, 5, 900)) ELSE "
            "one_of($latin, i, 2) || chr(97 + pick(i, 6, 26)) || ' ' || chr(65 + pick(i, 7, 26)) || "
            "chr(97 + pick(i, 8, 26)) || chr(97 + pick(i, 11, 26)) || chr(97 + pick(i, 12, 26)) || 'sen' END, "
            "'c' || i || '@example.com', '+4915112345678', "
            "CASE WHEN pick(i, 3, 20) > 0 THEN one_of($cities, i, 3) END, 'DE', TRUE, TRUE, "
            "one_of(['gold', 'silver', 'none'], i, 4) FROM range($people) t(i)",
            {"wide": WIDE, "latin": LATIN, "cities": CITIES, "people": people},
        )
        run(
            "INSERT INTO orders SELECT 'O' || i, format('C{:08d}', i), TIMESTAMP '2026-10-01', 'online', 0, "
            "'completed' FROM range(100) t(i)"
        )
        run("CREATE TABLE next_products (customer_id VARCHAR, product_id VARCHAR, mode VARCHAR, place INTEGER, "
            "chance DOUBLE)")  # fmt: skip
        run("INSERT INTO next_products SELECT format('C{:08d}', i), format('P{:04d}', pick(i, 9, 500)), 'new', 1, 0.1 "
            "FROM range($people) t(i) WHERE pick(i, 10, 8) > 0", {"people": people})  # fmt: skip


def ours(folder: Path, case: str) -> dict[str, Any]:
    """The bulk run as the product does it."""
    channel, language, fields, paged = read_case(case)
    shop = Shop.open(Workspace.open(folder))
    desk = shop.desk()
    assert desk.dictionary.fields  # opened once per process, whoever asks
    stored = {
        "brief": {"channel": channel, "language": language}, "sender": "Lumen",
        "audience": {"all": [{"kind": "contactable", "channel": channel}]},
    }  # fmt: skip
    with tempfile.TemporaryDirectory(dir=folder) as place:
        begin, before = time.perf_counter(), time.process_time()
        report = render_messages(desk, stored, {"all": fields}, None, Path(place) / "out.csv", pages=paged)
        size = sum(Path(out).stat().st_size for out in (report.out, report.pages_out) if out)
        seconds, processor = time.perf_counter() - begin, time.process_time() - before
    shop.close()
    return {"seconds": seconds, "cpu": processor, "people": report.people, "written": report.written,
            "shortened": report.shortened,
            "fallback": report.with_fallback, "aside": report.set_aside, "parts": report.sms_parts,
            "bytes": size}  # fmt: skip


def jinja(folder: Path, case: str, *, whole: bool) -> dict[str, Any]:
    """Jinja2 in a plain loop: compiled templates, one render for each field of each person."""
    import jinja2

    channel, language, fields, paged = read_case(case)
    environment = jinja2.Environment(autoescape=False)
    templates = [environment.from_string(as_jinja(text)) for text in fields.values()]
    if paged:
        marked = email_html(fields, sender="Lumen", language="zh" if language == "zh" else "en")
        templates.append(jinja2.Environment(autoescape=True).from_string(as_jinja(marked)))
    select = SELECT.format(name="name_zh" if language == "zh" else "name", channel=channel)
    begin, before = time.perf_counter(), time.process_time()
    count, filling, filling_cpu = 0, 0.0, 0.0
    with (
        duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection,
        tempfile.TemporaryDirectory(dir=folder) as place,
        (Path(place) / "out.csv").open("w", encoding="utf-8", newline="") as handle,
    ):
        writer = csv.writer(handle)
        cursor = connection.execute(select)
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(50_000):
            values = [dict(zip(names, row, strict=True)) for row in rows]
            start, start_cpu = time.perf_counter(), time.process_time()
            if whole:
                writer.writerows([one["id"], *(t.render(one, **SHOP) for t in templates)] for one in values)
            else:
                for one in values:
                    for template in templates:
                        template.render(one, **SHOP)
            filling += time.perf_counter() - start
            filling_cpu += time.process_time() - start_cpu
            count += len(rows)
    if whole:
        filling, filling_cpu = time.perf_counter() - begin, time.process_time() - before
    return {"seconds": filling, "cpu": filling_cpu, "people": count}


def _alone(folder: Path, case: str, side: str) -> dict[str, Any]:
    """One measurement in a process of its own; `mb` is its peak memory."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.personal", "--side", side, "--folder", str(folder), "--case", case],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print messages a second and peak memory of both sides, and their ratio, case by case."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--side", choices=["ours", "fill", "whole"])
    options.add_argument("--folder", type=Path)
    options.add_argument("--case", default="")
    asked = options.parse_args()
    if asked.side:
        found = (
            ours(asked.folder, asked.case)
            if asked.side == "ours"
            else jinja(asked.folder, asked.case, whole=asked.side == "whole")
        )
        print(json.dumps(found | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "shop"
        build(folder, asked.people)
        for case in [asked.case] if asked.case else CASES:
            runs: dict[str, list[dict[str, Any]]] = {"ours": [], "fill": [], "whole": []}
            for _ in range(asked.repeat):
                for side, kept in runs.items():
                    kept.append(_alone(folder, case, side))
            print(f"{case}: {runs['ours'][0]}")
            base = {unit: statistics.median(one[unit] for one in runs["ours"]) for unit in ("seconds", "cpu")}
            for side, kept in runs.items():
                seconds, cpu = (statistics.median(one[unit] for one in kept) for unit in ("seconds", "cpu"))
                print(
                    f"  {side:5} {seconds:7.2f} s  {asked.people / seconds:>10,.0f} messages/s  {cpu:7.2f} s of CPU  "
                    f"{max(one['mb'] for one in kept):6.0f} MB  ×{seconds / base['seconds']:.2f} "
                    f"(CPU ×{cpu / base['cpu']:.2f})"
                )


if __name__ == "__main__":
    main()
