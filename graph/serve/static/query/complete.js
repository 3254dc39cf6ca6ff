// The editor in; the list of completions at its cursor out, each with its name, labels and meaning.

const foundEntities = new Map();
let searching = true;

// Names of the graph, for whoever types Chinese; a server without search has none.
async function entities(word) {
  if (!searching || !/^[\p{Script=Han}\p{N}]{2,}$/u.test(word)) return [];
  if (!foundEntities.has(word)) {
    foundEntities.set(word, gotJson(`/api/search?q=${encodeURIComponent(word)}&limit=8`).then(hitsOf).catch((error) => {
      searching = error.status !== 404;
      return [];
    }));
  }
  return foundEntities.get(word);
}
const hitsOf = (told) => (Array.isArray(told) ? told : told.hits ?? []).filter((hit) => hit.iri && hit.name && hit.kind !== "sentence")
  .map((hit) => ({ name: `<${hit.iri}>`, shown: hit.name, kind: "entity", ...labelsOf(hit.iri), definition: hit.place || decoded(hit.iri) }));
function labelsOf(iri) {
  const told = Object.values(vocabulary.types).find((one) => one.type === typeOf(iri));
  return { zh: told?.zh, en: told?.en };
}

function wordAt(cm) {
  const at = cm.getCursor();
  const word = cm.getLine(at.line).slice(0, at.ch).match(WORD)[0];
  return { word, from: { line: at.line, ch: at.ch - word.length }, to: at };
}

async function completionsAt(cm) {
  const { word, from, to } = wordAt(cm);
  const text = cm.getRange({ line: 0, ch: 0 }, to);
  const terms = suggestions(text, word, cm.getValue());
  const inside = piecesBefore(text.slice(0, text.length - word.length)) === null;
  const hits = inside ? [] : await entities(word);
  // A concept of that name comes before an entity of that name, and that before what only holds the name.
  const exact = (one) => one.shown === word || fit(one, word) <= 1;
  const list = [...terms.filter(exact), ...hits.filter(exact), ...terms.filter((one) => !exact(one)), ...hits.filter((one) => !exact(one))];
  return { list: list.map((term) => ({ text: term.name, term, render: renderTerm, hint: pick })), from, to };
}

function renderTerm(row, _shown, { term }) {
  const labels = [term.zh, term.en].filter(Boolean);
  if (english()) labels.reverse();
  row.parentNode.setAttribute("aria-label", t("补全"));
  row.append(
    element("span", { class: `of ${term.kind}` }, t(KIND_WORDS[term.kind])),
    element("code", {}, term.shown ?? term.name),
    element("span", { class: "means" }, labels.join(" · ")),
    element("span", { class: "about" }, term.definition ?? ""),
  );
}

// What is chosen brings the declaration of its prefix, so that the query runs on any server.
function pick(cm, { from, to }, { term }) {
  const prefix = term.name.match(/^(\w+):[^ ]/)?.[1];
  cm.operation(() => {
    cm.replaceRange(term.name, from, to, "complete");
    if (prefix) declare(cm, prefix);
  });
  if (term.name.endsWith(":")) setTimeout(() => complete(cm), 0);
}
function declare(cm, prefix) {
  const lines = cm.getValue().split("\n");
  const declared = new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "i");
  if (!vocabulary.prefixes[prefix] || lines.some((line) => declared.test(line))) return;
  const last = lines.findLastIndex((line) => /^\s*(PREFIX|BASE)\s/i.test(line));
  cm.replaceRange(`PREFIX ${prefix}: <${vocabulary.prefixes[prefix]}>\n`, { line: last + 1, ch: 0 }, undefined, "complete");
}

function complete(cm) {
  cm.showHint({ hint: completionsAt, completeSingle: false, closeCharacters: /[\s()[\]{};,.>]/, container: document.body });
}

function listenToTyping(cm) {
  cm.on("inputRead", (_cm, change) => {
    const { word } = wordAt(cm);
    const typed = change.text.join("\n");
    if (cm.state.completionActive || typed.length > 20 || !typed.trim()) return;
    if (/^[?$]?[\p{L}\p{N}_]/u.test(word) && (word.length > 1 || /\p{Script=Han}/u.test(word))) complete(cm);
  });
}
