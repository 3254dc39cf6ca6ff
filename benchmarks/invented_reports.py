"""An invented city in; documents about it with projects, firms, parks, aims and figures, of a given size, out.

The shares of what is told are those of reports of prefectures; sizes and links fall as Zipf has it.
"""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from benchmarks.invented_city import City, Paper, node
from graph.industries import Concept, scheme
from graph.rdf.evidence import integer, named
from graph.rdf.iris import RDF, SKOS
from graph.rdf.triples import number
from graph.records import Span

__all__ = ["INDICATORS", "write_reports"]

YEARS = (2021, 2022, 2023, 2024, 2025)
INDICATORS = ("地区生产总值", "固定资产投资", "一般公共预算收入", "规上工业增加值", "社会消费品零售总额", "进出口总额")
STATUSES = ("proposed", "signed", "started", "underConstruction", "completed", "operating")
ROLES = ("滨海宜居城市", "先进制造业基地", "现代物流枢纽", "海洋经济示范区", "生态宜居城市", "科技创新高地")
PLANS = ("制造强市", "科技兴市", "乡村建设", "数字赋能", "人才引育", "绿色转型", "港城融合", "质量提升")
_SENTENCES = 40


def write_reports(city: City, size: int) -> None:
    """Write documents about a city, a work report for each year first, until about `size` triples are told."""
    kinds, weights = list(_TOLD), [weight for weight, _ in _TOLD.values()]
    count = 0
    while city.size < size or count < len(YEARS):
        _open(city, count)
        first = kinds if count < len(YEARS) else []
        for kind in (*first, *city.random.choices(kinds, weights, k=_SENTENCES)):
            _TOLD[kind][1](city)
            if city.size > size and count >= len(YEARS):
                break
        count += 1


def _open(city: City, count: int) -> None:
    """Begin the next document: a work report of the city, later a list of tasks, of the city or of a district."""
    year, report = YEARS[count % len(YEARS)], count < len(YEARS)
    genre, word = ("work-report", "政府工作报告") if report else ("task-list", f"第{count}号重点任务清单")
    subject = city.region if report or count % 3 == 0 else city.random.choice(city.districts)
    name, code = subject.partition("-")[2], subject.partition("/")[2][:6]
    day = city.random.randint(10, 28)
    city.papers.append(Paper(f"{code}-{year}-{genre}-{count:08x}", f"{name}{year}年{word}", genre, year, day, subject))
    city.size += 6


@cache
def _concepts() -> tuple[Concept, ...]:
    """Return the industries below the themes, in an order of their own: the first are common, the last are rare."""
    return tuple(sorted((one for one in scheme().concepts.values() if one.level > 1), key=lambda one: one.id[::-1]))


def _trade(city: City) -> Concept:
    concepts = _concepts()
    return concepts[int(len(concepts) ** city.random.random()) - 1]


def _label(local: str) -> str:
    return local.rpartition("/")[2].rpartition("-")[2]


def _place(city: City) -> str:
    return city.random.choice(city.districts) if city.paper.subject == city.region else city.paper.subject


def _belongs(city: City, one: str, concept: Concept, span: Span) -> None:
    city.fact(one, "inIndustry", NamedNode(concept.iri), span, "industry.name")


def _industry(city: City, trade: Concept, odd: str = "") -> str:
    """Return the industry of a document that is a concept, or one that the scheme does not have."""
    local = city.thing("Industry", odd or trade.zh, shared=True)
    if not odd:
        city.beside.append(Quad(node(local), NamedNode(SKOS + "exactMatch"), NamedNode(trade.iri)))
    return local


