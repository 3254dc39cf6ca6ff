// What a canvas context is told, in; the same picture as SVG, out. Text is kept as text.

const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const short = (value) => String(Math.round(value * 100) / 100);

class Pen {
  constructor(width, height) {
    Object.assign(this, { width, height, canvas: { width, height }, drawn: [], path: "", stack: [], matrix: [1, 0, 0, 1, 0, 0], dash: [], clips: 0 });
    Object.assign(this, { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1, font: "13px sans-serif", textAlign: "start", textBaseline: "alphabetic", lineJoin: "miter", lineCap: "butt" });
    this.measuring = document.createElement("canvas").getContext("2d");
  }
  save() {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin, lineCap, matrix, dash } = this;
    this.stack.push({ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin, lineCap, matrix, dash });
  }
  restore() {
    Object.assign(this, this.stack.pop() ?? {});
  }
  setTransform(...matrix) {
    this.matrix = typeof matrix[0] === "object" ? [1, 0, 0, 1, 0, 0] : matrix;
  }
  resetTransform() {
    this.matrix = [1, 0, 0, 1, 0, 0];
  }
  getTransform() {
    return new DOMMatrix(this.matrix);
  }
  transform(a, b, c, d, e, f) {
    const [m, n, o, p, q, r] = this.matrix;
    this.matrix = [m * a + o * b, n * a + p * b, m * c + o * d, n * c + p * d, m * e + o * f + q, n * e + p * f + r];
  }
  translate(x, y) {
    this.transform(1, 0, 0, 1, x, y);
  }
  scale(x, y) {
    this.transform(x, 0, 0, y, 0, 0);
  }
  rotate(angle) {
    this.transform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0);
  }
  get grown() {
    return Math.hypot(this.matrix[0], this.matrix[1]);
  }
  at(x, y) {
    const [a, b, c, d, e, f] = this.matrix;
    return `${short(a * x + c * y + e)} ${short(b * x + d * y + f)}`;
  }
  beginPath() {
    this.path = "";
  }
  moveTo(x, y) {
    this.path += `M${this.at(x, y)}`;
  }
  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${this.at(x, y)}`;
  }
  quadraticCurveTo(x1, y1, x, y) {
    this.path += `Q${this.at(x1, y1)} ${this.at(x, y)}`;
  }
  bezierCurveTo(x1, y1, x2, y2, x, y) {
    this.path += `C${this.at(x1, y1)} ${this.at(x2, y2)} ${this.at(x, y)}`;
  }
  arc(x, y, r, from = 0, to = 2 * Math.PI, backwards = false) {
    this.ellipse(x, y, r, r, 0, from, to, backwards);
  }
  ellipse(x, y, rx, ry, turn, from, to, backwards = false) {
    const around = Math.abs(to - from) >= 2 * Math.PI - 1e-6;
    const point = (angle) => {
      const [across, down] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      return [x + across * Math.cos(turn) - down * Math.sin(turn), y + across * Math.sin(turn) + down * Math.cos(turn)];
    };
    const span = (((backwards ? from - to : to - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    const radii = `${short(rx * this.grown)} ${short(ry * this.grown)} ${short((turn * 180) / Math.PI)}`;
    // A whole circle begins where it ends, which no single arc can do.
    if (around) this.path += `M${this.at(...point(from))}A${radii} 0 1 ${this.at(...point(from + Math.PI))}A${radii} 0 1 ${this.at(...point(from))}Z`;
    else this.path += `${this.path ? "L" : "M"}${this.at(...point(from))}A${radii} ${span > Math.PI ? 1 : 0} ${backwards ? 0 : 1} ${this.at(...point(to))}`;
  }
  rect(x, y, width, height) {
    this.path += `M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`;
  }
  roundRect(x, y, width, height) {
    this.rect(x, y, width, height);
  }
  closePath() {
    if (this.path) this.path += "Z";
  }
  alpha() {
    return this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
  }
  strokes() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.map((each) => short(each * this.grown)).join(" ")}"` : "";
    return `stroke="${escaped(this.strokeStyle)}" stroke-width="${short(this.lineWidth * this.grown)}" stroke-linejoin="${this.lineJoin}" stroke-linecap="${this.lineCap}"${dash}`;
  }
  // A path of its own has units of its own, which the matrix turns into those of the picture.
  placed(path, look) {
    this.drawn.push(`<path d="${path.path}" transform="matrix(${this.matrix.map((each) => each.toFixed(4)).join(" ")})" ${look}${this.alpha()}/>`);
  }
  isPointInPath(...asked) {
    return this.measuring.isPointInPath(...asked);
  }
  fill(path, rule = "nonzero") {
    if (path) this.placed(path, `fill="${escaped(this.fillStyle)}" fill-rule="${rule}"`);
    else if (this.path) this.drawn.push(`<path d="${this.path}" fill="${escaped(this.fillStyle)}"${this.alpha()}/>`);
  }
  stroke(path) {
    if (path) this.placed(path, `fill="none" stroke="${escaped(this.strokeStyle)}" stroke-width="${this.lineWidth}"`);
    else if (this.path) this.drawn.push(`<path d="${this.path}" fill="none" ${this.strokes()}${this.alpha()}/>`);
  }
  fillRect(x, y, width, height) {
    const before = this.path;
    this.path = "";
    this.rect(x, y, width, height);
    this.fill();
    this.path = before;
  }
  word(text, x, y, look) {
    const [, weight = "400", size = "13", family = "sans-serif"] = /^(?:(\w+) )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const anchor = { center: "middle", right: "end", end: "end" }[this.textAlign] ?? "start";
    const line = { middle: ' dominant-baseline="central"', top: ' dominant-baseline="hanging"', hanging: ' dominant-baseline="hanging"' }[this.textBaseline] ?? "";
    const [a, b, c, d] = this.matrix.map((each) => each / this.grown);
    const turned = Math.abs(b) > 1e-6 || Math.abs(c) > 1e-6;
    const [px, py] = this.at(x, y).split(" ");
    const place = turned ? `transform="matrix(${[a, b, c, d].map(short).join(" ")} ${px} ${py})"` : `x="${px}" y="${py}"`;
    this.drawn.push(`<text ${place} font-family="${escaped(family)}" font-size="${short(Number(size) * this.grown)}" font-weight="${weight}" text-anchor="${anchor}"${line} ${look}${this.alpha()}>${escaped(plain(text))}</text>`);
  }
  fillText(text, x, y) {
    this.word(text, x, y, `fill="${escaped(this.fillStyle)}"`);
  }
  strokeText(text, x, y) {
    this.word(text, x, y, `fill="none" ${this.strokes()}`);
  }
  measureText(text) {
    this.measuring.font = this.font;
    return this.measuring.measureText(text);
  }
  setLineDash(dash) {
    this.dash = dash;
  }
  getLineDash() {
    return this.dash;
  }
  // A picture that is only ever added to has nothing to clear or to cut off.
  clearRect() {}
  clip() {}
  text(title) {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(this.width)} ${short(this.height)}" width="${short(this.width)}" height="${short(this.height)}"><title>${escaped(plain(title))}</title>\n${this.drawn.join("\n")}\n</svg>\n`;
  }
}
