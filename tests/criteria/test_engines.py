"""The text of a criterion runs unchanged in DuckDB and Polars, with the same three answers."""

from datetime import date
from typing import Any

import duckdb
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.criteria.strategies import CRITERIA, ROWS, VOCABULARY

from oncoptions.criteria import Node, Truth, to_text, truth

SQL_TYPES = {"boolean": "boolean", "number": "double", "category": "varchar", "date": "date"}
POLARS_TYPES = {
    "boolean": pl.Boolean(),
    "number": pl.Float64(),
    "category": pl.String(),
    "date": pl.String(),  # Polars compares no date with a text: a cohort keeps dates as ISO texts
}

Rows = list[dict[str, Any]]
Answers = list[tuple[Truth, ...]]

criteria_and_people = given(
    st.lists(CRITERIA, min_size=4, max_size=12), st.lists(ROWS, min_size=8, max_size=24)
)


def ours(nodes: list[Node], people: Rows) -> Answers:
    return [tuple(truth(node, person) for node in nodes) for person in people]


def select_list(nodes: list[Node]) -> str:
    return ", ".join(f"({to_text(node)}) as c{number}" for number, node in enumerate(nodes))


@criteria_and_people
def test_duckdb(nodes: list[Node], people: Rows) -> None:
    columns = ", ".join(f"{name} {SQL_TYPES[fact.kind]}" for name, fact in VOCABULARY.items())
    row = f"({', '.join(f'?::{SQL_TYPES[fact.kind]}' for fact in VOCABULARY.values())})"
    with duckdb.connect() as database:
        database.execute("set threads = 1")
        database.execute(f"create table people ({columns})")
        values = [value for person in people for value in map(person.get, VOCABULARY)]
        database.execute(f"insert into people values {', '.join([row] * len(people))}", values)
        answers = database.execute(f"select {select_list(nodes)} from people order by rowid")
        assert answers.fetchall() == ours(nodes, people)


@criteria_and_people
def test_polars(nodes: list[Node], people: Rows) -> None:
    schema = {name: POLARS_TYPES[fact.kind] for name, fact in VOCABULARY.items()}
    frame = pl.DataFrame([_with_texts(person) for person in people], schema=schema)
    answers = frame.select(
        pl.sql_expr(to_text(node)).alias(f"c{number}") for number, node in enumerate(nodes)
    )
    assert answers.rows() == ours(nodes, people)


def _with_texts(person: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in person.items()
    }
