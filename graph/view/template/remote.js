// The explorer: the same page over a server that has the whole graph. What is wanted and not here yet is asked for.

const NEAR = 60; // neighbours that one request brings
const TYPED = 160; // ms without a key before a search is asked
const SLOW = 350; // ms before a line says that something is under way
const HITS = 8; // of names, and of sentences

class Outdated extends Error {}
class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

source.whole = view.whole;
source.themes = "/themes";

// One line at the foot of the map: what is under way, or what went wrong and how to try it again.
let underWay = 0;
let slow = null;
function talk(words, act = null, name = "") {
  const line = $("talk");
  line.hidden = !words;
  line.classList.toggle("failed", Boolean(act));
  line.replaceChildren(...(words ? [element("span", {}, words)] : []));
  if (act) {
    line.append(element("button", { type: "button", onclick: () => { talk(null); act(); } }, name || t("重试")),
      element("button", { type: "button", class: "away", "aria-label": t("关闭"), onclick: () => talk(null) }, "×"));
  }
}

function why(error) {
  if (!(error instanceof Refused)) return t("服务器没有回应。");
  if (error.status === 404) return t("图里没有这一项。");
  if (error.status === 429 || error.status === 503) return t("服务器正忙，这一次没有得到回答。");
  return t("服务器没有给出回答（{}）。", error.status);
}

async function ask(path, parameters) {
  underWay += 1;
  slow ??= setTimeout(() => $("talk").classList.contains("failed") || talk(t("正在读取…")), SLOW);
  try {
    const answer = await fetch(`${path}?${new URLSearchParams(parameters)}`);
    if (!answer.ok) throw new Refused(answer.status, await answer.text());
    return await answer.json();
  } finally {
    underWay -= 1;
    if (!underWay) {
      clearTimeout(slow);
      slow = null;
      if (!$("talk").classList.contains("failed")) talk(null);
    }
  }
}

// Asks for a part and takes it in; true once it is here. What fails can be tried again with `again`.
async function bring(path, parameters, taken, again) {
  try {
    const part = await ask(path, parameters);
    const before = [view.nodes.length, view.documents.length];
    taken(part);
    talk(null);
    if (view.nodes.slice(before[0]).some((node) => node.type === "Region") || view.documents.length > before[1]) { drawScopes(); drawScopeValues(); }
    return true;
  } catch (error) {
    if (error instanceof Outdated) talk(t("图已经重建，请重新打开这一页。"), () => location.reload(), t("重新打开"));
    else {
      if (!(error instanceof Refused || error instanceof TypeError)) console.error(error);
      talk(why(error), again);
    }
    return false;
  }
}

// Everything that shows numbers or rows shows them anew; the map and the panel stay where they are.
function showAgain() {
  kept = {};
  drawLegend();
  redrawVisibility();
  drawState();
  drawList();
  const [panel, focused] = [$("panel"), $("panel").contains(document.activeElement)];
  const [top, follow] = [panel.scrollTop, document.activeElement?.dataset?.follow];
  drawPanel();
  panel.scrollTop = top;
  if (focused) (panel.querySelector(`[data-follow="${follow}"]`) ?? panel).focus({ preventScroll: true });
}

// Everything has a page at the path of its IRI.
source.link = (id) => element("a", { class: "page", href: entityIri(view.nodes[id]).replace(/^[a-z]+:\/\/[^/]+/i, "") }, t("词条页"));

// Neighbours: how many of an entity's have been asked for, and whether two steps were.
const given = new Map();
const twice = new Set();
const loaded = (id) => new Set(touching[id].map((edge) => across(edge, id)).filter((each) => each !== id)).size;
source.left = (id) => Math.max(0, (view.nodes[id].links ?? 0) - loaded(id));

function load(id, steps, again) {
  const skip = steps === 2 ? 0 : given.get(id) ?? 0;
  return bring("/api/around", { iri: entityIri(view.nodes[id]), steps, limit: NEAR, skip }, (part) => {
    absorb(part, id);
    given.set(id, Math.max(given.get(id) ?? 0, skip + NEAR));
    if (steps === 2) twice.add(id);
  }, again);
}

