"""A theme's entities by region in; what joins the regions within the theme, each with its sentences, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations

from graph.industries import Concept, scheme
from graph.lexicon import cues, regions
from graph.themes.cells import aims
from graph.themes.corpus import Corpus, Statement
from graph.themes.records import Link

__all__ = ["links", "names_in"]

#: How many pairs of industries are shown between two regions.
_MOST_CHAINS = 3
#: Functional regions with names as short as these are common words.
_SHORTEST = 2
Homes = Mapping[str, frozenset[str]]
#: A concept and what a region has of it.
_Branch = tuple[str, frozenset[str]]


def links(corpus: Corpus, concept: Concept, homes: Homes) -> tuple[Link, ...]:
    """Return what joins regions within a theme; `homes` maps each region to its entities of the theme.

    Stated: cooperation, a company at work in both, one belt or cluster of both, one that names the other. Inferred:
    the same aim, and industries of which one feeds the other.
    """
    told = _theme_sentences(corpus, homes)
    found = [
        *_cooperation(corpus, told),
        *_companies(corpus, homes),
        *_belts(corpus, homes, told),
        *_named(corpus, homes, told),
        *_same_aims(corpus, homes, concept),
        *_chains(corpus, concept),
    ]
    return tuple(sorted(found, key=lambda one: (one.a, one.b, one.kind, one.zh, one.entities)))


def _theme_sentences(corpus: Corpus, homes: Homes) -> dict[str, frozenset[str]]:
    """Map the sentences that speak of the theme to the entities of the theme in them."""
    inside = {entity for entities in homes.values() for entity in entities}
    found: dict[str, set[str]] = defaultdict(set)
    for entity in inside:
        for one in corpus.about.get(entity, ()):
            found[one.sentence].add(entity)
    return {sentence: frozenset(entities) for sentence, entities in found.items()}


def _label(corpus: Corpus, iri: str) -> str:
    return corpus.nodes[iri].name if iri in corpus.nodes else corpus.units[iri].name


def _joined(corpus: Corpus, entities: Iterable[str]) -> str:
    return "、".join(_label(corpus, entity) for entity in sorted(entities))


def _pairs(corpus: Corpus, one: Statement) -> Iterator[tuple[str, str]]:
    for a in sorted(corpus.homes.get(one.subject, ())):
        for b in sorted(corpus.homes.get(one.object, ())):
            if a != b:
                yield a, b


def _cooperation(corpus: Corpus, told: Mapping[str, frozenset[str]]) -> Iterator[Link]:
    """Yield stated cooperation of regions, or of their firms and institutions, in a sentence of the theme."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for sentence in told:
        for one in corpus.by_sentence.get(sentence, ()):
            if one.property == "cooperatesWith":
                for a, b in _pairs(corpus, one):
                    found[min(a, b), max(a, b)].append(one)
    for (a, b), statements in sorted(found.items()):
        sentences = tuple(sorted({one.sentence for one in statements}))
        speakers = {corpus.speaker(sentence) for sentence in sentences}
        entities = sorted({entity for sentence in sentences for entity in told[sentence]})
        words, mutual = _joined(corpus, entities), {a, b} <= speakers
        zh, en = f"合作：{words}", f"cooperation on {words}"
        yield Link(a, b, "cooperation", tuple(entities), zh, en, sentences, mutual)


def _shared(corpus: Corpus, homes: Homes, types: frozenset[str]) -> dict[tuple[str, str], list[str]]:
    """Map pairs of regions to the entities of some types that belong to both."""
    of: dict[str, list[str]] = defaultdict(list)
    for region, entities in homes.items():
        for entity in entities:
            if types & set(corpus.nodes[entity].types):
                of[entity].append(region)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entity, places in sorted(of.items()):
        for a, b in combinations(sorted(places), 2):
            found[a, b].append(entity)
    return found


def _sentences_of(corpus: Corpus, entities: Iterable[str], *places: str) -> tuple[str, ...]:
    """Return the sentences that tell what entities have to do with regions."""
    found = set()
    for entity in entities:
        for one in corpus.about.get(entity, ()):
            other = one.object if one.subject == entity else one.subject
            if corpus.homes.get(other, frozenset()) & set(places) or other in places:
                found.add(one.sentence)
    return tuple(sorted(found))


def _companies(corpus: Corpus, homes: Homes) -> Iterator[Link]:
    for (a, b), firms in sorted(_shared(corpus, homes, frozenset({"Company"})).items()):
        words = _joined(corpus, firms)
        sentences = _sentences_of(corpus, firms, a, b)
        yield Link(a, b, "company", tuple(firms), f"共有企业：{words}", f"shared company: {words}", sentences, True)


def _belts(corpus: Corpus, homes: Homes, told: Mapping[str, frozenset[str]]) -> Iterator[Link]:
    """Yield clusters and belts of two regions: one that both have, or one that a sentence joins both by.

    A sentence joins them by naming a bay or belt that they lie on, or itself in one breath with what is called a belt.
    """
    kinds = frozenset({"Cluster", "Park", "Positioning", "Strategy"})
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: {"entities": set(), "sentences": set()})
    for pair, entities in _shared(corpus, homes, kinds).items():
        found[pair]["entities"].update(entities)
        found[pair]["sentences"].update(_sentences_of(corpus, entities, *pair))
    for sentence, spoken in told.items():
        clusters = {one for one in spoken if "Cluster" in corpus.nodes[one].types}
        belts = {one for one in clusters if corpus.nodes[one].name.endswith(cues("belt-end"))}
        named = names_in(corpus, sentence) | {corpus.speaker(sentence)} - {""}
        for joined, by in ((clusters, _members_named(corpus, sentence)), (belts, named)):
            for pair in combinations(sorted(by), 2) if joined else ():
                found[pair]["entities"].update(joined)
                found[pair]["sentences"].add(sentence)
    for (a, b), one in sorted(found.items()):
        words, sentences = _joined(corpus, one["entities"]), tuple(sorted(one["sentences"]))
        mutual = {a, b} <= {corpus.speaker(sentence) for sentence in sentences}
        shown = tuple(sorted(one["entities"]))
        yield Link(a, b, "belt", shown, f"同一产业带：{words}", f"one belt: {words}", sentences, mutual)


