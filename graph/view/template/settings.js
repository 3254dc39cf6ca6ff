// The settings of the network page: its language, its look, how many names it shows, how it moves; the sheet of small screens.

const DENSITY = { few: 0.4, some: 1, many: 2.2 };
const density = () => DENSITY[settings.labels];
const narrow = () => innerWidth <= 760;

function drawSettings() {
  const focused = document.activeElement?.id;
  $("settings").replaceChildren(choiceOf("language", "语言"), choiceOf("scheme", "外观"), choiceOf("labels", "名称"), choiceOf("motion", "动画"));
  if (focused?.startsWith("set-")) $(focused)?.focus();
}

// Everything that says something says it again: in the other language, or in other colours.
function redrawAll() {
  translatePage();
  drawSettings();
  drawLegend();
  drawThemes();
  drawLight();
  drawEnds();
  drawState();
  drawPanel();
  drawList();
  tellLeftOut();
  repaint();
}

// On a narrow screen the panel is a sheet over the foot of the map: a strip, half, or nearly all of the screen.
const SHEETS = ["low", "half", "full"];
function sheet(size) {
  $("panel-box").dataset.sheet = size;
  $("sheet-grip").setAttribute("aria-expanded", String(size !== "low"));
}
// What is chosen on the map or in a list comes with its panel; while the legend is open, its choices do not hide it.
function settleSheet() {
  if (!narrow()) return;
  if (state.focus) $("legend").open = false;
  sheet(state.focus || (state.light && !$("legend").open) ? "half" : "low");
}
// How much of the map lies under the sheet.
const covered = () => {
  if (!narrow()) return 0;
  const [map_, box] = [$("canvas").getBoundingClientRect(), $("panel-box").getBoundingClientRect()];
  return Math.max(0, Math.min(map_.height * 0.7, map_.bottom - box.top));
};

// A node that was tapped where the sheet now lies moves up to where it can be seen.
function uncover(id) {
  const { x, y } = frame().at(id);
  const under = y - ($("canvas").clientHeight - covered() - 40);
  if (!narrow() || under <= 0) return;
  map.moveTo({ position: map.DOMtoCanvas({ x: $("canvas").clientWidth / 2, y: $("canvas").clientHeight / 2 + under }), animation: false });
}

function listenToSheet() {
  const grip = $("sheet-grip");
  const now = () => SHEETS.indexOf($("panel-box").dataset.sheet);
  let from = null;
  let dragged = false;
  grip.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointerup", (event) => {
    const moved = event.clientY - (from ?? event.clientY);
    from = null;
    dragged = Math.abs(moved) > 24;
    if (dragged) sheet(SHEETS[Math.max(0, Math.min(2, now() + (moved < 0 ? 1 : -1)))]);
  });
  grip.addEventListener("click", () => {
    if (!dragged) sheet(SHEETS[(now() + 1) % 3]);
    dragged = false;
  });
  $("legend").addEventListener("toggle", () => $("legend").open && narrow() && sheet("low"));
  sheet("low");
}

function listenToSettings() {
  drawSettings();
  translatePage();
  listenToSheet();
  document.addEventListener("settings", redrawAll);
  $("to-list").addEventListener("click", () => {
    if ($("list").hidden) toggleList();
    $("list").focus();
  });
}
