"""A seed and a number of mentions in; documents of many cities with their mentions, claims and true entities out.

Every city has five reports of its own, half of its first counties have two, every province two. A thing is in one to
six of them (`APPEARS`), one to five times in each (`REPEATS`). The text is written out, so that spans, sentences and
the short forms that a text declares are as the reader of real documents finds them.

The noise is about that of real reports, rather below it. Of the things in one generated document 22 % of the firms,
21 % of the projects, 17 % of the parks, 15 % of the clusters, 13 % of the organizations and 11 % of the facilities have
two forms or more; in the four long documents annotated by hand it is 17, 43, 44, 17, 18 and 23 %. Spaces inside a name
are no noise here, since the text of a mention never holds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.cities import City, Maker, chosen
from benchmarks.kinds import fill
from benchmarks.things import Thing, pool
from graph.lexicon import regions
from graph.mentions.gazetteer import locate
from graph.records import Claim, Document, Extraction, Mention, Region, Sentence, Span

__all__ = ["Corpus", "generate"]

#: How many documents a thing is in: most are named once or twice, few year after year.
APPEARS = (0.34, 0.25, 0.17, 0.12, 0.07, 0.05)
#: How often a document names a thing that it names.
REPEATS = (0.58, 0.24, 0.11, 0.05, 0.02)
#: The share of a city's things of which the report of the province tells as well.
PROMINENT = 0.1
#: How often a text says in which district a thing stands, where it stands in one.
STATED = 0.3
#: How often a firm's full name is followed by （以下简称“…”）.
DECLARED = 0.08
#: How often a report keeps to the form that it used last.
KEEPS = 0.55
_LOCAL = ("Park", "Company", "Project", "Cluster", "Facility", "Organization")
#: How many mentions a city gives, more or less.
_PER_CITY = 900
_TRIES = 8
_RULES = {
    "Park": "park.head",
    "Company": "company.full",
    "Project": "project.listed",
    "Cluster": "cluster.head",
    "Organization": "organization.head",
    "Facility": "facility.head",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Extractions with the truth: the thing of every mention and the noise with which it is written.

    `alone` says that the truth is known inside each document only: what is one across documents is not judged.
    """

    extractions: tuple[Extraction, ...]
    truth: dict[Mention, str]
    noise: dict[Mention, tuple[str, ...]]
    things: dict[str, Thing]
    alone: bool = False

    def judged(self, found: Mapping[Mention, str]) -> Mapping[Mention, str]:
        """Return the found clusters as they are judged: those of two documents apart where the truth tells no more."""
        if not self.alone:
            return found
        return {mention: f"{mention.span.document} {cluster}" for mention, cluster in found.items()}

    def namesakes(self) -> float:
        """Return the share of true entities that share a written form with another of their type."""
        forms: dict[tuple[str, str], set[str]] = defaultdict(set)
        for mention, thing in self.truth.items():
            forms[mention.type, mention.text].add(thing)
        shared = {thing for named in forms.values() if len(named) > 1 for thing in named}
        return len(shared) / len(set(self.truth.values()))


@dataclass
class _Report:
    """A document that is being written: its text so far, its sentences, mentions and claims, and who has which form."""

    id: str
    subject: Region
    year: int
    genre: str
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    used: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def extraction(self) -> Extraction:
        title = f"{self.subject.name}{self.year}年政府工作报告"
        document = Document(self.id, f"{self.id}.txt", title, self.subject, self.year, self.genre, self.text)
        return Extraction(document, tuple(self.sentences), tuple(self.mentions), tuple(self.claims))


