"""What can be typed, and the help that teaches it."""

import argparse
import importlib
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

EXAMPLES = """\
examples:
  python -m assistant demo                                   a ready-made shop to play with
  python -m assistant import shop orders.csv customers.xlsx  your own files
  python -m assistant ask shop "How many women in Shanghai bought skincare in the last 90 days?"
  python -m assistant ask shop 「过去90天买过护肤品的上海女性有多少？」
  python -m assistant ask shop "and only those over 30" --session launch
  python -m assistant page shop                              the same in a browser

A language model is used when OPENAI_API_KEY or OPENAI_BASE_URL is set (and ASSISTANT_MODEL names it);
otherwise the built-in planner answers, and nothing leaves this machine.
"""


PLATFORMS = ("klaviyo", "mailchimp", "meta", "google", "braze", "tiktok", "csv", "parquet")


class Parser(argparse.ArgumentParser):
    """Says what was wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (try `{self.prog} --help`)\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = Parser(
        prog="python -m assistant",
        description="Marketing assistant: audiences, figures and copy from a shop's own data.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _data_commands(commands)
    _question_commands(commands)
    _live_commands(commands)
    _audience_commands(commands)
    _results_command(commands)
    _serving_commands(commands)
    return parser


def _command(commands: Any, name: str, module: str, summary: str, epilog: str = "") -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[:1].upper() + summary[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_runner(module, name))
    return parser


def _runner(module: str, command: str) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(f"assistant.cli.{module}"), f"run_{command}")(arguments) or 0)

    return run


def _workspace(parser: argparse.ArgumentParser, **options: Any) -> None:
    parser.add_argument("dir", metavar="DIR", help="the workspace folder", **options)


def _data_commands(commands: Any) -> None:
    demo = _command(commands, "demo", "build", "build a synthetic shop, trained and indexed, and open the page")
    _workspace(demo, nargs="?", default="demo-shop")
    demo.add_argument("--customers", type=_count(100), default=20_000, metavar="N", help="size of the shop (20000)")
    demo.add_argument("--no-page", action="store_true", help="build only")
    _address(demo)

    imports = _command(
        commands, "import", "importing",
        "bring CSV, TSV, Excel, Parquet, JSON-lines files or a database into a workspace",
        "examples:\n  python -m assistant import shop orders.csv\n"
        "  python -m assistant import shop export.xlsx --map 'Cust No=customers.id' --yes\n"
        "  python -m assistant import shop postgresql://reader@localhost/shop\n\n"
        "The mapping and a quality report are shown before anything is written.",
    )  # fmt: skip
    _workspace(imports)
    imports.add_argument("files", metavar="FILE", nargs="+", help="files, or one database URL")
    imports.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="SRC=TARGET",
        help="column SRC is TARGET, such as orders.id; repeatable",
    )
    imports.add_argument("--yes", action="store_true", help="do not ask")
    train = _command(commands, "train", "build", "fit every model the data allows, and say which it does not")
    _workspace(train)
    index = _command(commands, "index", "build", "make products and documents searchable")
    _workspace(index)
    index.add_argument("documents", metavar="DOC", nargs="*", help="brand guidelines and other texts to add")


def _question_commands(commands: Any) -> None:
    ask = _command(
        commands, "ask", "asking", "answer a question",
        'examples:\n  python -m assistant ask shop "net revenue by month this year"\n'
        '  python -m assistant ask shop "repeat buyers in Berlin" --json --rows 0\n'
        "  python -m assistant ask shop - --json < questions.txt     one question a line, one answer a line\n\n"
        'A line of the last form is plain text, or {"question": "…", "session": "…"} to keep conversations apart.',
    )  # fmt: skip
    _workspace(ask)
    ask.add_argument("question", metavar="QUESTION", help="the question, or - to read one a line from standard input")
    ask.add_argument("--json", action="store_true", help="print one JSON object per answer")
    ask.add_argument("--rows", type=_count(0), default=20, metavar="N", help="at most N rows per table, 0 for all (20)")
    ask.add_argument("--session", metavar="ID", help="go on with this conversation, or start it")
    ask.add_argument("--today", type=_day, metavar="DATE", help="the day to count from (last day in the data)")

    explain = _command(commands, "explain", "asking", "show how the built-in planner reads a question")
    _workspace(explain)
    explain.add_argument("question", metavar="QUESTION")
    explain.add_argument("--today", type=_day, metavar="DATE", help="the day to count from (last day in the data)")
    explain.add_argument("--json", action="store_true", help="print one JSON object")

    evaluate = _command(
        commands, "evaluate", "evaluating", "score the assistant on a file of cases (docs/evaluation.md)"
    )
    _workspace(evaluate)
    evaluate.add_argument("cases", metavar="CASES.jsonl", nargs="+")
    evaluate.add_argument("--json", action="store_true", help="print the report as JSON")
    evaluate.add_argument("--model", metavar="NAME", help="a model at the configured endpoint, or planner")
    evaluate.add_argument("--today", type=_day, metavar="DATE", help="the day to count from (last day in the data)")
    evaluate.add_argument("--split", choices=["develop", "verify"], help="only the cases of this half")
    evaluate.add_argument("--repeat", type=_count(1), default=1, metavar="N",
                          help="ask every case N times; it is right only where each attempt was (1)")  # fmt: skip
    evaluate.add_argument("--clicks", action="store_true",
                          help="where it asks back without need, try the options it offers")  # fmt: skip
    evaluate.add_argument("--save", metavar="FOLDER", help="write report.md and report.json into this folder")
    evaluate.add_argument(
        "--compare", metavar="REPORT.json", help="an earlier report: show the difference and the cases that changed"
    )


def _live_commands(commands: Any) -> None:
    event = _command(
        commands, "event", "events", "add what a customer just did; an open page shows it at once",
        "examples:\n  python -m assistant event shop --customer C00042 --type view --product SK-0112\n"
        "  python -m assistant event shop --customer C00042 --type purchase --product SK-0112 --quantity 2\n"
        "  python -m assistant event shop - < events.jsonl     one event a line, added all or none\n\n"
        'A line is {"customer": "C00042", "type": "view", "product": "SK-0112", "at": "2026-01-31T18:30"}, with the '
        "options' names.",
    )  # fmt: skip
    _workspace(event)
    event.add_argument("lines", metavar="-", nargs="?", choices=["-"], help="read one event a line of JSON")
    event.add_argument("--customer", metavar="ID", help="who")
    kinds = "sent, open, click, unsubscribe, view, cart, purchase, return, bounce or complaint"
    event.add_argument("--type", metavar="KIND", help=kinds)
    event.add_argument("--product", metavar="ID")
    event.add_argument("--quantity", type=float, metavar="N", help="items bought or returned (1)")
    event.add_argument("--price", type=float, metavar="X", help="for one item (the product's price)")
    event.add_argument("--campaign", metavar="ID")
    event.add_argument("--order", metavar="ID", help="purchases with one order id are one order")
    event.add_argument("--channel", metavar="NAME", help="where the order was placed")
    event.add_argument("--at", metavar="TIME", help="when, such as 2026-01-31T18:30 in the shop's time zone (now)")
    event.add_argument("--id", metavar="ID", help="the sender's number: the same one twice is one event")


def _audience_commands(commands: Any) -> None:
    export = _command(
        commands, "export", "audience", "write an audience as a file for an advertising or mailing platform"
    )
    _workspace(export)
    export.add_argument("audience", metavar="AUDIENCE", help="a saved audience, or a definition as JSON")
    export.add_argument("--for", dest="platform", required=True, metavar="PLATFORM",
                        choices=PLATFORMS, help=", ".join(PLATFORMS))  # fmt: skip
    export.add_argument("--out", required=True, metavar="FILE", help="the file to write")
    export.add_argument("--channel", choices=["email", "sms"], default="email", help="whose consent counts (email)")
    export.add_argument("--today", type=_day, metavar="DATE", help="the day to count from (last day in the data)")
    campaign = _command(
        commands, "campaign", "campaign", "list planned campaigns, approve their drafts, write their files",
        "examples:\n  python -m assistant campaign shop\n"
        "  python -m assistant campaign shop campaign-e2ec52 --approve A,C --for klaviyo\n\n"
        "Plan one in the chat or with `ask`: plan a win-back for lapsed skincare buyers, SMS, 10 % holdout.",
    )  # fmt: skip
    _workspace(campaign)
    campaign.add_argument("name", metavar="CAMPAIGN", nargs="?", default="", help="its name or id; without: list them")
    campaign.add_argument("--approve", metavar="LETTERS", help="drafts you approve, such as A,C")
    campaign.add_argument("--by", metavar="NAME", help="who approves; without it the computer's user is noted")
    campaign.add_argument("--withdraw", metavar="LETTERS", help="take your approval of these drafts back")
    campaign.add_argument("--preview", metavar="CUSTOMER", help="the drafts as this customer would get them")
    campaign.add_argument("--for", dest="platform", metavar="PLATFORM", choices=PLATFORMS,
                          help=f"write its files for one of {', '.join(PLATFORMS)}")  # fmt: skip
    campaign.add_argument("--today", type=_day, metavar="DATE", help="the day to count from (last day in the data)")
    erase = _command(
        commands, "erase", "audience", "remove a person everywhere and keep them from coming back as contactable"
    )
    _workspace(erase)
    erase.add_argument("customer", metavar="CUSTOMER_ID")
    erase.add_argument("--yes", action="store_true", help="do not ask")


def _results_command(commands: Any) -> None:
    results = _command(
        commands, "results", "results", "say what a campaign did, once its sends and purchases are in",
        "examples:\n  python -m assistant results shop \"Autumn Letter\" --by city\n"
        "  python -m assistant results shop \"Autumn Letter\" sent.csv opens.csv clicks.csv orders.csv\n\n"
        "Files are exports of the sending tool (Klaviyo, Mailchimp, Braze …) or plain tables: a row an event, a row a\n"
        "person, or a file a kind. They are taken in first, all or none; the same file twice counts once.",
    )  # fmt: skip
    _workspace(results)
    results.add_argument("campaign", metavar="CAMPAIGN", help="its name or id")
    results.add_argument("files", metavar="FILE", nargs="*", help="sends, opens, clicks, purchases to take in first")
    results.add_argument("--outcome", choices=["ordered", "revenue", "orders", "visit"], default="ordered",
                         help="what counts as success (ordered)")  # fmt: skip
    results.add_argument("--days", type=_count(1), metavar="N", help="days after sending (as planned, or 30)")
    results.add_argument("--by", default="", metavar="FIELD", help="split by a customer field, such as city")
    results.add_argument("--holdout", type=float, metavar="SHARE", help="share held back by plan, if not on record")
    results.add_argument("--today", type=_day, metavar="DATE", help="the day to count from (last day in the data)")
    results.add_argument("--json", action="store_true", help="print one JSON object")


def _serving_commands(commands: Any) -> None:
    page = _command(commands, "page", "serving", "open the chat page in a browser")
    _workspace(page)
    _address(page)
    mcp = _command(commands, "mcp", "serving", "offer the same tools to an MCP client over standard input and output")
    _workspace(mcp)
    tools = _command(commands, "tools", "serving", "list the tools with their arguments")
    tools.add_argument("--json", action="store_true", help="print their schemas")
    doctor = _command(commands, "doctor", "doctor", "check a workspace and this installation")
    _workspace(doctor)


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=_count(0), default=7860, help="port to listen at (7860)")


def _count(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} up")
        return int(text)

    return read


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None
