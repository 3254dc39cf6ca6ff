// An answer of the server in; how it is shown out: as a table, a network, text, or yes or no, each to be kept.

const VIEWS = { table: "表格", network: "网络", text: "文本", truth: "是非" };
const WIRED = { rows: ["table", "network"], triples: ["text", "network"], truth: ["truth"] };
let result = null;
let view = "table";

const plainHead = (name) => ({ zh: `?${name}`, en: `?${name}` });

// SPARQL 1.1 Query Results JSON, or Turtle.
async function readAnswer(answer) {
  const type = answer.headers.get("content-type") ?? "";
  if (!type.includes("json")) return { kind: "triples", turtle: await answer.text() };
  const told = await answer.json();
  if (typeof told.boolean === "boolean") return { kind: "truth", truth: told.boolean };
  const names = told.head.vars;
  return { kind: "rows", heads: names.map(plainHead), rows: told.results.bindings.map((row) => ({ cells: names.map((name) => row[name]) })) };
}

// An answer of the question bank: its cells have the text that people read beside the IRI.
function readBankAnswer(told, heads) {
  const rows = told.rows.map(({ cells, evidence }) => ({
    evidence,
    cells: told.columns.map((name) => cells[name] && (cells[name].iri ? { type: "uri", value: cells[name].iri, text: cells[name].text } : literal(cells[name].text))),
  }));
  return { kind: "rows", evidence: true, heads: told.columns.map((name) => heads?.[name] ?? plainHead(name)), rows };
}
const literal = (text) => ({ type: "literal", value: text, ...(/^-?\d+(\.\d+)?$/.test(text) ? { datatype: `${XSD}decimal` } : {}) });

const irisOf = ({ rows = [] }) => rows.flatMap(({ cells }) => cells.filter((term) => term?.type === "uri" && !term.text).map((term) => term.value));

function showResult(made) {
  result = made;
  if (!WIRED[made.kind].includes(view)) view = WIRED[made.kind][0];
  drawResult();
  learnNames(irisOf(made)).then((more) => more && result === made && view !== "network" && drawResult());
}
function hideResult() {
  result = null;
  $("results").hidden = true;
}

function drawResult() {
  if (!result) return;
  $("results").hidden = false;
  drawTabs();
  drawSaving();
  $("shown").setAttribute("aria-labelledby", `tab-${view}`);
  const drawn = result;
  const put = (content) => drawn === result && $("shown").replaceChildren(content);
  if (view === "network") return drawNetwork(drawn).then(put, fail);
  if (view === "truth") return put(element("p", { class: "truth" }, t(result.truth ? "是" : "否")));
  if (view === "text") return put(element("pre", {}, result.turtle || t("没有结果：查询无误，但图谱里没有符合的")));
  return put(result.rows.length ? drawTable(result) : element("p", { class: "none" }, t("没有结果：查询无误，但图谱里没有符合的")));
}

function drawTabs() {
  $("tabs").replaceChildren(...WIRED[result.kind].map((name) => {
    const on = name === view;
    return element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(on), "aria-controls": "shown", tabindex: on ? "0" : "-1",
      onclick: () => showView(name), onkeydown: (event) => turnTab(event, name) }, t(VIEWS[name]));
  }));
}
function showView(name) {
  view = name;
  Promise.resolve(drawResult()).then(() => view === "network" && $("results").scrollIntoView({ block: "nearest" }));
}
function turnTab(event, name) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const names = WIRED[result.kind];
  showView(names[(names.indexOf(name) + by + names.length) % names.length]);
  $(`tab-${view}`).focus();
}

async function drawNetwork(drawn) {
  if (drawn.kind === "rows") {
    await learnNames(irisOf(drawn));
    return drawNet(netOfRows(drawn));
  }
  drawn.triples ??= readTriples(await (await ask(drawn.query, "application/n-triples")).text());
  await learnNames(drawn.triples.flatMap((triple) => triple.filter((term) => term.type === "uri").map((term) => term.value)));
  return drawNet(netOfTriples(drawn.triples));
}

const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (.*?) ?\.$/;
function readTriples(text) {
  return text.split("\n").map((line) => TRIPLE.exec(line.trim())).filter(Boolean).map((found) => found.slice(1, 4).map(readTerm));
}
function readTerm(text) {
  const plainText_ = text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g, (_, four, eight) => String.fromCodePoint(parseInt(four ?? eight, 16)));
  if (text.startsWith("<")) return { type: "uri", value: plainText_.slice(1, -1) };
  return text.startsWith("_:") ? { type: "bnode", value: text.slice(2) } : { type: "literal", value: plainText_ };
}

const FORMS = { rows: [["CSV", "text/csv", "csv"], ["JSON", "application/sparql-results+json", "json"]], triples: [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"]], truth: [] };
function drawSaving() {
  $("save").replaceChildren(...FORMS[result.kind].map(([name, type, ending]) =>
    element("button", { type: "button", class: "plain", title: t("下载 {}", name), onclick: () => download(type, ending) }, element("span", { "aria-hidden": "true" }, "↓ "), name)));
}
// The whole answer once more in the other form, as the server writes it.
async function download(type, ending) {
  try {
    const answer = result.bank ? await got(`${result.bank}&format=${ending}`) : await ask(result.query, type);
    saveFile(`regiongraph.${ending}`, await answer.blob());
  } catch (error) {
    fail(error);
  }
}
