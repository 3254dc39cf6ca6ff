// Keeping: the fragment holds what a person has chosen, so that a link can be handed on and back leads back.

const MOVED_AFTER = 300; // ms of rest before the place on the map goes into the link
let following = false;
let pending = null;
let told = { hash: null, choice: null };

// A name keeps its slashes, so that a link can be read.
const coded = (text) => encodeURIComponent(text).replace(/%2F/g, "/");
const idOf = (node) => coded(view.nodes[node].id);

// What going back undoes; the rest of the fragment only follows.
function choiceParts() {
  const { light, focus } = state;
  const made = [];
  if (light) made.push(light.theme === undefined ? `nodes=${light.nodes.map((id) => encodeURIComponent(view.nodes[id].id)).join(",")}` : `theme=${coded(view.themes[light.theme].zh)}`);
  if (focus?.path) made.push(`from=${idOf(focus.path.start)}`, `to=${idOf(focus.path.end)}`);
  else if (focus?.edge !== undefined) made.push(`fact=${coded(factName(focus.edge))}`);
  else if (focus?.node !== undefined) made.push(`node=${idOf(focus.node)}`, ...(focus.steps === 2 ? ["steps=2"] : []));
  return made;
}

const factName = (id) => {
  const { from, to, relation } = view.edges[id];
  return `${view.nodes[from].id} ${relation} ${view.nodes[to].id}`;
};
let factNumbers = null;
grows(() => { factNumbers = null; });
const factNamed = (name) => (factNumbers ??= new Map(view.edges.map((_, id) => [factName(id), id]))).get(name);

function fragmentNow() {
  const made = choiceParts();
  for (const [name, { write }] of keepers) {
    const text = write();
    if (text) made.push(`${name}=${text}`);
  }
  return made.length ? "#" + made.join("&") : "";
}

// Every change calls this; what changes together becomes one step of the history.
function remember() {
  if (pending !== null) return;
  pending = following ? "follow" : "act";
  queueMicrotask(() => {
    const how = pending;
    pending = null;
    const [hash, choice] = [fragmentNow(), choiceParts().join("&")];
    if (hash === told.hash) return;
    const push = how === "act" && told.choice !== null && choice !== told.choice;
    told = { hash, choice };
    if (hash === location.hash) return;
    history[push ? "pushState" : "replaceState"](null, "", location.pathname + location.search + hash);
  });
}

// "#theme=石化化工", "#node=park/…&steps=2", "#nodes=a,b", "#from=…&to=…", "#fact=…": what is not here is passed over.
function followFragment() {
  const wanted = fragment();
  const coming = source.missing(wanted);
  if (coming) coming.then(() => follow(fragment()));
  else follow(wanted);
}

function follow(wanted) {
  const number = (name) => numbers.get(wanted[name]);
  following = true;
  for (const [name, { read }] of keepers) read(wanted[name]);
  narrowed();
  const theme = view.themes.findIndex((each) => wanted.theme && [each.zh, each.en].includes(wanted.theme));
  const nodes = (wanted.nodes ?? "").split(",").map((id) => numbers.get(decoded(id))).filter((id) => id !== undefined);
  if (theme >= 0) shineTheme(theme);
  else if (nodes.length) shineNodes([...new Set(nodes)].sort(sooner));
  else if (state.light) dim();
  const fact = factNamed(wanted.fact);
  const [node, start, end] = ["node", "from", "to"].map(number);
  if (start !== undefined && end !== undefined && start !== end) showWay(start, end);
  else {
    state.start = null;
    drawEnds();
    if (node !== undefined) focusOn({ node, ...(wanted.steps === "2" ? { steps: 2 } : {}) }, { move: true });
    else if (fact !== undefined) focusOn({ edge: fact }, { move: true });
    else if (state.focus) focusOn(null);
  }
  placeView(wanted.at);
  remember();
  following = false;
}

// Where the map stands, once a person has moved it.
function placeView(text) {
  const [x, y, scale] = (text ?? "").split(",").map(Number);
  state.moved = [x, y, scale].every(Number.isFinite) && scale > 0.001 && scale < 100;
  if (state.moved) map.moveTo({ position: { x, y }, scale, animation: false });
}

function viewNow() {
  if (!state.moved || !map) return "";
  const { x, y } = map.getViewPosition();
  return [x.toFixed(0), y.toFixed(0), map.getScale().toFixed(3)].join(",");
}

state.register("without", (text) => fill(state.typesOff, text), () => members(state.typesOff));
state.register("without-relations", (text) => fill(state.relationsOff, text), () => members(state.relationsOff));
state.register("without-stages", (text) => fill(state.stagesOff, text), () => members(state.stagesOff));
for (const [name, read, write] of [
  ["region", (text) => numbers.get(text) ?? null, (id) => idOf(id)],
  ["document", (text) => (text === undefined ? null : [...view.documents.keys()].find((id) => view.documents[id].title === text) ?? null), (id) => coded(view.documents[id].title)],
  ["told", (text) => (["explicit", "implied"].includes(text) ? text : null), String],
])
  state.register(name, (text) => (state.filter[name] = read(text)), () => (state.filter[name] === null ? "" : write(state.filter[name])));
for (const end of ["from", "to"])
  state.register(`year-${end}`, (text) => (state.filter[end] = allYears.includes(Number(text)) ? Number(text) : null), () => state.filter[end] ?? "");
state.register("only", (text) => (state.filter.themeOnly = text === "theme"), () => (state.filter.themeOnly ? "theme" : ""));
state.register("list", (text) => (text === "1") === $("list").hidden && toggleList(), () => ($("list").hidden ? "" : "1"));
state.register("at", () => {}, viewNow);

function listenToKeep() {
  let timer = null;
  const rested = () => {
    state.moved = true;
    clearTimeout(timer);
    timer = setTimeout(remember, MOVED_AFTER);
  };
  map.on("dragEnd", rested);
  map.on("zoom", rested);
  for (const id of ["nearer", "farther"]) $(id).addEventListener("click", rested);
  $("whole").addEventListener("click", () => {
    state.moved = false;
    remember();
  });
  addEventListener("hashchange", () => {
    if (location.hash !== told.hash) followFragment();
  });
  $("backward").addEventListener("click", () => history.back());
  $("forward").addEventListener("click", () => history.forward());
}

// A closed menu is left by Escape or by a press outside; the keyboard returns to where it was.
function listenToMenus() {
  for (const menu of document.querySelectorAll("details.menu")) {
    const close = () => {
      menu.open = false;
    };
    document.addEventListener("pointerdown", ({ target }) => menu.contains(target) || close());
    menu.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !menu.contains(relatedTarget) && close());
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      close();
      menu.querySelector("summary").focus();
    });
  }
}
