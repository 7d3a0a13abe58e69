"""The command line: `oncoptions assess CASE` and its companions.

A mistake of the user is one line on standard error and exit status 2; a finding (a fault in the
knowledge) is status 1. Heavy parts are imported where they are used, so that a cold start is quick.
"""

import datetime as dt
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import click
import msgspec

from oncoptions.errors import OncoptionsError

if TYPE_CHECKING:
    from oncoptions.knowledge.load import Base

__all__ = ["main"]

Command = TypeVar("Command", bound=Callable[..., Any])
Region = Literal["US", "EU"]
# As in knowledge/selection.py, which a cold start must not import; a test compares them.
_SUBTYPES = ("hr-positive", "her2-positive", "triple-negative")
_STATUSES = (
    "approved",
    "off_label",
    "under_review",
    "withdrawn",
    "refused",
    "not_yet",
    "other_region",
    "not_marketed",
    "no_support",
)


def main() -> None:
    """Run the command line; every mistake of the user is one line."""
    try:
        commands(standalone_mode=False)
    except OncoptionsError as error:
        _end(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.ClickException as error:
        _end(" ".join(error.format_message().split()), 2)
    except click.exceptions.Abort:
        _end("stopped", 130)
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as fault:  # a bug: its traceback could show a person's data
        if os.environ.get("ONCOPTIONS_DEBUG"):
            raise
        _end(f"a fault of the program ({_place(fault)}); please report it: see SECURITY.md", 70)


def _place(fault: BaseException) -> str:
    """Say what kind of fault it was and where in the program, and nothing of the data."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _end(message: str, status: int) -> None:
    click.echo(f"oncoptions: {message}", err=True)
    sys.exit(status)


class _Day(click.ParamType[dt.date]):
    """A day on the command line: YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: Any, ctx: Any) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write YYYY-MM-DD, such as 2026-11-23", param, ctx)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def _when_and_where(command: Command) -> Command:
    command = click.option("--on", type=_Day(), default=_today, help="The day asked about; today.")(
        command
    )
    return _region(command)


def _region(command: Command) -> Command:
    region = click.Choice(["US", "EU"], case_sensitive=False)
    return click.option("--region", type=region, default="US", show_default=True, help="Where.")(
        command
    )


_form = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="oncoptions")
def commands() -> None:
    """List every treatment option for a person with stage IV breast cancer, with reasons.

    Not medical advice; not assessed or cleared as a medical device.
    """


@commands.command()
@click.argument("case")
@_when_and_where
@_form
@click.option("--all", "everything", is_flag=True, help="Unfold everything.")
@click.option(
    "--explain", metavar="OPTION", help="Open one option whole: every condition with its value."
)
def assess(
    case: str, on: dt.date, region: str, form: str, everything: bool, explain: str | None
) -> None:
    """List all options for CASE: a case file, a FHIR record, or - for standard input."""
    from oncoptions.assessment.assess import assess as run
    from oncoptions.knowledge.base import open_knowledge
    from oncoptions.records.source import load_case

    knowledge = open_knowledge()
    parsed, record = load_case(case, knowledge.vocabulary, knowledge.lexicon, on)
    answer = run(parsed, knowledge, on, cast(Region, region), record.not_understood, record.sources)
    if explain is not None:
        from oncoptions.text.explain import explained

        click.echo(explained(answer, explain, knowledge, parsed))
    elif form == "json":
        _json(answer)
    else:
        from oncoptions.text.answer import render

        words = render(
            answer, parsed, knowledge.vocabulary, knowledge.lexicon, everything=everything
        )
        click.echo(words)


@commands.command()
@click.argument("record")
@click.option("--on", type=_Day(), default=_today, help="The day asked about; today.")
@_form
def read(record: str, on: dt.date, form: str) -> None:
    """Read RECORD as a case file, with where each fact came from."""
    from oncoptions.knowledge.base import open_knowledge
    from oncoptions.records.source import load_case
    from oncoptions.text.record import as_case_file

    knowledge = open_knowledge()
    _, found = load_case(record, knowledge.vocabulary, knowledge.lexicon, on)
    if form == "json":
        _json(
            {"case": found.case, "sources": found.sources, "not_understood": found.not_understood}
        )
    else:
        click.echo(as_case_file(found), nl=False)


@commands.command()
@click.argument("identity", metavar="ID")
@_form
def show(identity: str, form: str) -> None:
    """Print one entry of the knowledge: a drug, regimen, study, test, source, fact or class.

    ID may be a brand. Where a drug and a regimen share an id, drugs/ID is the drug.
    """
    from oncoptions.knowledge.base import open_knowledge
    from oncoptions.text.entry import entry_page, find_entry
    from oncoptions.text.entry_data import entry_data

    knowledge = open_knowledge()
    kind, entry = find_entry(knowledge, identity)
    if form == "json":
        _json({"id": identity.rpartition("/")[2], **entry_data(knowledge, kind, entry)})
    else:
        click.echo(entry_page(knowledge, kind, identity, entry))


