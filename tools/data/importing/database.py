"""A database address as a source: its tables, read through SQLAlchemy, never written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.contract import BadInput
from tools.data.importing.cells import cell_text
from tools.data.importing.models import FilePlan

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

_BATCH = 5_000


def database_tables(address: str) -> list[FilePlan]:
    """One plan per table with rows; `address#orders,customers` names the tables to look at. Raises BadInput."""
    from sqlalchemy import inspect

    from tools.data.importing.sources import name_columns

    bare, _, wanted = address.partition("#")
    url = _url(bare)
    shown = _shown(bare)
    with _engine(url, shown) as engine:
        inspector = inspect(engine)
        tables = [*inspector.get_table_names(), *inspector.get_view_names()]
        names = [name.strip() for name in wanted.split(",") if name.strip()] or tables
        unknown = [name for name in names if name not in tables]
        if unknown:
            raise BadInput(
                f"{shown} has no table {unknown[0]!r}: it has {', '.join(tables) or 'none'}.",
                zh=f"{shown} 中没有表 {unknown[0]}；现有：{'、'.join(tables) or '无'}。",
            )
        plans = []
        for name in names:
            plan = FilePlan(path=shown, part=name, format="database", header_row=None)
            plan._url = bare
            plan.columns = name_columns([column["name"] for column in inspector.get_columns(name)], plan.name)
            plans.append(plan)
    if not plans:
        raise BadInput(f"{shown} has no tables: nothing to import.", zh=f"{shown} 中没有任何表，无可导入。")
    return plans


def database_rows(plan: FilePlan) -> Iterator[list[str | None]]:
    """Every row of one table, in batches."""
    from sqlalchemy import column, select, table

    if plan._url is None and "***" in plan.path:
        raise BadInput(
            f"The password of {plan.path} is not kept in a plan: give the database address again.",
            zh=f"{plan.path} 的密码不会保存在导入方案里：请重新给出数据库地址。",
        )
    url = _url(plan._url or plan.path)
    with (
        _engine(url, plan.path) as engine,
        engine.connect().execution_options(stream_results=True, yield_per=_BATCH) as connection,
    ):
        query = select(*(column(one.source) for one in plan.columns)).select_from(table(plan.part))
        for row in connection.execute(query):
            yield [cell_text(value) for value in row]


def _shown(address: str) -> str:
    from sqlalchemy import make_url

    return make_url(address).render_as_string(hide_password=True)


def _url(address: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise BadInput(
            "The database address cannot be read: write it as postgresql://user:password@host/name or sqlite:///file.",
            zh="无法识别数据库地址：请写成 postgresql://user:password@host/name 或 sqlite:///文件。",
        ) from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername.startswith("sqlite"):
        file = Path(url.database or "")
        if not url.database or not file.is_file():
            raise BadInput(
                f"{url.database or 'sqlite://'} does not exist: name the database file as sqlite:///PATH.",
                zh=f"{url.database or 'sqlite://'} 不存在：请以 sqlite:///路径 的形式给出数据库文件。",
            )
        return url.set(database=f"file:{file.resolve()}", query={"mode": "ro", "uri": "true"})
    return url


@contextmanager
def _engine(url: URL, shown: str) -> Iterator[Engine]:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    try:
        engine = create_engine(url)
    except NoSuchModuleError as error:
        raise BadInput(
            f"{url.drivername} is no database this product can read: use postgresql, mysql or sqlite, "
            "or export the tables as CSV.",
            zh=f"不支持读取 {url.drivername}：请使用 postgresql、mysql 或 sqlite，或把表导出为 CSV。",
        ) from error
    except ModuleNotFoundError as error:
        raise BadInput(
            f"Reading {url.get_backend_name()} needs the Python package {error.name}: install it, "
            "or export the tables as CSV.",
            zh=f"读取 {url.get_backend_name()} 需要 Python 包 {error.name}：请先安装，或把表导出为 CSV。",
        ) from error
    try:
        yield engine
    except SQLAlchemyError as error:
        cause: Any = getattr(error, "orig", None) or error
        raise BadInput(
            f"{shown} cannot be read ({str(cause).strip().splitlines()[0][:160]}).",
            zh=f"无法读取 {shown}（{str(cause).strip().splitlines()[0][:160]}）。",
        ) from error
    finally:
        engine.dispose()
