"""Dates, weekdays and the dateline of a story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mtcheck.model import Span
from mtcheck.wording.expression import constant

# The calendar is a closed list of the language, as digits are; January stands at 1.
_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)(?:\.|\b))"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?P<ordinal>st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)\b(?![-\u2013]\d)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_MONTH_NAME = constant(_MONTH)
_REACH = 40  # code points on each side of a month's name in which all of its date stands
_MONTH_FIRST = constant(rf"(?<![\w-])(?:{_WEEKDAY},? (?:\()?)?{_MONTH} (?:the )?{_DAY}(?:,? {_YEAR})?")
_DAY_FIRST = constant(
    rf"(?<![\w.,:/$\u20ac\u00a3-])(?:{_WEEKDAY},? (?:the |\()?)?{_DAY} (?:of )?{_MONTH}(?![\w-])(?:,? {_YEAR})?"
)
_ISO = constant(r"(?P<year>(?:1[89]|20)\d\d)(?<![\w-]\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\w-])")
_DATELINE = constant(
    r"\s*(?P<place>[A-Z][\w'. -]{2,40}?(?:, [A-Z][\w'. -]{2,30}?)??)(?:,? (?P<date>[^()\u2013\u2014:;!?]{3,30}?))?"
    r"(?: ?\((?P<agency>[A-Z][\w /-]{1,25})\))?\s?(?:--|[\u2013\u2014-])\s(?=[A-Z\"\u201c])"
)
_DATELINE_PARAGRAPHS = 4
_NEAR_DAYS = 90


class DateMention(NamedTuple):
    """A day of a month as it is written. `year` is 0 where none is given, `weekday` -1 (0 is Monday); `order` is "month"
    or "day", whichever comes first, or "iso"."""

    span: Span
    day: int
    month: int
    year: int
    weekday: int
    order: str
    ordinal: bool

    def weekday_in(self, year: int) -> int | None:
        """The weekday that the date has in `year`; None for a day that the month lacks."""
        from datetime import date

        try:
            return date(year, self.month, self.day).weekday()
        except ValueError:
            return None


class Dateline(NamedTuple):
    """Place, agency and date at the head of a story; an empty agency and None where it gives none."""

    span: Span
    place: str
    agency: str
    date: DateMention | None

    @property
    def year(self) -> int:
        """The year of its date; 0 where it gives none."""
        return self.date.year if self.date is not None else 0

    def year_of(self, mention: DateMention) -> int:
        """The year of a date that gives none itself: that of the day nearest to the dateline; 0 if there is no saying."""
        if self.date is None or not self.date.year:
            return 0
        from datetime import date

        try:
            written = date(self.date.year, self.date.month, self.date.day)
            days = [date(written.year + step, mention.month, mention.day) for step in (-1, 0, 1)]
        except ValueError:
            return 0
        nearest = min(days, key=lambda day: abs((day - written).days))
        return nearest.year if abs((nearest - written).days) <= _NEAR_DAYS else 0


def dates(text: str) -> tuple[DateMention, ...]:
    """All dates with a month's name, and ISO dates, in order and apart."""
    found = list(_dates(_ISO.finditer(text), "iso"))
    for start, end in _around_months(text):
        found += _dates(_MONTH_FIRST.finditer(text, start, end), "month")
        found += _dates(_DAY_FIRST.finditer(text, start, end), "day")
    found.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    apart: list[DateMention] = []
    for mention in found:
        if not apart or mention.span.start >= apart[-1].span.end:
            apart.append(mention)
    return tuple(apart)


def _around_months(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text around names of months, in order and apart."""
    start = end = 0
    for month in _MONTH_NAME.finditer(text):
        if month.start() - _REACH > end:
            if end:
                yield start, end
            start = month.start() - _REACH
        end = month.end() + _REACH
    if end:
        yield start, end


def _dates(matches: Iterable[re.Match[str]], order: str) -> Iterator[DateMention]:
    for match in matches:
        groups = match.groupdict()
        month = int(groups["month"]) if order == "iso" else _month(groups["month"])
        if not 1 <= month <= 12:
            continue
        weekday = _WEEKDAYS.index(groups["weekday"]) if groups.get("weekday") else -1
        yield DateMention(
            Span(*match.span()),
            int(groups["day"]),
            month,
            int(groups["year"] or 0),
            weekday,
            order,
            bool(groups.get("ordinal")),
        )


def _month(name: str) -> int:
    return next(number for number, full in enumerate(_MONTHS) if full and full.startswith(name.rstrip(".")))


def month_name(number: int) -> str:
    """1 -> January."""
    return _MONTHS[number]


def weekday_name(number: int) -> str:
    """0 -> Monday."""
    return _WEEKDAYS[number]


def dateline(text: str, paragraphs: Sequence[Span], mentions: Sequence[DateMention]) -> Dateline | None:
    """The dateline: "DAMASCUS, Feb 3 (AFP) — " before the lead, or a paragraph of a place in capitals and a date."""
    for paragraph in paragraphs[:_DATELINE_PARAGRAPHS]:
        match = _DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + 120))
        if match is not None and (match["agency"] or match["place"].isupper()):
            span = Span(paragraph.start, match.end())
            return Dateline(span, match["place"], match["agency"] or "", _date_in(span, mentions))
        if paragraph.end - paragraph.start < 60:
            written = _date_in(paragraph, mentions)
            words = text[paragraph.start : paragraph.end].split()
            if written is not None and written.year and len(words) <= 7:
                place = " ".join(word for word in words if word.isalpha() and word.isupper())
                return Dateline(paragraph, place, "", written)
    return None


def _date_in(span: Span, mentions: Sequence[DateMention]) -> DateMention | None:
    return next((mention for mention in mentions[:20] if span.contains(mention.span)), None)
