// Finding: names by their characters, pinyin or initials, the nearest where nothing fits, and the list of what is shown.

const MOST_HITS = 30;
const MOST_NEAR = 5;
const LONGEST = 30; // characters of a search: the bits of one number

// Every name as the characters that are looked for and how each is read.
let spellings = null;
const spelt = () => (spellings ??= view.nodes.map((node) => [node.label, ...node.aliases].map((name) => {
  const characters = Array.from(fold(plain(name)));
  const sounds = characters.map((one) => node.sounds?.[one] ?? view.sounds[one] ?? "");
  const letters = characters.map((one, at) => sounds[at] || one);
  return { name, text: characters.join(""), characters, sounds, letters: letters.join(""), initials: letters.map((one) => one[0]).join("") };
})));

// Where the search, or the rest of it, is spelt from a character on: by characters, syllables or their beginnings.
function spelledFrom(wanted, name, at, from = 0) {
  if (from === wanted.length) return at;
  if (at === name.characters.length) return -1;
  const sound = name.sounds[at];
  if (wanted.startsWith(name.characters[at], from)) {
    const end = spelledFrom(wanted, name, at + 1, from + name.characters[at].length);
    if (end >= 0) return end;
  }
  for (let size = Math.min(sound.length, wanted.length - from); size > 0; size -= 1) {
    if (!wanted.startsWith(sound.slice(0, size), from)) continue;
    const end = spelledFrom(wanted, name, at + 1, from + size);
    if (end >= 0) return end;
  }
  return from && !sound && /[^\p{L}\p{N}]/u.test(name.characters[at]) ? spelledFrom(wanted, name, at + 1, from) : -1;
}

function inOrder(wanted, text) {
  let at = 0;
  for (const one of wanted) if (!(at = text.indexOf(one, at) + 1)) return false;
  return true;
}

function rankOf(wanted, letters, name) {
  if (name.text === wanted) return 0;
  if (name.text.startsWith(wanted)) return 2;
  if (name.text.includes(wanted)) return 4;
  if (!letters) return wanted.length > 1 && inOrder(wanted, name.text) ? 12 : 99;
  // All syllables, or the first letter of each, are likelier to be meant than a mixture: xhsh is 星海石化 before 星海市.
  const whole = [name.letters, name.initials];
  if (whole.includes(wanted)) return 3;
  if (whole.some((each) => each.startsWith(wanted))) return 5;
  for (let at = 0; at < name.characters.length; at += 1) {
    if (name.characters[at] !== wanted[0] && name.sounds[at][0] !== wanted[0]) continue;
    const end = spelledFrom(wanted, name, at);
    if (end >= 0) return (at ? 10 : 6) - (end - at === name.characters.length ? 2 : 0);
  }
  return 99;
}

