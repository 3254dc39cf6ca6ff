// Terms of an answer in; how they are written, named and linked out.

const base = document.body.dataset.base;
const known = new Map();
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "gYear"].map((name) => XSD + name));

// The prefixed name, or the IRI where no prefix fits.
function shorten(iri) {
  for (const [prefix, start] of Object.entries(vocabulary.prefixes))
    if (iri.startsWith(start) && iri.length > start.length) return `${prefix}:${decoded(iri.slice(start.length))}`;
  return decoded(iri);
}
function decoded(text) {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

const shortTerm = (iri) => vocabulary.byName.get(shorten(iri));
const isProperty = (iri) => shortTerm(iri)?.kind === "property" || iri.endsWith("#type");
function nameOf(iri) {
  const term = shortTerm(iri);
  if (term) return said(term);
  return known.get(iri) ?? shorten(iri);
}
// The page of a thing is at the path of its IRI on this server; a concept's is the page of its theme.
function pageOf(iri) {
  if (iri.startsWith(base)) return new URL(iri).pathname;
  const concept = vocabulary.prefixes.ind;
  return concept && iri.startsWith(concept) ? `/themes/${encodeURIComponent(iri.slice(concept.length))}` : null;
}
function typeOf(iri) {
  if (iri.startsWith(base)) return vocabulary.types[iri.slice(base.length).split("/")[0]]?.type ?? "";
  return iri.startsWith(vocabulary.prefixes.ind ?? " ") ? "Industry" : "";
}

// Ask the server what nodes are called, each once.
async function learnNames(iris) {
  const asked = [...new Set(iris)].filter((iri) => !known.has(iri) && !shortTerm(iri) && pageOf(iri)).slice(0, 2000);
  if (!asked.length) return false;
  try {
    const found = await gotJson("/api/names", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked) });
    for (const [iri, name] of Object.entries(found)) known.set(iri, name);
    return true;
  } catch {
    return false;
  }
}

const isNumber = (term) => term?.type === "literal" && NUMBERS.has(term.datatype);

function shownTerm(term) {
  if (!term) return null;
  if (term.type === "uri") {
    const page = pageOf(term.value);
    const name = term.text ?? nameOf(term.value);
    return page ? element("a", { href: page, title: decoded(term.value) }, name) : element("span", { title: decoded(term.value), class: "term" }, name);
  }
  if (term.type === "bnode") return element("span", { class: "soft" }, `_:${term.value}`);
  if (term.type === "triple") return element("span", { class: "term" }, JSON.stringify(term.value));
  const shown = isNumber(term) ? written(term.value) : term.value;
  return element("span", { title: term.datatype ? shorten(term.datatype) : null }, shown, term["xml:lang"] ? element("span", { class: "tag" }, `@${term["xml:lang"]}`) : null);
}
// Large numbers in groups of three; a year stays a year.
function written(value) {
  const [whole, part] = value.split(".");
  if (!/^-?\d{5,}$/.test(whole)) return value;
  return whole.replace(/\B(?=(\d{3})+$)/g, " ") + (part ? `.${part}` : "");
}
const plain = (term) => (!term ? "" : term.type === "uri" ? term.text ?? nameOf(term.value) : term.value);
