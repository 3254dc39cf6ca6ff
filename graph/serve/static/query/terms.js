// The terms that can be completed: words before the cursor in, the terms that fit there, best first, out.

const MOST_OFFERED = 60;
const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "BIND", "VALUES", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET",
  "CONSTRUCT", "DESCRIBE", "ASK", "PREFIX", "COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT", "DESC", "CONTAINS", "STRSTARTS", "REGEX", "LANG", "STR", "BOUND", "COALESCE", "EXISTS", "NOT EXISTS", "AS"];
const KIND_WORDS = { class: "类", property: "属性", value: "取值", concept: "产业", prefix: "前缀", variable: "变量", keyword: "关键字", entity: "实体" };
const vocabulary = { prefixes: {}, types: {}, terms: [], byName: new Map() };
const readTerms = gotJson("/api/terms").then((told) => {
  Object.assign(vocabulary, told, { byName: new Map(told.terms.map((one) => [one.name, one])) });
}).catch(() => {
  // The editor works without completion.
});

const WORD = /[?$]?[\p{L}\p{N}_:-]*$/u;
const PIECE = /"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$]?[\p{L}\p{N}_:-]+|\s+|./gsu;
const OPEN = /^(?:#|"|'|<[^\s=]*$)/;

// What stands before the cursor, in pieces; null inside a comment, a string or an IRI.
function piecesBefore(text) {
  const pieces = text.match(PIECE) ?? [];
  const last = pieces.at(-1) ?? "";
  if (last.startsWith("#") || pieces.slice(-40).some((piece) => piece === '"' || piece === "'")) return null;
  if (/<[^\s<>=]+$/.test(text)) return null;
  return pieces.filter((piece) => piece.trim() && !piece.startsWith("#"));
}

// Which kinds can stand here: behind `a` a class, behind a property what it leads to, at the start of a pair a property.
function expected(before) {
  const last = before.at(-1) ?? "";
  if (/^prefix$/i.test(last)) return { kinds: ["prefix"] };
  if (last === "a" || last === "rdf:type") return { kinds: ["class"] };
  const property = vocabulary.byName.get(last);
  if (property?.kind === "property") {
    const leads = property.range ?? [];
    if (leads.includes("rg:Status")) return { kinds: ["value"] };
    return { kinds: leads.includes("skos:Concept") ? ["concept"] : ["variable", "entity"] };
  }
  if (last === ";" || (/^[?$<]/.test(last) && last !== "<") || last.endsWith(">")) return { kinds: ["property"], of: classesOf(subject(before), before) };
  if (last === "/" || last === "^" || last === "|") return { kinds: ["property"] };
  if (last === "{" || last === "." || last === "}") return { kinds: ["variable", "keyword"] };
  return { kinds: [] };
}

function subject(before) {
  for (let at = before.length - 1; at > 0; at--)
    if (["{", ".", "}"].includes(before[at - 1])) return before[at];
  return before[0];
}
// The classes that the query says a variable has.
function classesOf(name, before) {
  const found = [];
  let now = "";
  before.forEach((piece, at) => {
    if (["{", ".", "}"].includes(before[at - 1])) now = piece;
    if (now === name && (before[at - 1] === "a" || before[at - 1] === "rdf:type")) found.push(piece);
  });
  return found;
}

// How well a term fits what was typed: 0 is best, undefined does not fit.
function fit(term, word) {
  if (!word) return 5;
  const [typed, name] = [word.toLowerCase(), term.name.toLowerCase()];
  const local = name.slice(name.indexOf(":") + 1);
  const labels = [term.zh ?? "", ...(term.words ?? [])];
  if (name === typed || local === typed || term.zh === word || term.en?.toLowerCase() === typed) return 0;
  if (name.startsWith(typed)) return 1;
  if (labels.includes(word)) return 1;
  if (local.startsWith(typed) || term.zh?.startsWith(word)) return 2;
  if ((term.en ?? "").toLowerCase().split(/\W+/).some((part) => part.startsWith(typed))) return 3;
  if (labels.some((label) => label.startsWith(word))) return 3;
  const colon = word.indexOf(":");
  if (colon >= 0 && name.startsWith(typed.slice(0, colon + 1))) {
    const rest = fit(term, word.slice(colon + 1));
    return rest === undefined ? undefined : rest + 1;
  }
  if (word.length > 1 && labels.some((label) => label.includes(word))) return 4;
  return undefined;
}

function candidates(before, word, text, declaring) {
  if (declaring) return Object.entries(vocabulary.prefixes).map(([name, iri]) => ({ name: `${name}: <${iri}>`, kind: "prefix" }));
  const variables = [...new Set(text.match(/[?$][\p{L}\p{N}_]+/gu) ?? [])].filter((name) => name !== word || text.split(name).length > 2);
  const others = [
    ...variables.map((name) => ({ name, kind: "variable" })),
    ...(word && !word.includes(":") ? KEYWORDS.map((name) => ({ name, kind: "keyword" })) : []),
    ...(word.includes(":") ? [] : Object.entries(vocabulary.prefixes).map(([name, iri]) => ({ name: `${name}:`, kind: "prefix", definition: iri }))),
  ];
  return word.startsWith("?") || word.startsWith("$") ? others.filter((one) => one.kind === "variable") : [...vocabulary.terms, ...others];
}

function suggestions(text, word, whole) {
  const before = piecesBefore(text.slice(0, text.length - word.length));
  if (before === null) return [];
  const { kinds, of = [] } = expected(before);
  const found = [];
  for (const term of candidates(before, word, whole, kinds[0] === "prefix")) {
    const how = fit(term, word);
    if (how === undefined || (term.kind === "keyword" && (how > 2 || word.length < 2))) continue;
    const place = kinds.indexOf(term.kind);
    const apt = of.length && term.domain && !term.domain.some((one) => of.includes(one) || one === "rg:Entity") ? 3 : 0;
    if (!word && kinds.length && place < 0) continue;
    found.push([(place < 0 && kinds.length ? 6 : 0) + how + apt, term]);
  }
  return found.sort((one, other) => one[0] - other[0]).slice(0, MOST_OFFERED).map(([, term]) => term);
}
