// Look-ups over the content, and the state of the page: all of it is in the fragment, so that a link can be kept.

for (const name of ["documents", "sentences", "regions", "entities", "themes", "shares", "flows", "communities"]) view[name] ??= [];
for (const name of ["types", "statuses", "stages", "kinds"]) view[name] ??= {};

const VIEWS = {
  matrix: { zh: "主题矩阵", en: "Matrix" },
  regions: { zh: "地区之间", en: "Between regions" },
  flow: { zh: "流向", en: "Flow" },
  communities: { zh: "社区", en: "Communities" },
};
const KIND_COLOURS = ["#0072B2", "#D55E00", "#009E73", "#B87A00", "#B0568A", "#66707C", "#3A3A3A"];
const DARK_KIND_COLOURS = ["#3F9BD8", "#E8752A", "#2BB58C", "#D9A441", "#D27FB2", "#9AA6B2", "#D5DBE1"];
const linkKind = (name) => {
  const place = Object.keys(view.kinds).indexOf(name);
  return { zh: view.kinds[name]?.zh ?? plain(name), en: view.kinds[name]?.en ?? "", colour: (dark ? DARK_KIND_COLOURS : KIND_COLOURS)[place < 0 ? 5 : place % KIND_COLOURS.length] };
};

const cells = view.themes.map((theme) => new Map(theme.cells.map((cell) => [cell.region, cell])));
const ranked = view.themes.map((_, theme) => theme).sort((a, b) => view.themes[a].rank - view.themes[b].rank || a - b);
const narrower = view.themes.map((_, parent) => ranked.filter((theme) => view.themes[theme].parent === parent));
// A theme stands where the best of all below it does: what ranks first must not hide behind a parent of low rank.
const foremost = (theme) => Math.min(view.themes[theme].rank, ...narrower[theme].map(foremost));
const roots = ranked.filter((theme) => !(view.themes[theme].parent in view.themes)).sort((a, b) => foremost(a) - foremost(b) || a - b);
const most = Math.max(...view.themes.flatMap((theme) => theme.cells.map((cell) => cell.weight)), 0.001);

const themeName = (theme) => plain(view.themes[theme].zh);
const regionName = (region) => plain(view.regions[region]?.label ?? "");
// Weights and scores may be large or small: one decimal place, or two digits that say something.
const number = (value) => value.toLocaleString("en-US", Math.abs(value) >= 1 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 2 });

// How far a region is from what could be expected of it: a word, and the class that colours it.
function standing(quotient) {
  if (quotient >= 2) return { zh: "远高于平均", en: "far above average", class: "much" };
  if (quotient > 1.25) return { zh: "高于平均", en: "above average", class: "more" };
  if (quotient >= 0.8) return { zh: "接近平均", en: "about average", class: "even" };
  return { zh: "低于平均", en: "below average", class: "less" };
}

const NOTHING = { theme: null, region: null, with: null, cluster: null, company: null, entity: null };
const state = { view: "matrix", ...NOTHING };

// A label stands for its theme or region as long as it is the only one; then the id does.
const naming = (rows, label) => {
  const counts = rows.reduce((found, row) => found.set(row[label], (found.get(row[label]) ?? 0) + 1), new Map());
  return {
    write: (place) => (counts.get(rows[place][label]) === 1 ? rows[place][label] : rows[place].id),
    read: (text) => {
      const place = rows.findIndex((row) => row[label] === text || row.id === text || row.en === text);
      return place < 0 ? null : place;
    },
  };
};
const byId = new Map(view.entities.map((entity, place) => [entity.id, place]));
const entityNames = { write: (place) => view.entities[place].id, read: (text) => byId.get(text) ?? null };
const NAMES = {
  theme: naming(view.themes, "zh"), region: naming(view.regions, "label"), with: naming(view.regions, "label"),
  cluster: entityNames, company: entityNames, entity: entityNames,
};

function readState() {
  const wanted = fragment();
  state.view = Object.hasOwn(VIEWS, wanted.view ?? "") ? wanted.view : "matrix";
  for (const [key, names] of Object.entries(NAMES)) state[key] = wanted[key] ? names.read(wanted[key]) : null;
}

function fragmentOf(wanted) {
  const parts = Object.entries(NAMES).filter(([key]) => wanted[key] !== null).map(([key, names]) => `${key}=${encodeURIComponent(names.write(wanted[key]))}`);
  if (wanted.view !== "matrix" || !parts.length) parts.push(`view=${wanted.view}`);
  return "#" + parts.join("&");
}

let asked = false;
// Everything that a person chooses goes through the fragment; the page is drawn when the browser tells of the change.
function go(changes) {
  asked = true;
  const next = fragmentOf({ ...state, ...changes });
  if (next === location.hash) changed();
  else location.hash = next;
}
const choosing = (changes) => ({ ...NOTHING, ...changes });

// Step back from a detail to the theme that filters the picture, then from the theme to everything.
function close() {
  const detail = ["region", "with", "cluster", "company", "entity"].some((key) => state[key] !== null);
  go(choosing(detail && state.view !== "matrix" ? { theme: state.theme } : {}));
}

const toNetwork = (key, value) => `network.html#${key}=${encodeURIComponent(value)}`;
const AT_ONCE = 80; // entities in one link: more would make it too long to hand on
const toEntities = (entities) => "network.html#nodes=" + entities.slice(0, AT_ONCE).map((each) => encodeURIComponent(view.entities[each].id)).join(",");

function svg(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// A part of a picture that can be chosen like a button.
function choice(name, act, properties, ...children) {
  const press = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  };
  return svg("g", { role: "button", tabindex: 0, "aria-label": name, onclick: act, onkeydown: press, ...properties, ...tipped(() => [name]) }, ...children);
}

// What the mouse or the keyboard rests on is told beside it.
function tipped(lines) {
  const show = ({ currentTarget }) => showTip(currentTarget, lines());
  return { onmouseenter: show, onfocus: show, onmouseleave: hideTip, onblur: hideTip };
}

function showTip(target, lines) {
  const tip = $("tip");
  tip.replaceChildren(...lines.map((line) => element("div", {}, line)));
  tip.hidden = false;
  const at = target.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left + at.width / 2 - tip.offsetWidth / 2, document.documentElement.clientWidth - tip.offsetWidth - 8));
  const below = at.bottom + 8 + tip.offsetHeight < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - tip.offsetHeight - 6)}px`;
}

function hideTip() {
  $("tip").hidden = true;
}