class _Writer:
    """Writes things into reports and keeps the truth."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.truth: dict[Mention, str] = {}
        self.noise: dict[Mention, tuple[str, ...]] = {}

    def form(self, report: _Report, thing: Thing) -> tuple[str, tuple[str, ...]] | None:
        """Choose the form that a report uses next; never one by which it calls something else of that type."""
        if thing.id in report.used and self.random.random() < KEEPS:
            return report.used[thing.id]
        homes = (thing.district,) if thing.deep else (thing.city, thing.district)
        near = thing.city is None or report.subject in homes
        for attempt in range(_TRIES):
            text, noise = thing.form(self.random, near=near and attempt < _TRIES // 2)
            key = (thing.type, text)
            if len(text) > 1 and report.taken.setdefault(key, thing.id) == thing.id:
                report.used[thing.id] = (text, noise)
                return text, noise
        return None

    def name(self, report: _Report, thing: Thing, start: int, text: str, noise: tuple[str, ...]) -> Mention:
        """Record a mention of a thing that begins at an offset of the report's text."""
        rule = _RULES.get(thing.type) or ("region.name" if text == thing.full else "region.short")
        mention = Mention(Span(report.id, start, start + len(text)), thing.type, text, rule)
        report.mentions.append(mention)
        self.truth[mention] = thing.id
        self.noise[mention] = noise
        return mention

    def sentence(self, report: _Report, thing: Thing, places: dict[str, Thing]) -> None:
        """Write a sentence about a thing: one of its type's, or one that says where it stands."""
        form = self.form(report, thing)
        if form is None:
            return
        text, noise = form
        begin = len(report.text)
        stated = places.get(thing.district.code) if thing.district else None
        within = thing.district is not None and thing.district == report.subject
        if stated and thing.type in _LOCAL and not within and self.random.random() < STATED:
            self.stated(report, thing, text, noise, stated)
        else:
            before, after = self.random.choice(pool(f"say-{thing.type}"))[0].split("{}")
            report.text += before
            mention = self.name(report, thing, len(report.text), text, noise)
            report.text += text + self.declared(report, thing, text) + after
            self.inside(report, mention, begin)
        report.sentences.append(Sentence(Span(report.id, begin, len(report.text)), (), len(report.sentences)))

    def stated(self, report: _Report, thing: Thing, text: str, noise: tuple[str, ...], district: Thing) -> None:
        """Write 江河科技位于凌河区。 with its claim."""
        begin = len(report.text)
        mention = self.name(report, thing, begin, text, noise)
        report.text += f"{text}位于"
        place = district.full
        object_ = self.name(report, district, len(report.text), place, ())
        report.text += f"{place}。"
        span = Span(report.id, begin, len(report.text))
        report.claims.append(Claim(mention, "locatedIn", object_, span, "locatedIn.stands"))

    def declared(self, report: _Report, thing: Thing, text: str) -> str:
        """Return （以下简称“江河科技”） behind the full name of a firm, now and then, and keep to it."""
        if thing.type != "Company" or not text.endswith("有限公司") or self.random.random() >= DECLARED:
            return ""
        for _ in range(_TRIES):
            short, noise = thing.form(self.random, near=True)
            if "short form" in noise and report.taken.setdefault(("Company", short), thing.id) == thing.id:
                report.used[thing.id] = (short, (*noise, "declared"))
                return f"（以下简称“{short}”）"
        return ""

    def inside(self, report: _Report, mention: Mention, begin: int) -> None:
        """Claim the place with which a name begins, as the extractor does: 凌河新材料产业园 is in 凌河."""
        if mention.type not in ("Park", "Project", "Facility", "Organization"):
            return
        for length in (3, 2):
            place = mention.text[:length]
            if len(mention.text) - length > 1 and locate(place, report.subject):
                start = mention.span.start
                object_ = Mention(Span(report.id, start, start + length), "Region", place, "inner.place")
                span = Span(report.id, begin, len(report.text))
                report.claims.append(Claim(mention, "locatedIn", object_, span, "name.place"))
                return


def _reports(city: City) -> dict[str, list[_Report]]:
    """Return the empty reports of a city and of half of its first counties, by the code of their subject."""
    code = city.region.code
    own = [_Report(f"{code}-{year}", city.region, year, "work-report") for year in (2021, 2022, 2023, 2024)]
    found = {code: [*own, _Report(f"{code}-2024-tasks", city.region, 2024, "task-list")]}
    for district in city.districts[::2][:4]:
        found[district.code] = [
            _Report(f"{district.code}-{year}", district, year, "work-report") for year in (2023, 2024)
        ]
    return found


def _homes(
    thing: Thing, city: City, own: dict[str, list[_Report]], above: Sequence[_Report], random: Random
) -> list[_Report]:
    """Choose the reports in which a thing is named."""
    candidates = list(own[city.region.code])
    district = own.get(thing.district.code, []) if thing.district else []
    candidates += district
    town = thing.type == "Region" and thing.city is not None
    if random.random() < PROMINENT and not town:
        candidates += above
    if thing.type == "Region" and not town:
        candidates = [report for reports in own.values() for report in reports]
    if town and thing.namesake:
        candidates = district  # a bare 城关镇 is named where it is clear whose
    count = random.choices(range(1, len(APPEARS) + 1), APPEARS)[0]
    return random.sample(candidates, min(count, len(candidates)))


def _write(cities: Sequence[City], random: Random, writer: _Writer) -> Iterator[_Report]:
    """Write the reports of all cities, and of the provinces when all is written."""
    provinces: dict[str, list[_Report]] = {}
    for city in cities:
        province = regions().chain(city.region.code)[-1]
        above = provinces.setdefault(
            province.code, [_Report(f"{province.code}-{year}", province, year, "work-report") for year in (2023, 2024)]
        )
        own = _reports(city)
        places = {thing.full: thing for thing in city.things if thing.type == "Region" and thing.city is None}
        by_code = {district.code: places[district.name] for district in city.districts if district.name in places}
        queue: list[tuple[_Report, Thing]] = []
        for thing in city.things:
            for report in _homes(thing, city, own, above, random):
                times = random.choices(range(1, len(REPEATS) + 1), REPEATS)[0]
                queue.extend([(report, thing)] * times)
        random.shuffle(queue)
        for report, thing in queue:
            writer.sentence(report, thing, by_code)
        for reports in own.values():
            yield from reports
    for reports in provinces.values():
        yield from reports


def generate(mentions: int, seed: int = 7) -> Corpus:
    """Write documents of as many cities as give so many mentions (`_PER_CITY` each).

    >>> corpus = generate(1000)
    >>> set(corpus.truth.values()) <= set(corpus.things)
    True
    """
    random = Random(seed)
    maker, writer = Maker(random), _Writer(random)
    cities = chosen(max(1, round(mentions / _PER_CITY)), random)
    for city in cities:
        fill(maker, city)
    reports = [report for report in _write(cities, random, writer) if report.mentions]
    things = {thing.id: thing for city in cities for thing in city.things}
    return Corpus(tuple(report.extraction() for report in reports), writer.truth, writer.noise, things)
