// Where the page's content comes from: it stands in the page as a whole, or more of it is asked for as it is wanted.

// What is derived from nodes, edges and documents is kept in lists that run along with them. A part that comes in later
// has the next numbers, so that no number changes; then each list grows.
const growing = [];
const grows = (extend) => {
  growing.push(extend);
  extend();
};
function grown(rows, make) {
  const made = [];
  grows(() => {
    for (let id = made.length; id < rows.length; id += 1) made.push(make(rows[id], id));
  });
  return made;
}

// The more important first. What stands in the page is numbered so; what came later is not.
const sooner = (a, b) => view.nodes[b].importance - view.nodes[a].importance || a - b;
let ranked = [];
grows(() => { ranked = [...view.nodes.keys()].sort(sooner); });

// A page that holds all has nobody to ask. A promise means: it comes, and the page goes on then (remote.js).
const source = {
  whole: null, // how many of what there are beyond the page: {nodes, edges, documents, types, relations, stages, years}
  themes: "themes.html",
  asks: null, // what is found by a search elsewhere: (text, found) calls found(hits) once they are there
  link: () => null, // to a page of its own about an entity
  quoted: () => [], // what the panel says of an entity before all else
  told: () => null, // how many of what pass the filters beyond the page, once that is known
  left: () => 0, // how many neighbours of an entity are not in the page
  busy: () => false, // whether something is being asked for
  focused() {},
  filtered() {},
  more: () => null,
  way: () => null,
  theme: () => null,
  missing: () => null,
};
const entityIri = (node) => (node.id.includes("://") ? node.id : view.base + node.id);
