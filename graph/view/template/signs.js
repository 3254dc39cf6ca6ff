// Shapes, numbers and text: the small things that all parts of both pages share.

// A page holds all that it shows in its one block of JSON.
const view = JSON.parse(document.querySelector('script[type="application/json"]').textContent);
const $ = (id) => document.getElementById(id);

// Every node of the page is made here. Strings become text, never markup: documents may hold anything.
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const ring = (count, turn, inner = 1) =>
  Array.from({ length: count }, (_, step) => {
    const angle = turn + (step * 2 * Math.PI) / count;
    const reach = step % 2 ? inner : 1;
    return [Math.cos(angle) * reach, Math.sin(angle) * reach];
  });
const UP = -Math.PI / 2;
const SHAPES = {
  square: ring(4, Math.PI / 4).map(([x, y]) => [x * 1.22, y * 1.22]),
  diamond: ring(4, UP).map(([x, y]) => [x * 1.18, y * 1.18]),
  triangle: ring(3, UP).map(([x, y]) => [x * 1.25, y * 1.25 + 0.2]),
  triangleDown: ring(3, -UP).map(([x, y]) => [x * 1.25, y * 1.25 - 0.2]),
  pentagon: ring(5, UP).map(([x, y]) => [x * 1.08, y * 1.08]),
  hexagon: ring(6, 0).map(([x, y]) => [x * 1.1, y * 1.1]),
  star: ring(10, UP, 0.5).map(([x, y]) => [x * 1.3, y * 1.3]),
  cross: [[-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4],
    [0.4, 1.1], [-0.4, 1.1], [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4]],
};

const darker = (colour) =>
  "#" + [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * 0.68).toString(16).padStart(2, "0")).join("");
const UNKNOWN = { zh: "其他", en: "Other", colour: "#8c8c8c", shape: "dot" };
const kind = (type) => view.types[type] || UNKNOWN;

function drawShape(ctx, type, x, y, r) {
  const { shape } = kind(type);
  const colour = hue(type);
  ctx.beginPath();
  if (SHAPES[shape]) {
    SHAPES[shape].forEach(([dx, dy], step) => (step ? ctx.lineTo(x + dx * r, y + dy * r) : ctx.moveTo(x + dx * r, y + dy * r)));
    ctx.closePath();
  } else ctx.arc(x, y, shape === "ring" ? r * 0.85 : r, 0, 2 * Math.PI);
  ctx.fillStyle = shape === "ring" ? paint.hole : colour;
  ctx.fill();
  ctx.strokeStyle = shape === "ring" ? colour : darker(colour);
  ctx.lineWidth = shape === "ring" ? r * 0.42 : Math.max(r * 0.09, 0.6);
  ctx.stroke();
}

function sign(type) {
  const shape = kind(type).shape;
  const colour = hue(type);
  const make = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  const svg = make("svg", { class: "sign", viewBox: "-1.5 -1.5 3 3", "aria-hidden": "true" });
  const hollow = shape === "ring";
  const look = { fill: hollow ? "none" : colour, stroke: hollow ? colour : darker(colour), "stroke-width": hollow ? 0.45 : 0.12 };
  svg.append(SHAPES[shape] ? make("polygon", { points: SHAPES[shape].join(" "), ...look }) : make("circle", { r: hollow ? 0.9 : 1.05, ...look }));
  return svg;
}

// Control and direction marks would let a name turn its surroundings round.
const plain = (text) => String(text).replace(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "");
const wide = (character) => (character.codePointAt(0) > 0x2e7f ? 1 : 0.55);

function cut(text, most = 12) {
  let width = 0;
  let short = "";
  for (const character of plain(text)) {
    width += wide(character);
    if (width > most + 1) return short + "…";
    if (width <= most) short += character;
  }
  return plain(text);
}

const rounded = (value, places = 2) => Number(value.toFixed(places)).toLocaleString("en-US", { maximumFractionDigits: places });

// Units that stand for others: how many of which.
const UNITS = { MW: [1, "兆瓦"], GW: [1000, "兆瓦"], kW: [1, "千瓦"], KW: [1, "千瓦"], 瓦: [0.001, "千瓦"], W: [0.001, "千瓦"], 平方千米: [1e6, "平方米"], 平方公里: [1e6, "平方米"], 吉瓦: [1000, "兆瓦"], 万元: [1e4, "元"], 亿元: [1e8, "元"] };

// 5600000000 元 → 56 亿元, 400000 吨/年 → 40 万吨/年, 6900000 平方米 → 6.9 平方公里, 50000 千瓦 → 50 兆瓦.
function figure(value, unit) {
  if (typeof value !== "number") return plain(value ?? "");
  if (Object.hasOwn(UNITS, unit)) [value, unit] = [value * UNITS[unit][0], UNITS[unit][1]];
  if (unit === "千瓦" && value >= 1000) [value, unit] = [value / 1000, "兆瓦"];
  if (unit === "平方米" && value >= 100000) return rounded(value / 1e6) + " 平方公里";
  if (unit === "%" || unit === "‰") return rounded(value) + unit;
  const size = Math.abs(value);
  if (size >= 1e8) return rounded(value / 1e8) + " 亿" + unit;
  if (size >= 1e4) return rounded(value / 1e4) + " 万" + unit;
  return rounded(value) + (unit ? " " + plain(unit) : "");
}

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a link that was cut off in the middle of a character
  }
};

// "#theme=石化化工&view=flow" as an object. The list "nodes" keeps its codes, since a name may hold a comma.
function fragment() {
  const found = {};
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    if (at > 0) found[part.slice(0, at)] = part.startsWith("nodes=") ? part.slice(at + 1) : decoded(part.slice(at + 1));
  }
  return found;
}