@cache
def _functional() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Return the names of functional regions, bays and islands with the codes of the members of each namesake."""
    found = []
    for name, namesakes in regions().by_name.items():
        members = tuple(one.members for one in namesakes if one.level == "functional" and one.members)
        if members and len(name) > _SHORTEST:
            found.append((name, members))
    return tuple(sorted(found))


def _near(namesakes: tuple[tuple[str, ...], ...], code: str) -> set[str]:
    """Return the members of those namesakes that reach into the province of a code; of all where none does."""
    home = code[:2]
    near = [members for members in namesakes if any(one[:2] == home for one in members)]
    return {one for members in near or namesakes for one in members}


def _members_named(corpus: Corpus, sentence: str) -> set[str]:
    """Return the compared regions that a sentence joins by naming a belt or bay, or several, that they belong to."""
    quote = corpus.passages[sentence].quote
    home = corpus.papers[corpus.passages[sentence].document].subject
    codes = {code for name, namesakes in _functional() if name in quote for code in _near(namesakes, home)}
    found = {unit for code in codes if (unit := corpus.unit_of(code))}
    return found if len(found) > 1 else set()


def names_in(corpus: Corpus, sentence: str) -> set[str]:
    """Return the compared regions that a sentence names, by their own names or those of their counties."""
    quote = corpus.passages[sentence].quote
    return {unit for unit, forms in corpus.region_names.items() if any(form in quote for form in forms)}


def _named(corpus: Corpus, homes: Homes, told: Mapping[str, frozenset[str]]) -> Iterator[Link]:
    """Yield who names whom in a sentence of the theme; mutual where the other does so as well."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for sentence in told:
        speaker = corpus.speaker(sentence)
        for other in names_in(corpus, sentence) - {speaker} if speaker else ():
            found[speaker, other].add(sentence)
    for (a, b), sentences in sorted(found.items()):
        back = bool(found.get((b, a)))
        if back and b < a:
            continue
        shown = sentences | found.get((b, a), set())
        entities = sorted({entity for sentence in shown for entity in told[sentence]})
        zh = (
            f"{_label(corpus, a)}与{_label(corpus, b)}互相提及"
            if back
            else f"{_label(corpus, a)}提及{_label(corpus, b)}，对方未提及"
        )
        en = "each names the other" if back else "names the other without being named back"
        yield Link(a, b, "named", tuple(entities), zh, en, tuple(sorted(shown)), back)


def _same_aims(corpus: Corpus, homes: Homes, concept: Concept) -> Iterator[Link]:
    """Yield narrower industries, or the theme itself where it has none, at which two regions both aim."""
    wanted: dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]] = defaultdict(lambda: defaultdict(list))
    for region, entities in homes.items():
        for aim in aims(corpus, region, entities):
            for one in corpus.concepts.get(aim.entity, frozenset()):
                if one == concept.id or concept.id in scheme().concepts[one].above:
                    wanted[one][region].append((aim.entity, aim.sentences))
    for one, by_region in sorted(wanted.items()):
        if one == concept.id and concept.level == 1 and len(wanted) > 1:
            continue
        for a, b in combinations(sorted(by_region), 2):
            both = [*by_region[a], *by_region[b]]
            sentences = sorted({sentence for _, told in both for sentence in told})
            label = scheme().concepts[one]
            shown = tuple(sorted({entity for entity, _ in both}))
            zh, en = f"都以{label.zh}为目标", f"both aim at {label.en}"
            yield Link(a, b, "aim", shown, zh, en, tuple(sentences), True)


def _chains(corpus: Corpus, concept: Concept) -> Iterator[Link]:
    """Yield industries of two regions of which one feeds the other and one at least belongs to the theme.

    Where a region has both itself nothing joins it to the other.
    """
    known, by = scheme().concepts, corpus.industries
    for a in sorted(by):
        for b in sorted(by.keys() - {a}):
            found = [
                (up, down)
                for up in sorted(by[a])
                for down in known[up].feeds
                if down in by[b] and up not in by[b] and down not in by[a]
                if concept.id in (up, down, *known[up].above, *known[down].above)
            ]
            found.sort(key=lambda pair: (-len(by[a][pair[0]]) - len(by[b][pair[1]]), pair))
            for up, down in found[:_MOST_CHAINS]:
                yield _chain(corpus, a, b, (up, by[a][up]), (down, by[b][down]))


def _chain(corpus: Corpus, a: str, b: str, upper: _Branch, lower: _Branch) -> Link:
    up, down = (scheme().concepts[one] for one in (upper[0], lower[0]))
    entities = tuple(sorted(upper[1] | lower[1]))
    sentences = sorted({one.sentence for entity in entities for one in corpus.about.get(entity, ())})
    zh = f"{_label(corpus, a)}的{up.zh} → {_label(corpus, b)}的{down.zh}"
    return Link(a, b, "chain", entities, zh, f"{up.en} → {down.en}", tuple(sentences), False)