// Between syllables people type blanks and apostrophes: jin zhou, xi'an.
const asked = (text) => (/^[\x20-\x7e]*$/.test(text) ? fold(text).replace(/[ ']+/g, "") : fold(plain(text)).trim());

// The best names first, each with the alias that it was found by; nodes are numbered by importance.
function search(text) {
  const wanted = asked(text);
  const literal = fold(plain(text).trim());
  if (!wanted) return [];
  const letters = /[a-z]/.test(wanted);
  const found = [];
  spelt().forEach((names, id) => {
    let best = 99;
    let by = null;
    names.forEach((name, place) => {
      const rank = Math.min(rankOf(wanted, letters, name), literal === wanted ? 99 : rankOf(literal, false, name)) + (place ? 1 : 0);
      if (rank < best) [best, by] = [rank, place ? name.name : null];
    });
    if (best < 99) found.push({ rank: best, id, by });
  });
  return found.sort((a, b) => a.rank - b.rank || sooner(a.id, b.id)).slice(0, MOST_HITS);
}

// How many characters must change for the search to stand somewhere in a text (Myers' bit vectors).
function distanceOf(wanted) {
  const rows = new Int32Array(65536);
  const size = wanted.length;
  for (let at = 0; at < size; at += 1) rows[wanted.charCodeAt(at)] |= 1 << at;
  return (text) => {
    let plus = -1;
    let minus = 0;
    let score = size;
    let best = size;
    for (let at = 0; at < text.length; at += 1) {
      const equal = rows[text.charCodeAt(at)];
      const down = equal | minus;
      const across = (((equal & plus) + plus) ^ plus) | equal;
      let more = minus | ~(across | plus);
      let less = plus & across;
      if (more & (1 << (size - 1))) score += 1;
      else if (less & (1 << (size - 1))) score -= 1;
      best = Math.min(best, score);
      more <<= 1;
      less <<= 1;
      plus = less | ~(down | more);
      minus = more & down;
    }
    return best;
  };
}

// What was probably meant: names that sound alike, or of which at most half of the search must change.
function nearest(text) {
  const wanted = asked(text).slice(0, LONGEST);
  const size = wanted.length;
  if (size < 2) return [];
  const sounds = Array.from(wanted, (one) => view.sounds[one] ?? one).join("").slice(0, LONGEST);
  const [byText, bySound] = [distanceOf(wanted), distanceOf(sounds)];
  const found = [];
  spelt().forEach((names, id) => {
    let [best, by] = [9, null];
    names.forEach((name, place) => {
      const near = Math.min(byText(name.text) / size, (bySound(name.letters) / sounds.length) * 1.4);
      // A name that is part of what was looked for is a good guess, one that is longer a worse one.
      const part = name.text.length > 1 && wanted.includes(name.text) ? 0.5 - (0.4 * name.text.length) / size : 9;
      const far = Math.min(near, part) + Math.abs(name.text.length - size) * 0.004;
      if (far < best) [best, by] = [far, place ? name.name : null];
    });
    if (best <= 0.55) found.push({ rank: best, id, by });
  });
  return found.sort((a, b) => a.rank - b.rank || sooner(a.id, b.id)).slice(0, MOST_NEAR);
}

const finder = {
  ask: source.asks,
  search,
  nearest,
  get none() { return t("没有找到这个名称"); },
  get near() { return t("没有找到这个名称，最接近的是："); },
  row: ({ id, by, row }) => row ?? [sign(view.nodes[id].type), element("span", {}, element("bdi", {}, cut(view.nodes[id].label, 40)), by === null ? null : element("span", { class: "soft" }, t(" 又名 {}", cut(by, 20)))),
    element("span", { class: "soft" }, [said(kind(view.nodes[id].type)), plain(view.nodes[id].scope)].filter(Boolean).join(" · "))],
  // The keyboard goes on in the panel, and / comes back to the box.
  take: ({ id, open }) => {
    if (open) return open();
    focusOn({ node: id }, { move: true });
    $("panel").focus({ preventScroll: true });
  },
};
grows(() => { spellings = null; });
(globalThis.requestIdleCallback ?? setTimeout)(() => spelt());

function drawState() {
  const whole = source.whole ?? { nodes: view.nodes.length, edges: view.edges.length, documents: view.documents.length };
  const [shown, all] = [shownNodes().length, whole.nodes];
  $("counts").textContent = t("{} 节点 · {} 边 · {} 文档", all.toLocaleString("en-US"), whole.edges.toLocaleString("en-US"), whole.documents.toLocaleString("en-US"));
  const chosen = state.focus?.node === undefined ? "" : t(" · 已选 {}", cut(view.nodes[state.focus.node].label, 20));
  const passing = Math.max(sifted().passing, source.told()?.nodes ?? 0);
  const more = passing > shown && activeFilters().length ? t("（符合 {}，先显示最重要的）", passing.toLocaleString("en-US")) : "";
  $("state").textContent = t("显示 {} / {}{}{}", shown.toLocaleString("en-US"), all.toLocaleString("en-US"), more, chosen);
  drawChips();
}

const ROWS = 200;
function drawList() {
  if ($("list").hidden) return;
  const ids = shownNodes();
  const body = element("tbody");
  const more = element("button", { type: "button", class: "more" });
  const grow = () => {
    const from = body.childElementCount;
    body.append(...ids.slice(from, from + ROWS).map((id) => {
      const node = view.nodes[id];
      return element("tr", {}, element("td", {}, said(kind(node.type))), element("td", {}, nameButton(id)), element("td", {}, element("bdi", {}, plain(node.scope))), element("td", {}, standingBadge(node).join("；")),
        element("td", { class: "number" }, String(node.facts ?? touching[id].length)));
    }));
    more.hidden = body.childElementCount >= ids.length;
    more.textContent = t("再看 {} 行", ids.length - body.childElementCount);
  };
  more.addEventListener("click", grow);
  const heads = [t("类型"), t("名称"), t("所在"), t("状态"), t("事实")].map((head, place) => element("th", { scope: "col", class: place === 4 ? "number" : "" }, head));
  $("list").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body), more);
  grow();
}