@commands.command(name="list")
@click.argument(
    "kind",
    type=click.Choice(["regimens", "drugs", "studies", "tests", "sources", "facts", "classes"]),
)
@click.option(
    "--kind",
    "kind_of",
    type=click.Choice(["systemic", "local", "supportive", "palliative", "trial"]),
    help="Regimens of one kind.",
)
@click.option("--class", "drug_class", metavar="CLASS", help="With a drug of this class.")
@click.option(
    "--subtype",
    type=click.Choice(_SUBTYPES),
    help="Regimens that somebody's word admits for a person of this subtype.",
)
@click.option("--status", type=click.Choice(_STATUSES), help="On the day and in the region.")
@_when_and_where
@_form
def list_(
    kind: str,
    kind_of: str | None,
    drug_class: str | None,
    subtype: str | None,
    status: str | None,
    on: dt.date,
    region: str,
    form: str,
) -> None:
    """List the knowledge of one KIND, whole or filtered."""
    from oncoptions.knowledge.base import open_knowledge
    from oncoptions.text.listing import Filters, listing

    filters = Filters(
        on=on,
        region=cast(Region, region),
        kind=kind_of,
        drug_class=drug_class,
        subtype=subtype,
        status=status,
    )
    rows = listing(open_knowledge(), kind, filters)
    if form == "json":
        _json(rows)
    else:
        width = max((len(row["id"]) for row in rows), default=0)
        for row in rows:
            click.echo(f"{row['id']:{width}}  {row['name']}")


@commands.command()
@click.option("--from", "since", type=_Day(), required=True, help="The day before the span.")
@click.option("--to", "until", type=_Day(), default=_today, help="The last day of it; today.")
@_region
@click.option("--case", metavar="CASE", help="Which options changed for one person.")
@_form
def changes(since: dt.date, until: dt.date, region: str, case: str | None, form: str) -> None:
    """List what was approved, withdrawn, advised or newly shown after one day through another.

    With --case, which options changed for a person, taken as known on the later day.
    """
    from oncoptions.knowledge.base import open_knowledge

    knowledge, where = open_knowledge(), cast(Region, region)
    if case is not None:
        from oncoptions.comparison.changes import case_changes
        from oncoptions.records.source import load_case
        from oncoptions.text.changes import case_page

        parsed, _ = load_case(case, knowledge.vocabulary, knowledge.lexicon, until)
        changed = case_changes(parsed, knowledge, since, until, where)
        _print(changed, form, lambda: case_page(changed, knowledge.through))
    else:
        from oncoptions.text.changes import changes_data, changes_page

        data = changes_data(knowledge, since, until, where)
        _print(data, form, lambda: changes_page(data, knowledge.through))


@commands.command()
@click.option("--knowledge", type=click.Path(path_type=Path), help="The knowledge folder.")
@click.option("--stale", type=_Day(), help="Name the entries past their next review on this day.")
@click.option("--fix", is_flag=True, help="First bring the files into their one form.")
@_form
def check(knowledge: Path | None, stale: dt.date | None, fix: bool, form: str) -> None:
    """Check the knowledge base: every fault at once, with its place and its mend."""
    from oncoptions.knowledge.canonical import rewrite, slips
    from oncoptions.knowledge.check import all_faults, doubts
    from oncoptions.knowledge.load import files_of
    from oncoptions.knowledge.store import default_root

    root = knowledge or default_root()
    if fix:
        for file in rewrite(root):
            click.echo(f"rewritten: {file}", err=True)
    files = files_of(root)
    base, faults = all_faults(files)
    if base is not None and not faults and stale is not None:
        return _stale(base, stale, form)
    faults += [slip for file, content in files.items() for slip in slips(file, content)]
    if form == "json":
        _json([msgspec.to_builtins(fault) for fault in faults])
    else:
        for fault in faults:
            click.echo(str(fault))
    if base is None or faults:
        _end(f"{len(faults)} faults in {root}", 1)
    elif form == "text":
        for doubt in doubts(base):
            click.echo(f"note: {doubt}")
        counts = ("drugs", "regimens", "studies", "tests", "sources", "criteria")
        words = ", ".join(f"{len(getattr(base, name))} {name}" for name in counts)
        click.echo(f"No faults in {len(base.vocabulary.facts)} facts, {words}.")
    return None


def _stale(base: "Base", on: dt.date, form: str) -> None:
    from oncoptions.knowledge.review import stale

    due = stale(base, on)
    if form == "json":
        _json(due)
    else:
        for entry in due:
            click.echo(str(entry))
    if due:
        _end(f"{len(due)} entries are past their next review on {on}", 1)
    elif form == "text":
        click.echo(f"No entry is past its next review on {on}.")


@commands.command()
@click.argument("what", required=False, type=click.Choice(["case", "assessment", "knowledge"]))
@click.option("--write", "folder", type=click.Path(path_type=Path), help="Write all as files here.")
def schema(what: str | None, folder: Path | None) -> None:
    """Print a JSON Schema: of a case file, of an answer, or of the knowledge files."""
    from oncoptions.text.schemas import schema_files, schema_of

    if (what is None) == (folder is None):
        raise click.UsageError("name what to print, or --write and a folder")
    if folder is None:
        return _json(schema_of(str(what)))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schema_files().items():
        (folder / name).write_text(content, encoding="utf-8")
    return None


def _print(value: Any, form: str, page: Callable[[], str]) -> None:
    if form == "json":
        _json(value)
    else:
        click.echo(page())


def _json(value: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))
