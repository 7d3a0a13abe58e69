"""What the pages share: numbered sources, precautions, the lines about an entry's own making."""

from collections.abc import Iterable, Iterator

from oncoptions.knowledge.base import KnowledgeBase
from oncoptions.knowledge.models import BeforeStart, Entry, Piece, Precaution
from oncoptions.text.layout import bullet, heading, wrapped

__all__ = ["References", "before_start", "made", "precautions", "regions_words"]

SEVERITIES = {
    "contraindications": "do not use",
    "avoid": "avoid",
    "cautions": "caution",
}
"""The words for each list of precautions, the strictest first."""


class References:
    """The sources of one page, numbered in the order in which they are named."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Begin with none."""
        self.knowledge = knowledge
        self._numbers: dict[str, int] = {}

    def mark(self, sources: Iterable[str]) -> str:
        """Return the numbers of sources as they stand behind a statement: ` [1, 2]`."""
        numbers = [self._numbers.setdefault(s, len(self._numbers) + 1) for s in sources]
        return f" [{', '.join(str(number) for number in numbers)}]" if numbers else ""

    def of(self, piece: Piece) -> str:
        """Return the numbers behind a statement, and whether nobody has held it against them."""
        unread = "" if piece.verified else " (not yet held against its source)"
        return f"{self.mark(piece.sources)}{unread}"

    def lines(self) -> Iterator[str]:
        """Yield every source named so far: title, publisher, date, address."""
        if self._numbers:
            yield from heading("Sources")
        for name, number in self._numbers.items():
            source = self.knowledge.sources[name]
            quoted = " (read as quoted elsewhere)" if source.read_as == "quoted" else ""
            words = f"{source.title}. {source.publisher}, {source.date}{quoted}"
            yield from wrapped(words, f"  {f'[{number}]':5}", "       ")
            yield f"       {source.url}"


def regions_words(row: Precaution) -> str:
    """Return where and when a precaution holds, if not everywhere and always."""
    parts: list[str] = [] if len(row.regions) > 1 else list(row.regions)
    parts += [f"from {row.since}"] if row.since is not None else []
    parts += [f"until {row.until}"] if row.until is not None else []
    return f" ({', '.join(parts)})" if parts else ""


def precautions(entry: object, references: References, *, conditions: bool = True) -> Iterator[str]:
    """Yield contraindications, avoidances and cautions, each with its condition and sources."""
    for field, words in SEVERITIES.items():
        rows: tuple[Precaution, ...] = getattr(entry, field)
        for row in rows:
            said = f"{words}{regions_words(row)}: {row.why}{references.of(row)}"
            yield from bullet(said)
            if conditions:
                yield from wrapped(f"when {row.when}", "      ", "      ")


def before_start(
    knowledge: KnowledgeBase, rows: Iterable[BeforeStart], references: References
) -> Iterator[str]:
    """Yield the checks before the first dose."""
    for row in rows:
        whom = f" Only when {row.when}." if row.when is not None else ""
        name = knowledge.tests[row.test].name
        yield from bullet(f"{name}: {row.why}{whom}{references.of(row)}")


def made(entry: Entry) -> Iterator[str]:
    """Say when an entry was written, checked, is due again, and who has read it."""
    yield ""
    yield from wrapped(
        f"Written {entry.curated}, checked {entry.checked}, next review {entry.next_review}. "
        f"Competing interests: {entry.competing_interests}."
    )
    if entry.reviewed:
        yield from wrapped(f"Read by {', '.join(entry.reviewed)}.")
    else:
        yield "No named clinician has reviewed this entry yet."