source.focused = (focus, move) => {
  const id = focus?.node;
  if (id === undefined) return;
  const steps = focus.steps === 2 && !twice.has(id) ? 2 : 1;
  if (steps === 1 && (given.has(id) || !source.left(id))) return;
  load(id, steps, () => focusOn(state.focus, { move })).then((come) => {
    if (!come || state.focus?.node !== id) return;
    const held = new Set([...state.revealed]);
    reveal(id);
    if (steps === 2) for (const each of nextTo(id)) for (const one of heldBack(each)) if (state.revealed.size < held.size + 3 * NEAR) state.revealed.add(one);
    showAgain();
    if (move) moveTo(neighbourhood().nodes);
  });
};

source.more = (id) => {
  if (!source.left(id)) return null;
  // What comes may be here already by another way: then the next ones are asked for.
  const next = async (tries) => {
    const before = loaded(id);
    const come = await load(id, 1, () => expand(id));
    return come && loaded(id) === before && source.left(id) && tries ? next(tries - 1) : come;
  };
  return next(4);
};

// Ways are found by the server, under the filters that it knows; among what came in the page finds its own again.
const waysAsked = new Set();
source.way = (start, end) => {
  const parameters = [["from", entityIri(view.nodes[start])], ["to", entityIri(view.nodes[end])],
    ...[...state.relationsOff].map((name) => ["without-relation", name]), ...[...state.typesOff].map((name) => ["without-type", name])];
  const key = JSON.stringify(parameters);
  if (waysAsked.has(key)) return null;
  return bring("/api/way", parameters, (part) => {
    absorb(part, start);
    waysAsked.add(key);
    if (!part.way && !part.ended) queueMicrotask(() => talk(t("找得太远了：在上限之内没有找到路径。"), () => focusOn({ node: start }, { move: true }), t("回到起点")));
  }, () => showWay(start, end));
};

source.theme = (number) => {
  const theme = view.themes[number];
  if (!theme.id || theme.here) return null;
  return bring("/api/part", { theme: theme.id }, (part) => {
    theme.nodes = absorb(part).sort(sooner);
    theme.here = true;
  }, () => shineTheme(number));
};

// Filters: the most important that pass and how many there are, asked for once per choice.
const answers = new Map();
function filterAsked() {
  const { filter } = state;
  const theme = filter.themeOnly ? view.themes[state.light?.theme]?.id : null;
  const list = (name, all, off) => (off.size ? all.filter((each) => !off.has(each)).map((each) => [name, each]) : []);
  const made = [
    ...list("type", Object.keys(source.whole.types), state.typesOff),
    ...list("stage", Object.keys(source.whole.stages), state.stagesOff),
    filter.region !== null && ["region", entityIri(view.nodes[filter.region])],
    filter.document !== null && ["document", view.documents[filter.document].iri],
    filter.from !== null && ["since", filter.from],
    filter.to !== null && ["until", filter.to],
    theme && ["theme", theme],
  ].filter(Boolean);
  return made.length ? made : null;
}
source.told = () => answers.get(JSON.stringify(filterAsked())) ?? null;

let choosing = null;
source.busy = () => underWay > 0 || choosing !== null;
source.filtered = () => {
  clearTimeout(choosing);
  choosing = null;
  const wanted = filterAsked();
  const key = JSON.stringify(wanted);
  if (!wanted || answers.has(key)) return;
  choosing = setTimeout(() => {
    choosing = null;
    bring("/api/part", wanted, (part) => {
      absorb(part);
      answers.set(key, part.told);
      if (JSON.stringify(filterAsked()) !== key) return;
      showAgain();
      if (!state.focus && !state.moved && (state.filter.region !== null || state.filter.document !== null)) fit(shownNodes());
    }, narrowed);
  }, 120);
};

// A link may name what is not here.
source.missing = (wanted) => {
  const ids = [wanted.node, wanted.region, wanted.from, wanted.to, ...(wanted.nodes ?? "").split(",").map(decoded), ...(wanted.fact ?? "").split(/ [A-Za-z]+ /)];
  const lacking = [...new Set(ids.filter((id) => id && !numbers.has(id)))].slice(0, 100);
  if (!lacking.length) return null;
  return bring("/api/part", lacking.map((id) => ["iri", entityIri({ id })]), (part) => absorb(part), followFragment).then((come) => {
    const gone = lacking.filter((id) => !numbers.has(id));
    if (come && gone.length) queueMicrotask(() => talk(t("链接里的 {} 项不在图中。", gone.length), () => {}, t("知道了")));
  });
};

