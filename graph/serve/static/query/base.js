// What all parts of the query page share: elements, the reader's language and look, and requests to this server.

const $ = (id) => document.getElementById(id);

// Every node of the page is made here. Strings become text, never markup: documents may hold anything.
function element(tag, properties = {}, ...children) {
  const made = tag.startsWith("svg:") ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// The same place as the network page's settings: who chose English there reads English here.
const STORED = "regiongraph.settings";
const CHOICES = {
  language: { zh: "中文", en: "English" },
  scheme: { system: "跟随系统", light: "浅色", dark: "深色" },
};
const settings = { language: "zh", scheme: "system" };
function storedSettings() {
  try {
    return JSON.parse(localStorage.getItem(STORED)) ?? {};
  } catch {
    return {};
  }
}
for (const [name, value] of Object.entries(storedSettings())) if (Object.hasOwn(CHOICES[name] ?? {}, value)) settings[name] = value;

const systemDark = matchMedia("(prefers-color-scheme: dark)");
function applyScheme() {
  const dark = settings.scheme === "system" ? systemDark.matches : settings.scheme === "dark";
  document.documentElement.dataset.scheme = dark ? "dark" : "light";
}
applyScheme();
systemDark.addEventListener("change", applyScheme);

// Whoever writes words hears of another language by the event "language".
function set(name, value) {
  settings[name] = value;
  try {
    localStorage.setItem(STORED, JSON.stringify({ ...storedSettings(), [name]: value }));
  } catch {
    // It holds until the page is closed.
  }
  if (name === "scheme") applyScheme();
  else document.dispatchEvent(new Event("language"));
}

function choiceOf(name, label) {
  const made = element("select", { "aria-label": t(label), id: `set-${name}`, onchange: (event) => set(name, event.target.value) },
    ...Object.entries(CHOICES[name]).map(([value, word]) => element("option", { value }, t(word))));
  made.value = settings[name];
  return made;
}

const number = (value, digits = 0) => value.toLocaleString("en-GB", { maximumFractionDigits: digits });

// A failure is the one line that the server says.
class Failure extends Error {
  constructor(status, line) {
    super(line);
    this.status = status;
  }
}
async function got(address, options = {}) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Failure(answer.status, (await answer.text()).trim().split("\n")[0] || `HTTP ${answer.status}`);
  return answer;
}
const gotJson = async (address, options) => (await got(address, options)).json();

function saveFile(name, blob) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
