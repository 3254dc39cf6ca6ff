// What both pages say about entities and facts: sentences with their marks, badges, lists that grow.

const MORE_AFTER = 20;

const fold = (text) =>
  Array.from(text, (character) => {
    const folded = character.normalize("NFKC").toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join("").replace(/[“”„‟″]/g, '"').replace(/[‘’]/g, "'");

// Lines are wrapped inside sentences: white space is only kept where it parts two Latin words.
const compact = (text) => plain(String(text).replace(/\s+/g, " ")).replace(/ ?([^\x20-\x7e]) ?/g, "$1").trim();

// The words of a value, which are only marked where they stand there whole: 56亿元, 40万吨/年.
function valueWords({ text, value, unit }) {
  const [label = "\ufffd", ...aliases] = [text, figure(value, unit).replace(/[ ,]/g, "")].filter(Boolean);
  return { label, aliases, whole: true };
}

// A name that shares its head with others ("石化、电子产业集群") is not there in one piece: its beginning is marked.
function stretches(quote, names) {
  const text = fold(quote);
  const found = [];
  for (const name of names.map((each) => fold(compact(each)))) {
    for (let length = name.length; length >= Math.min(2, name.length) && length > 0; length -= 1) {
      const part = name.slice(0, length);
      let at = text.indexOf(part);
      if (at < 0) continue;
      for (; at >= 0; at = text.indexOf(part, at + length)) found.push([at, at + length]);
      break;
    }
  }
  return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

function spoken(node) {
  const text = (quote) => fold(compact(quote));
  return (quote) => {
    const names = [node.label, ...node.aliases].sort((a, b) => b.length - a.length);
    const whole = names.filter((name) => text(quote).includes(fold(compact(name))));
    return whole.length || node.whole ? whole : [node.label];
  };
}

function marked(quote, nodes) {
  const shown = compact(quote);
  const made = element("blockquote");
  let last = 0;
  for (const [start, end] of stretches(shown, nodes.flatMap((node) => spoken(node)(shown)))) {
    if (start < last) continue;
    made.append(shown.slice(last, start), element("mark", {}, shown.slice(start, end)));
    last = end;
  }
  made.append(shown.slice(last));
  return made;
}

function quotation(number, nodes) {
  const sentence = view.sentences[number];
  const document = view.documents[sentence.document] ?? {};
  const source = [document.title && t("《{}》", document.title), document.year, sentence.section].filter(Boolean).map(plain).join(" · ");
  const basis = view.bases?.[sentence.basis];
  const told = sentence.year && sentence.year !== document.year ? t(" · 说的是 {} 年", sentence.year) : "";
  return element("div", { class: "quote" }, marked(sentence.quote, nodes), element("div", { class: "source" }, element("cite", {}, source), told,
    basis ? element("span", { class: `basis ${sentence.basis}`, title: sentence.basis === "target" ? t("这句话说的是打算") : t("这句话说的是已有的事") }, said(basis)) : null,
    copyButton(t("“{}”（{}）", compact(sentence.quote), source), t("复制原句"))));
}

// A page from a file may be refused the clipboard: then the text is copied by way of a selection.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = element("textarea", { readonly: "", "aria-hidden": "true", class: "offstage" });
    box.value = text;
    const before = document.activeElement;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    before?.focus?.({ preventScroll: true });
    return done;
  }
}

function copyButton(text, label) {
  const button = element("button", { type: "button", class: "copy", "aria-label": label, title: label }, t("复制"));
  button.addEventListener("click", async () => {
    button.textContent = (await copy(text)) ? t("已复制") : t("请手动复制");
    setTimeout(() => { button.textContent = t("复制"); }, 1600);
  });
  return button;
}

// What only sentences about aims tell is a plan, whatever their verbs say.
const planned = (sentences) => sentences.length > 0 && sentences.every((number) => view.sentences[number]?.basis === "target");
const stageOf = (node) => view.statuses[node.status]?.stage ?? (node.aim ? "plan" : "");
// Where something lies and what it belongs to is no aim, even where only sentences of aims name it.
const LASTING = new Set(["locatedIn", "partOf", "inIndustry"]);
const aimedAt = (edge) => !LASTING.has(edge.relation) && planned(edge.sentences);
const planBadge = (sentences) => (planned(sentences) ? element("span", { class: "badge plan", title: t("只有说目标的句子为证，还不是事实") }, t("目标")) : null);

function quotations(numbers, nodes, open) {
  if (!numbers.length) return element("p", { class: "soft" }, nodes.length === 2 && nodes.every((node) => node.type === "Region") ? t("行政区划，无需出处") : t("无出处句"));
  const made = element("div");
  const rest = open ? numbers.slice(1) : numbers;
  if (open) made.append(quotation(numbers[0], nodes));
  if (rest.length) {
    const box = element("details", { class: "evidence" }, element("summary", {}, open ? t("另有 {} 句", rest.length) : t("出处 {} 句", rest.length)));
    box.addEventListener("toggle", () => {
      if (box.childElementCount === 1) box.append(...rest.map((number) => quotation(number, nodes)));
      showMarks(box);
    });
    made.append(box);
  }
  return made;
}

// A long sentence opens at its first mark.
function showMarks(box) {
  for (const quote of box.querySelectorAll("blockquote, h2")) {
    // What scrolls can be reached by keyboard.
    if (quote.scrollHeight > quote.clientHeight + 1) quote.tabIndex = 0;
    const first = quote.querySelector("mark");
    if (first && quote.scrollHeight > quote.clientHeight) quote.scrollTop = first.offsetTop - quote.offsetTop - 20;
  }
}

function standingBadge(node) {
  const status = view.statuses[node.status];
  return [status && `${said(view.stages[status.stage])} · ${said(status)}`, node.aim && t("目标：{}", said(view.statuses[node.aim]))].filter(Boolean);
}

function badges(node) {
  const made = [element("span", { class: "badge" }, sign(node.type), said(kind(node.type)), element("span", { class: "en" }, kind(node.type).en))];
  const status = view.statuses[node.status];
  if (status) made.push(element("span", { class: `badge ${status.stage}` }, `${said(view.stages[status.stage])} · ${said(status)}`));
  if (node.aim) made.push(element("span", { class: "badge plan", title: t("只有说目标的句子为证，还不是事实") }, t("目标：{}", said(view.statuses[node.aim]))));
  return made;
}

function longList(items, make, step = MORE_AFTER) {
  const list = element("ul", { class: "facts" });
  const grow = (from) => {
    list.append(...items.slice(from, from + step).map((each, place) => element("li", {}, ...make(each, from + place))));
    const left = items.length - from - step;
    if (left > 0) {
      const more = element("li", {}, element("button", { type: "button", class: "more", onclick: () => { more.remove(); grow(from + step); } }, t("再看 {} 条", left)));
      list.append(more);
    }
  };
  grow(0);
  return list;
}
