"""A record as a case file that can be read again, with where each fact came from beside it."""

import yaml

from oncoptions.records.source import Record

__all__ = ["as_case_file"]


def as_case_file(record: Record) -> str:
    """Return YAML: the case, then as comments its sources and what was not understood."""
    lines = [f"# Read from {record.name}. Comments are not read again."]
    lines += [f"# ! {notice}" for notice in record.notices]
    case = yaml.safe_dump(record.case, sort_keys=False, allow_unicode=True, width=100).rstrip()
    lines.append(case if record.case else "{}")
    if record.sources:
        lines += ["", "# Where it was read:"]
        lines += [f"#   {_source(source)}" for source in record.sources]
    if record.not_understood:
        lines += ["", f"# Not understood ({len(record.not_understood)}):"]
        lines += [f"#   {reason}" for reason in record.not_understood]
    return "\n".join(lines) + "\n"


def _source(source: dict[str, object]) -> str:
    where = ", ".join(
        str(source[key]) for key in ("resource", "code", "date", "text") if source.get(key)
    )
    return f"{source.get('path', '')}: {where}"
