// The reader's settings in; the page in their language and light out. The network page keeps the same settings.
"use strict";
(() => {
  const STORED = "regiongraph.settings";
  const CHOICES = {
    language: { label: { zh: "语言", en: "Language" }, values: { zh: { zh: "中文", en: "中文" }, en: { zh: "English", en: "English" } } },
    scheme: { label: { zh: "外观", en: "Look" }, values: { system: { zh: "跟随系统", en: "As the system" }, light: { zh: "浅色", en: "Light" }, dark: { zh: "深色", en: "Dark" } } },
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(STORED)) ?? {};
    } catch {
      return {}; // a browser that keeps nothing has the usual settings
    }
  };
  const settings = { language: "zh", scheme: "system" };
  const read = () => {
    const found = stored();
    for (const [name, { values }] of Object.entries(CHOICES)) if (Object.hasOwn(values, found[name])) settings[name] = found[name];
  };
  const apply = () => {
    root.lang = settings.language === "en" ? "en" : "zh-CN";
    root.dataset.scheme = (settings.scheme === "system" ? system.matches : settings.scheme === "dark") ? "dark" : "light";
  };
  const choose = (name, value) => {
    settings[name] = value;
    try {
      localStorage.setItem(STORED, JSON.stringify({ ...stored(), [name]: value }));
    } catch {
      // It holds until the page is left.
    }
    apply();
    draw();
    document.getElementById(`set-${name}`).focus();
  };
  const draw = () => {
    const rows = Object.entries(CHOICES).map(([name, { label, values }]) => {
      const row = document.createElement("label");
      const select = document.createElement("select");
      row.className = "setting";
      select.id = `set-${name}`;
      for (const [value, words] of Object.entries(values)) select.add(new Option(words[settings.language], value));
      select.value = settings[name];
      select.addEventListener("change", () => choose(name, select.value));
      row.append(Object.assign(document.createElement("span"), { textContent: label[settings.language] }), select);
      return row;
    });
    document.getElementById("settings").replaceChildren(...rows);
  };
  read();
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    draw();
    const menu = document.getElementById("settings-menu");
    document.addEventListener("pointerdown", ({ target }) => menu.contains(target) || (menu.open = false));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("keydown", (event) => {
      const box = document.querySelector(".find input");
      if (event.key !== "/" || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
    // What scrolls can be reached by keyboard, and a long sentence opens at its first mark.
    for (const quote of document.querySelectorAll(".quote blockquote")) {
      if (quote.scrollHeight <= quote.clientHeight + 1) continue;
      quote.tabIndex = 0;
      const first = quote.querySelector("mark");
      if (first) quote.scrollTop = first.offsetTop - quote.offsetTop - 20;
    }
  });
})();