// Searching: names and sentences, as the server finds them. Where it does not answer, names that are here.
let typed = null;
source.asks = (text, show) => {
  clearTimeout(typed);
  typed = setTimeout(async () => {
    try {
      const found = (await ask("/api/search", { q: text, limit: HITS })).hits;
      show(found.filter((hit) => hit.kind !== "document").map(hitOf), false);
    } catch (error) {
      if ($("search").value !== text) return;
      talk(t("{}只在已读取的名称里找。", why(error)), () => showHits(finder));
      show(search(text), false);
    }
  }, TYPED);
};

function pieces(text, spans) {
  const made = [];
  let last = 0;
  // Places are counted in characters, which strings here are not.
  const characters = Array.from(text);
  const cut_ = (from, to) => plain(characters.slice(from, to).join(""));
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start < last) continue;
    made.push(cut_(last, start), element("mark", {}, cut_(start, end)));
    last = end;
  }
  return [...made, cut_(last)];
}

// Long sentences begin shortly before what was found.
function around_(text, spans, most = 44) {
  const from = Math.max(0, (spans[0]?.[0] ?? 0) - 12);
  const characters = Array.from(text);
  const shown = characters.slice(from, from + most).join("");
  const moved = spans.map(([start, end]) => [start - from, end - from]).filter(([start, end]) => start >= 0 && end <= most);
  return [from ? "…" : "", ...pieces(shown, moved), from + most < characters.length ? "…" : ""];
}

function hitOf(hit) {
  if (hit.kind === "sentence") {
    const where = [hit.title && t("《{}》", cut(hit.title, 16)), hit.year].filter(Boolean).join(" · ");
    return { open: (then) => openSentence(hit, then), row: [element("span", { class: "said" }, element("bdi", {}, ...around_(hit.text, hit.spans))), element("span", { class: "soft" }, plain(where))] };
  }
  const [type] = hit.types;
  const name = element("bdi", {}, ...(hit.text ? [cut(hit.name, 40)] : around_(hit.name, hit.spans, 40)));
  const by = hit.text ? element("span", { class: "soft" }, t(" 又名 {}", cut(hit.text, 20))) : null;
  return { open: (then) => openEntity(hit.iri, then), row: [sign(type), element("span", {}, name, by), element("span", { class: "soft" }, [said(kind(type)), plain(hit.place)].filter(Boolean).join(" · "))] };
}

const show = (id, then) => {
  if (then) return then(id);
  focusOn({ node: id }, { move: true });
  $("panel").focus({ preventScroll: true });
};
const shortId = (iri) => (iri.startsWith(view.base) ? iri.slice(view.base.length) : iri);

async function openEntity(iri, then) {
  if (!numbers.has(shortId(iri)) && !(await bring("/api/part", { iri }, (part) => absorb(part), () => openEntity(iri, then)))) return;
  if (numbers.has(shortId(iri))) show(numbers.get(shortId(iri)), then);
}

// The entity that a sentence tells of most particularly, with the sentence before all else.
let quoted = null;
async function openSentence(hit, then) {
  let id = null;
  if (!(await bring("/api/part", { sentence: hit.iri }, (part) => { [id] = absorb(part); }, () => openSentence(hit, then)))) return;
  quoted = { id, hit };
  show(id, then);
}
source.quoted = (id) => {
  if (quoted?.id !== id) return [];
  const { title, year, section, text, spans } = quoted.hit;
  return [element("h3", {}, t("搜索到的原句 "), element("span", { class: "en" }, "found by the search")),
    element("div", { class: "quote found" }, element("blockquote", {}, ...pieces(text, spans)),
      element("div", { class: "source" }, element("cite", {}, [title && t("《{}》", title), year, section].filter(Boolean).map(plain).join(" · "))))];
};
