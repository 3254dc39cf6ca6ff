"""The mentions of a document in; what follows from its subject and from names out, implied facts marked so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.lexicon import central_groups, regions, section_statuses, universities
from graph.mentions.gazetteer import locate
from graph.mentions.stems import goes_on, stem_of
from graph.records import Claim, Document, Mention, Sentence, Span

__all__ = ["from_names", "is_narrower", "listed_status", "located", "parents", "phases", "towns", "zone"]

_LOCAL = ("Park", "Company", "Organization", "Project", "Facility")
#: What the heading of a list of projects ends with.
_LISTS = ("项目", "工程", "项目清单", "类")
_PHASE = "一二三四五六"
_TOWNS = ("镇", "乡", "街道", "村")


def located(
    document: Document, placed: set[str], found: Sequence[tuple[Mention, Span]], home: Mention
) -> Iterator[Claim]:
    """Yield that a local park, firm, school, project or work lies in the document's subject, once for each name."""
    done = set(placed)
    for mention, span in found:
        if mention.type not in _LOCAL or mention.text in done or mention.rule.startswith("inner.before"):
            continue
        done.add(mention.text)
        if not _is_from_elsewhere(mention, document):
            yield Claim(mention, "locatedIn", home, span, "implied.subject", explicit=False)


def _is_from_elsewhere(mention: Mention, document: Document) -> bool:
    """Tell whether a firm or school is a national one, or carries the name of another province or prefecture."""
    if mention.type in ("Company", "Organization") and mention.text in central_groups():
        return True
    if mention.rule in ("company.known", "inner.group") or mention.type in ("Project", "Park", "Facility"):
        return mention.type == "Company"
    if mention.text.startswith(("中国", "国家", "中科院", "全国", "科技部", "国务院")):
        return True
    subject = document.subject
    if subject is None:
        return False
    if seat := locate(universities().get(mention.text, ""), None):
        return subject not in regions().chain(seat.code) and seat not in regions().chain(subject.code)
    chain = {region.code for region in regions().chain(subject.code)}
    for length in (5, 4, 3, 2):
        place = locate(mention.text[:length], subject)
        if place is not None and place.level in ("prefecture", "province", "country"):
            return place.code not in chain
    return False


def towns(found: Sequence[tuple[Mention, Span]], document: Document, home: Mention) -> Iterator[Claim]:
    """Yield that the towns of which a county's document speaks are part of the county."""
    if document.subject is None or document.subject.level != "county":
        return
    done = set()
    for mention, span in found:
        if mention.type == "Region" and mention.text.endswith(_TOWNS) and mention.text not in done:
            done.add(mention.text)
            if locate(mention.text, document.subject) is None:
                yield Claim(mention, "partOf", home, span, "implied.town", explicit=False)


def zone(found: Sequence[tuple[Mention, Span]], document: Document, home: Mention) -> Iterator[Claim]:
    """Yield that the zone that a document is about is part of its region: the one named around it, else the subject."""
    subject = document.subject
    if not document.zone or subject is None:
        return
    chain = {region.code for region in regions().chain(subject.code)}
    spans = dict(found)
    for mention, span in found:
        region = locate(mention.text, subject) if mention.type == "Region" else None
        if region is not None and region.code in chain:
            yield Claim(home, "partOf", mention, span, "implied.zone", explicit=False)
            return
    if home in spans:
        whole = Mention(Span(document.id, 0, 0), "Region", subject.name, "document.subject")
        yield Claim(home, "partOf", whole, spans[home], "implied.zone", explicit=False)


def parents(found: Sequence[tuple[Mention, Span]], document: Document) -> Iterator[Claim]:
    """Yield that a division is part of the nearest division above it that the document names."""
    first: dict[str, tuple[Mention, Span]] = {}
    for mention, span in found:
        if mention.type == "Region" and (region := locate(mention.text, document.subject)):
            first.setdefault(region.code, (mention, span))
    for code, (mention, span) in first.items():
        for above in regions().chain(code)[1:]:
            if above.code in first:
                yield Claim(mention, "partOf", first[above.code][0], span, "implied.division", explicit=False)
                break


def listed_status(entry: Mention, sentence: Sentence) -> Iterator[Claim]:
    """Yield the status that the heading of a list of projects gives to an entry (二、续建项目)."""
    for heading in reversed(sentence.section):
        for word, status in section_statuses():
            if word in heading and heading.endswith(_LISTS):
                yield Claim(entry, "status", status, sentence.span, "status.heading")
                return


def phases(found: Sequence[tuple[Mention, Span]]) -> Iterator[Claim]:
    """Yield that a phase is part of its whole where the document names both (甲核电一期, 甲核电)."""
    whole: dict[str, Mention] = {}
    for mention, _ in found:
        if mention.type in ("Project", "Park"):
            whole.setdefault(mention.text, mention)
    done = set()
    for mention, span in found:
        stem = mention.text.removesuffix("工程")
        if mention.type == "Project" and len(stem) > 3 and stem[-1] == "期" and stem[-2] in _PHASE:
            target = whole.get(stem[:-2])
            if target and mention.text not in done:
                done.add(mention.text)
                yield Claim(mention, "partOf", target, span, "name.phase")


def from_names(found: Sequence[tuple[Mention, Span]], document: Document) -> Iterator[Claim]:
    """Yield who undertakes a project and where it lies, as its name says: 甲集团 乙县 500兆瓦风电."""
    inside: dict[Mention, list[Mention]] = defaultdict(list)
    outer: Mention | None = None
    for mention, _ in found:
        if mention.rule.startswith("inner.") and outer is not None:
            inside[outer].append(mention)
        else:
            outer = mention
    spans = dict(found)
    for mention, names in inside.items():
        for name in names:
            if name.rule == "inner.whole":
                yield Claim(mention, "partOf", name, spans[mention], "name.part", explicit=False)
            elif name.type in ("Company", "Organization") and mention.type in (
                "Project",
                "Park",
                "Facility",
                "Organization",
            ):
                yield Claim(name, "undertakes", mention, spans[mention], "name.owner")
            elif name.type == "Region" and is_narrower(name, document):
                yield Claim(mention, "locatedIn", name, spans[mention], "name.place")
    owned = {outer.text for outer, names in inside.items() if any(one.type == "Company" for one in names)}
    yield from _by_stem(found, owned, document)


def _by_stem(found: Sequence[tuple[Mention, Span]], owned: set[str], document: Document) -> Iterator[Claim]:
    """Yield who undertakes a project whose name begins with the stem of a firm's (甲乙丙基地, 星海甲乙丙有限公司)."""
    stems: dict[str, Mention] = {}
    for mention, _ in found:
        if mention.type == "Company" and (stem := stem_of(mention.text, document.subject)):
            stems.setdefault(stem, mention)
    for mention, span in found:
        if mention.type == "Project" and mention.text not in owned and not mention.rule.startswith("inner."):
            lengths = range(len(mention.text), 1, -1)
            firm = next((stems[mention.text[:n]] for n in lengths if mention.text[:n] in stems), None)
            if firm is None or firm.text.startswith(mention.text):
                continue
            if firm.text.endswith(("公司", "集团")) or goes_on(mention.text, stem_of(firm.text, document.subject)):
                owned.add(mention.text)
                yield Claim(firm, "undertakes", mention, span, "name.stem")


def is_narrower(place: Mention, document: Document) -> bool:
    """Tell whether a place is no part of the line from the document's subject upwards."""
    region = locate(place.text, document.subject)
    if region is None or document.subject is None:
        return region is not None
    return region.code not in {above.code for above in regions().chain(document.subject.code)}
