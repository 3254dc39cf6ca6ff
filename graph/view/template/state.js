// What a person has chosen, and the parts of it that a link carries; other files add theirs with state.register.

const keepers = new Map();
const state = {
  typesOff: new Set(), relationsOff: new Set(), stagesOff: new Set(), filter: { ...NO_FILTER }, revealed: new Set(), near: new Set(), focus: null, light: null, hover: null,
  start: null, // where a way begins, until its end is chosen
  moved: false, // whether the view is where a person has put it
  // read(text or undefined) takes a part from the fragment, write() gives it back: "" stands for what is usual.
  register: (name, read, write) => keepers.set(name, { read, write }),
};
const members = (set) => [...set].sort().map(encodeURIComponent).join(",");
const fill = (set, text) => {
  set.clear();
  for (const each of (text ?? "").split(",")) if (each) set.add(decoded(each));
};