def _project(city: City) -> None:
    random, trade, count = city.random, _trade(city), len(city.members["Project"])
    yuan, status, tons = random.randint(1, 90), random.choice(STATUSES), random.randint(1, 60)
    place = (city.some("Park") if random.random() < 0.3 else None) or _place(city)
    stranger = bool(city.shared.firms) and random.random() < 0.2
    firm = random.choice(city.shared.firms) if stranger else city.some("Company")
    name = f"{f'{tons}万吨' if count % 5 == 0 else ''}{trade.zh}{count}号项目"
    basis = "target" if status in STATUSES[:2] or random.random() < 0.3 else "actual"
    told = f"{_label(firm)}投资建设的" if firm else ""
    span = city.say(f"{told}{name}在{_label(place)}推进，总投资{yuan}亿元。", basis)
    project = city.thing("Project", name)
    city.fact(project, "locatedIn", place, span, "implied.subject" if count % 3 else "locatedIn.in")
    state = city.fact(project, "status", named(status), span, "status.building.after")
    _belongs(city, project, trade, span)
    if firm:
        city.fact(firm, "undertakes", project, span, "undertakes.invests")
    if count % 4 == 0:
        city.fact(project, "investment", integer(yuan * 10**8), span, "investment.after")
    if count % 5 == 0:
        _capacity(city, project, tons, span)
    if count % 12 == 0 and status != "proposed":
        city.overrule(state, named(STATUSES[STATUSES.index(status) - 1]), span, "status.proposed.after")
    if count % 9 == 0:
        _phases(city, project, name, span)


def _capacity(city: City, project: str, tons: int, span: Span) -> None:
    quantity = f"quantity/{tons * 10_000}吨"
    city.fact(project, "capacity", quantity, span, "capacity.name")
    place = node(quantity)
    city.beside += (Quad(place, NamedNode(RDF + "type"), named("Quantity")), Quad(place, named("unit"), Literal("吨")))
    city.beside.append(Quad(place, named("value"), integer(tons * 10_000)))


def _phases(city: City, project: str, name: str, span: Span) -> None:
    for phase, status in (("一期", "completed"), ("二期", "started")):
        part = city.thing("Project", f"{name}{phase}")
        city.fact(part, "partOf", project, span, "name.phase")
        city.fact(part, "status", named(status), span, "status.started.after")


def _company(city: City) -> None:
    trade, place, count = _trade(city), _place(city), len(city.members["Company"])
    known = city.some("Company") if city.random.random() < 0.25 else None
    if known:
        span = city.say(f"支持{_label(known)}在{_label(place)}做大做强。")
        city.fact(known, "locatedIn", place, span, "implied.subject")
        return
    name = f"{city.name[:-1]}{trade.zh}{count}有限公司"
    span = city.say(f"{_label(place)}的{name}主营{trade.zh}。")
    firm = city.thing("Company", name)
    if count % 20 != 7:  # of some no document says where they are
        city.fact(firm, "locatedIn", place, span, "locatedIn.in")
    _belongs(city, firm, trade, span)
    city.fact(firm, "inIndustry", _industry(city, trade), span, "inIndustry.firms")
    if count % 50 == 0:
        city.shared.firms.append(firm)


def _aim(city: City) -> None:
    trade = _trade(city)
    odd = f"{city.name[:-1]}特色经济" if city.random.random() < 0.1 else ""
    span = city.say(f"加快发展{odd or trade.zh}，形成规模。", "target")
    city.fact(city.paper.subject, "targets", _industry(city, trade, odd), span, "targets.industry")


def _strategy(city: City) -> None:
    plan = f"{city.random.choice(PLANS)}第{city.random.randint(1, 6)}号行动计划"
    span = city.say(f"实施{plan}。", "target")
    city.fact(city.paper.subject, "implements", city.thing("Strategy", plan, shared=True), span, "implements.strategy")


def _role(city: City) -> None:
    role = city.random.choice(ROLES)
    owner = (city.some("Park") if city.random.random() < 0.3 else None) or city.paper.subject
    span = city.say(f"{_label(owner)}打造{role}。", "target")
    city.fact(owner, "targets", city.thing("Positioning", role), span, "targets.role")


