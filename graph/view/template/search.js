// The search box: what is typed in, rows to choose from with the mouse or the arrow keys out.

// A page's finder has search(text) → hits, row(hit) → the row's children, take(hit), and what to say when there is none;
// it may have nearest(text) → hits that were probably meant, and what to say before them.
let hits = [];
let chosen = 0;
let eager = null; // a search that was to be taken before its hits were there

function showHits(finder) {
  const text = $("search").value;
  // Who asks elsewhere has its hits later, and shows only those of the last search.
  hits = finder.ask ? [] : hits;
  if (finder.ask && text.trim()) return finder.ask(text, (found, near) => text === $("search").value && drawHits(finder, text, found, near));
  const found = finder.search(text);
  const near = Boolean(text.trim()) && !found.length && Boolean(finder.nearest);
  return drawHits(finder, text, near ? finder.nearest(text) : found, near);
}

function drawHits(finder, text, found, near) {
  hits = found;
  chosen = 0;
  const rows = hits.map((hit, place) =>
    element("li", { role: "option", id: `hit-${place}`, "aria-selected": String(place === 0), onmousedown: (event) => { event.preventDefault(); take(finder, place); } },
      ...finder.row(hit)));
  const none = (words) => element("li", { class: "none", role: "option", "aria-disabled": "true" }, words);
  if (near && hits.length) rows.unshift(none(finder.near));
  else if (text.trim() && !hits.length) rows.push(none(finder.none));
  $("hits").replaceChildren(...rows);
  openHits(rows.length > 0);
  if (eager === text && hits.length) take(finder, 0);
  eager = null;
}

function openHits(open) {
  $("hits").hidden = !open;
  $("search").setAttribute("aria-expanded", String(open));
  if (open && hits.length) $("search").setAttribute("aria-activedescendant", `hit-${chosen}`);
  else $("search").removeAttribute("aria-activedescendant");
}

function choose(place) {
  if (!hits.length) return;
  chosen = (place + hits.length) % hits.length;
  $("hits").querySelectorAll("[id]").forEach((row, each) => row.setAttribute("aria-selected", String(each === chosen)));
  $(`hit-${chosen}`).scrollIntoView({ block: "nearest" });
  openHits(true);
}

function take(finder, place) {
  if (hits[place] === undefined) return;
  openHits(false);
  finder.take(hits[place]);
}

function clearSearch() {
  $("search").value = "";
  hits = [];
  openHits(false);
}

function listenToSearch(finder) {
  const box = $("search");
  box.addEventListener("input", () => showHits(finder));
  box.addEventListener("focus", () => box.value && showHits(finder));
  box.addEventListener("blur", () => openHits(false));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a word of the input method first
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      if (finder.ask && !hits.length) eager = box.value;
      take(finder, chosen);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
