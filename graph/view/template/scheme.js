// Settings that stay in the browser of the reader, light or dark, and the colours of types that go with it.

const CHOICES = {
  language: { zh: "中文", en: "English" },
  scheme: { system: "跟随系统", light: "浅色", dark: "深色" },
  labels: { few: "少", some: "适中", many: "多" },
  motion: { system: "跟随系统", less: "减少" },
};
const STORED = "regiongraph.settings";
const settings = { language: "zh", scheme: "system", labels: "some", motion: "system" };
try {
  const found = JSON.parse(localStorage.getItem(STORED)) ?? {};
  for (const name of Object.keys(settings)) if (Object.hasOwn(CHOICES[name], found[name])) settings[name] = found[name];
} catch {
  // A browser that keeps nothing for files opens the page with the usual settings.
}

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const systemStill = matchMedia("(prefers-reduced-motion: reduce)");
let reduced = systemStill.matches;
let dark = false;
// A colour that would drown in a dark page has another one there: --type-Strategy in the style sheet.
let hues = new Map();
function hue(type) {
  if (!hues.has(type)) hues.set(type, getComputedStyle(document.documentElement).getPropertyValue(`--type-${type}`).trim() || kind(type).colour);
  return hues.get(type);
}

function applySettings(scheme = settings.scheme) {
  const root = document.documentElement;
  dark = scheme === "system" ? systemDark.matches : scheme === "dark";
  reduced = settings.motion === "less" || systemStill.matches;
  root.dataset.scheme = dark ? "dark" : "light";
  root.dataset.motion = reduced ? "less" : "usual";
  hues = new Map();
}

// Whoever draws with these settings hears of a change by the event "settings".
function set(name, value) {
  settings[name] = value;
  try {
    localStorage.setItem(STORED, JSON.stringify(settings));
  } catch {
    // It holds until the page is closed.
  }
  applySettings();
  document.dispatchEvent(new Event("settings"));
}

function choiceOf(name, label) {
  const made = element("select", { id: `set-${name}`, onchange: (event) => set(name, event.target.value) },
    ...Object.entries(CHOICES[name]).map(([value, word]) => element("option", { value }, t(word))));
  made.value = settings[name];
  return element("label", { class: "setting" }, element("span", {}, t(label)), made);
}

for (const system of [systemDark, systemStill])
  system.addEventListener("change", () => {
    applySettings();
    document.dispatchEvent(new Event("settings"));
  });
applySettings();