def _park(city: City) -> None:
    trade, count = _trade(city), len(city.members["Park"])
    name = f"{city.name[:-1]}{trade.zh}{count}产业园"
    span = city.say(f"{name}规划面积{count + 2}平方公里。", "target" if count % 2 else "actual")
    park = city.thing("Park", name)
    city.fact(park, "locatedIn", _place(city), span, "implied.subject")
    _belongs(city, park, trade, span)
    city.fact(park, "area", integer((count + 2) * 10**6), span, "area.after")
    if count % 3 == 0:
        city.fact(park, "level", Literal("国家级" if count % 2 else "省级"), span, "level.rise")
        city.fact(park, "status", named("operating"), span, "status.operating")


def _cluster(city: City) -> None:
    trade, yuan, before = _trade(city), city.random.choice((100, 200, 300, 500, 1000)), len(city.members["Cluster"])
    span = city.say(f"打造{yuan}亿元级{trade.zh}产业集群。", "target")
    cluster = city.thing("Cluster", f"{trade.zh}产业集群")
    city.fact(city.paper.subject, "targets", cluster, span, "targets.cluster")
    _belongs(city, cluster, trade, span)
    if len(city.members["Cluster"]) > before:
        city.fact(cluster, "scale", integer(yuan * 10**8), span, "scale.name")
    if firm := city.some("Company"):
        city.fact(firm, "leads", cluster, span, "leads.are")


def _cooperation(city: City) -> None:
    other = city.random.choice(city.shared.cities if city.random.random() < 0.5 else city.shared.partners)
    firm = city.some("Company") if city.random.random() < 0.3 else None
    span = city.say(f"深化与{_label(other)}合作。")
    if other.startswith("organization/"):
        city.thing("Organization", _label(other), shared=True)
    if other != city.paper.subject:
        city.fact(firm or city.paper.subject, "cooperatesWith", other, span, "cooperatesWith.with")


def _facility(city: City) -> None:
    name = f"{city.name[:-1]}{len(city.members['Facility'])}号枢纽站"
    span = city.say(f"{name}开工。")
    facility = city.thing("Facility", name)
    city.fact(facility, "locatedIn", _place(city), span, "implied.subject")
    city.fact(facility, "status", named("started"), span, "status.started.after")


def _observation(city: City) -> None:
    for indicator in (INDICATORS[0], city.random.choice(INDICATORS[1:])):
        for basis in ("actual", "target"):
            _figure(city, "observation", indicator, basis)


def _works(city: City) -> None:
    _figure(city, "works", "老旧小区改造", "target")


def _figure(city: City, kind: str, indicator: str, basis: str) -> None:
    value, growth = city.random.randint(20, 900), city.random.randint(10, 120) / 10
    year = city.paper.year - (basis == "actual")
    span = city.say(f"{indicator}{value}亿元，增长{growth:g}%。", basis)
    local = f"{kind}/{city.paper.subject.partition('/')[2]}-{indicator}-{year}-{basis}-{value}"
    city.fact(local, "region" if kind == "observation" else "undertakenIn", city.paper.subject, span, "indicator.value")
    place, counted = node(local), kind == "works"
    city.beside += (
        Quad(place, NamedNode(RDF + "type"), named(kind.capitalize())),
        Quad(place, named("indicator"), Literal(indicator, language="zh")),
        Quad(place, named("basis"), Literal(basis)),
        Quad(place, named("year"), integer(year)),
        Quad(place, named("value"), integer(value if counted else value * 10**8)),
        Quad(place, named("unit"), Literal("个" if counted else "元")),
    )
    if not counted:
        city.beside.append(Quad(place, named("growth"), number(growth)))
    city.size += 7


#: What a sentence may tell of, how often in a hundred, and how it is told.
_TOLD = {
    "company": (17, _company),
    "park": (6, _park),
    "cluster": (6, _cluster),
    "project": (33, _project),
    "aim": (14, _aim),
    "strategy": (9, _strategy),
    "role": (8, _role),
    "observation": (7, _observation),
    "cooperation": (4, _cooperation),
    "facility": (3, _facility),
    "works": (2, _works),
}
