// What both pages say about entities and facts: sentences with their marks, badges, lists that grow.

const MORE_AFTER = 20;

const fold = (text) =>
  Array.from(text, (character) => {
    const folded = character.normalize("NFKC").toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join("").replace(/[“”„‟″]/g, '"').replace(/[‘’]/g, "'");

// Lines are wrapped inside sentences: white space is only kept where it parts two Latin words.
const compact = (text) => plain(String(text).replace(/\s+/g, " ")).replace(/ ?([^\x20-\x7e]) ?/g, "$1").trim();

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
    return whole.length ? whole : [node.label];
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
  const source = [document.title && `《${document.title}》`, document.year, sentence.section].filter(Boolean).map(plain).join(" · ");
  return element("div", { class: "quote" }, marked(sentence.quote, nodes), element("cite", {}, source));
}

function quotations(numbers, nodes, open) {
  if (!numbers.length) return element("p", { class: "soft" }, nodes.length === 2 && nodes.every((node) => node.type === "Region") ? "行政区划，无需出处" : "无出处句");
  const made = element("div");
  const rest = open ? numbers.slice(1) : numbers;
  if (open) made.append(quotation(numbers[0], nodes));
  if (rest.length) {
    const box = element("details", { class: "evidence" }, element("summary", {}, open ? `另有 ${rest.length} 句` : `出处 ${rest.length} 句`));
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
  for (const quote of box.querySelectorAll("blockquote")) {
    const first = quote.querySelector("mark");
    if (first && quote.scrollHeight > quote.clientHeight) quote.scrollTop = first.offsetTop - quote.offsetTop - 20;
  }
}

function badges(node) {
  const made = [element("span", { class: "badge" }, sign(node.type), kind(node.type).zh, element("span", { class: "en" }, kind(node.type).en))];
  const status = view.statuses[node.status];
  if (status) made.push(element("span", { class: `badge ${status.stage}` }, `${view.stages[status.stage].zh} · ${status.zh}`));
  return made;
}

function longList(items, make, step = MORE_AFTER) {
  const list = element("ul", { class: "facts" });
  const grow = (from) => {
    list.append(...items.slice(from, from + step).map((each, place) => element("li", {}, ...make(each, from + place))));
    const left = items.length - from - step;
    if (left > 0) {
      const more = element("li", {}, element("button", { type: "button", class: "more", onclick: () => { more.remove(); grow(from + step); } }, `再看 ${left} 条`));
      list.append(more);
    }
  };
  grow(0);
  return list;
}
