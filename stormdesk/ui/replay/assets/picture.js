/* Draws everything that does not move with the cursor. Texts are only ever set as text. */
const SPACE = "http://www.w3.org/2000/svg";
const LEFT = 158;
const RIGHT = 14;
const BEIJING_S = 8 * 3600;
const HOUR_S = 3600;
const LEVEL_HIGH = 50;

function make(name, facts = {}, text) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(facts)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function put(parent, name, facts, text) {
  return parent.appendChild(make(name, facts, text));
}

function explain(node, text) {
  node.appendChild(make("title", {}, text));
  return node;
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}

const two = (number) => String(number).padStart(2, "0");
const grouped = (number) => number.toLocaleString("en-US");

function clock(at, withDay = true) {
  const day = new Date((at + BEIJING_S) * 1000);
  const hour = `${two(day.getUTCHours())}:${two(day.getUTCMinutes())}`;
  return withDay ? `${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())} ${hour}` : hour;
}

function span(seconds) {
  const minutes = Math.round(Math.abs(seconds) / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}

/* The last place whose instant lies at or before `at`; -1 before all of them. */
function placeAt(instants, at) {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function rowsOf(course, extra) {
  const hazards = [...new Set([...course.levels, ...extra.called].map((bar) => bar.hazard))];
  const rows = [{ kind: "levels", high: Math.max(1, hazards.length) * LEVEL_HIGH, hazards }];
  course.names.forEach((_name, work) => rows.push({ kind: "work", work, high: 62 }));
  rows.push({ kind: "storm", high: 56 }, { kind: "sea", high: 50 }, { kind: "silence", high: 36 });
  rows.push({ kind: "decided", high: 44 }, { kind: "marks", high: 44 });
  let top = 18;
  for (const row of rows) {
    row.top = top;
    top += row.high + 10;
  }
  return { rows, high: top + 24 };
}

class Picture {
  constructor(course, extra, wide, isHindsight) {
    Object.assign(this, { course, extra, wide, isHindsight });
    Object.assign(this, rowsOf(course, extra));
    this.svg = make("svg", { viewBox: `0 0 ${wide} ${this.high}`, width: wide, height: this.high, class: "rp-axis" });
    this.labels = new Map();
    this.hatch();
    this.grid();
    for (const row of this.rows) this[row.kind](row);
  }

  x(at) {
    const { from, to } = this.course;
    return LEFT + ((at - from) / Math.max(to - from, 1)) * (this.wide - LEFT - RIGHT);
  }

  at(x) {
    const { from, to } = this.course;
    const share = (x - LEFT) / (this.wide - LEFT - RIGHT);
    return Math.round((from + Math.min(1, Math.max(0, share)) * (to - from)) / 60) * 60;
  }

  hatch() {
    const shape = { id: "rp-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    const pattern = put(put(this.svg, "defs"), "pattern", shape);
    put(pattern, "rect", { width: 3, height: 6, class: "rp-hatched" });
  }

  grid() {
    const { from, to } = this.course;
    const hours = (to - from) / HOUR_S;
    const step = [3, 6, 12, 24, 48].find((one) => (hours / one) * 74 < this.wide - LEFT) || 96;
    const first = Math.ceil((from + BEIJING_S) / (step * HOUR_S)) * step * HOUR_S - BEIJING_S;
    for (let at = first; at <= to; at += step * HOUR_S) {
      const x = this.x(at);
      put(this.svg, "line", { x1: x, x2: x, y1: 12, y2: this.high - 26, class: "rp-grid" });
      const place = { x, y: this.high - 10, class: "rp-tick", "text-anchor": x > this.wide - 40 ? "end" : "middle" };
      put(this.svg, "text", place, clock(at));
    }
  }

  label(row, key, lines) {
    const group = put(this.svg, "g");
    lines.forEach((line, place) => {
      const y = row.top + row.high / 2 + (place - (lines.length - 1) / 2) * 16 + 4;
      const text = put(group, "text", { x: LEFT - 10, y, "text-anchor": "end", class: place ? "rp-value" : "rp-name" }, line);
      this.labels.set(`${key}${place}`, text);
    });
    put(this.svg, "line", { x1: LEFT, x2: this.wide - RIGHT, y1: row.top + row.high, y2: row.top + row.high, class: "rp-base" });
  }

  bars(bars, top, high, isCalled) {
    for (const bar of bars) {
      const x = this.x(Math.max(bar.from, this.course.from));
      const wide = Math.max(this.x(Math.min(bar.to, this.course.to)) - x, 1);
      const drawn = put(this.svg, "rect", { x, y: top, width: wide, height: high, class: `rp-level rp-level-${bar.code}` });
      const what = isCalled ? this.course.words.called : this.course.words.levels;
      explain(drawn, `${what} · ${bar.hazard} ${bar.name} · ${clock(bar.from)} – ${clock(bar.to)}`);
      if (isCalled) put(this.svg, "rect", { x, y: top, width: wide, height: high, fill: "url(#rp-hatch)", class: "rp-through" });
      if (wide > 12 + 11 * bar.name.length && !isCalled) {
        const dark = "rp-in rp-through" + (["2", "3", "sea"].includes(bar.code) ? " rp-dark" : "");
        put(this.svg, "text", { x: x + wide / 2, y: top + high / 2 + 5, "text-anchor": "middle", class: dark }, bar.name);
      }
    }
  }

  levels(row) {
    const { words, levels } = this.course;
    row.hazards.forEach((hazard, place) => {
      const top = row.top + place * LEVEL_HIGH;
      const own = (bars) => bars.filter((bar) => bar.hazard === hazard);
      this.bars(own(levels), top, 20, false);
      this.bars(own(this.extra.called), top + 23, 10, true);
      put(this.svg, "text", { x: LEFT - 10, y: top + 14, "text-anchor": "end", class: "rp-name" }, hazard);
      put(this.svg, "text", { x: LEFT - 10, y: top + 32, "text-anchor": "end", class: "rp-value" }, words.called);
      const lags = this.extra.lags.filter((one) => one.hazard === hazard);
      for (const lag of lags) {
        const x = this.x(lag.from);
        const wide = Math.max(this.x(lag.to) - x, 2);
        explain(put(this.svg, "rect", { x, y: top + 20, width: wide, height: 4, class: "rp-lag" }), lag.words);
      }
      const said = lags.map((lag) => `${lag.name} ${span(lag.to - lag.from)}`).join(" · ");
      if (said) put(this.svg, "text", { x: LEFT + 2, y: top + 46, class: "rp-lag-text rp-halo" }, fill(words.lag, { span: said }));
    });
    if (!row.hazards.length) this.label(row, "levels", [words.levels, words.none]);
  }

  /* A step curve, one point per pixel at most. */
  steps(instants, values, scale, floor) {
    const { from, to } = this.course;
    const points = [];
    let y = scale(0);
    let last = -1;
    const until = placeAt(instants, to);
    for (let place = 0; place <= until; place += 1) {
      const x = Math.round(this.x(Math.max(instants[place], from)));
      const next = scale(values[place]);
      if (x === last) points[points.length - 1] = next;
      else points.push(x, y, x, next);
      last = x;
      y = next;
    }
    const start = [LEFT, scale(0)];
    const all = [...start, ...points, this.x(to), y];
    const pairs = [];
    for (let place = 0; place < all.length; place += 2) pairs.push(`${all[place].toFixed(1)},${all[place + 1].toFixed(1)}`);
    return floor === undefined ? `M${pairs.join("L")}` : `M${LEFT},${floor}L${pairs.join("L")}L${this.x(to)},${floor}Z`;
  }

  work(row) {
    const { course } = this;
    const shown = course.curves[this.isHindsight ? "now" : "then"][row.work];
    const other = course.curves[this.isHindsight ? "then" : "now"][row.work];
    const most = Math.max(1, ...shown.all, ...other.all);
    const floor = row.top + row.high;
    const scale = (value) => floor - (value / most) * (row.high - 6);
    this.label(row, `work${row.work}`, [course.names[row.work], "", ""]);
    if (!shown.at.length && !other.at.length) return;
    put(this.svg, "path", { d: this.steps(shown.at, shown.done, scale, floor), class: "rp-fill" });
    const between = this.steps(course.curves.then[row.work].at, course.curves.then[row.work].done, scale, floor);
    const whole = this.steps(course.curves.now[row.work].at, course.curves.now[row.work].done, scale, floor);
    put(this.svg, "path", { d: whole + between, class: "rp-between", "fill-rule": "evenodd" });
    put(this.svg, "path", { d: this.steps(shown.at, shown.all, scale), class: "rp-all" });
    put(this.svg, "path", { d: this.steps(other.at, other.done, scale), class: "rp-other" });
    put(this.svg, "path", { d: this.steps(shown.at, shown.done, scale), class: "rp-shown" });
    this.due(row, scale, floor);
    this.late(row, floor);
  }

  due(row, scale, floor) {
    const { words } = this.course;
    const due = this.extra.dues && this.extra.dues[row.work];
    const say = (text, x = this.wide - RIGHT - 4, anchor = "end", colour = "rp-due-text") =>
      put(this.svg, "text", { x, y: floor - 5, "text-anchor": anchor, class: `${colour} rp-halo` }, text);
    if (!due || !due.at) return say(due ? words.due_none : words[this.extra.due_state]);
    put(this.svg, "path", { d: this.steps(due.steps.map((one) => one[0]), due.steps.map((one) => one[1]), scale), class: "rp-due" });
    const x = this.x(due.at);
    put(this.svg, "line", { x1: x, x2: x, y1: row.top, y2: floor, class: "rp-due-line" });
    const margin = due.margin === null ? words.never : fill(due.margin >= 0 ? words.early : words.behind, { span: span(due.margin) });
    const said = [fill(words.due, { at: clock(due.at) }), margin];
    if (due.late) said.push(fill(words.late_done, { count: grouped(due.late) }));
    const isLeft = x > this.wide - 250;
    return say(said.join(" · "), x + (isLeft ? -5 : 5), isLeft ? "end" : "start", due.margin !== null && due.margin >= 0 ? "rp-due-met" : "rp-due-text");
  }

  late(row, floor) {
    for (const [work, recorded, , count, , longest] of this.course.late) {
      if (work !== row.work) continue;
      const x = this.x(recorded);
      const size = Math.min(3 + Math.sqrt(count) / 2, 8);
      const mark = put(this.svg, "path", { d: `M${x - size},${floor + 8}L${x + size},${floor + 8}L${x},${floor + 8 - 1.7 * size}Z`, class: "rp-late", "data-at": recorded });
      explain(mark, fill(this.course.words.late, { at: clock(recorded), count: grouped(count), span: span(longest) }));
    }
  }

  line(points, scale, name) {
    if (points.length) put(this.svg, "path", { d: "M" + points.map(([at, value]) => `${this.x(at).toFixed(1)},${scale(value).toFixed(1)}`).join("L"), class: name });
  }

  storm(row) {
    const { storm, wind, words } = this.course;
    const floor = row.top + row.high;
    for (const stay of storm.stays) {
      const x = this.x(stay.from);
      const band = put(this.svg, "rect", { x, y: row.top, width: Math.max(this.x(stay.to) - x, 1), height: row.high, class: `rp-stay rp-stay-${stay.force}` });
      explain(band, `${fill(words.inside, { force: stay.force })} · ${clock(stay.from)} – ${clock(stay.to)}`);
      put(this.svg, "text", { x: x + 3, y: row.top + 12 + (stay.force > 7 ? 12 : 0), class: "rp-tick rp-through" }, String(stay.force));
    }
    const near = storm.fixes.filter((fix) => fix.km !== null).map((fix) => [fix.at, fix.km]);
    const far = Math.max(1, ...near.map((one) => one[1]));
    this.line(near, (km) => floor - (km / far) * (row.high - 6), "rp-away");
    const fast = Math.max(1, ...wind.gust.map((one) => one[1]), ...wind.mean.map((one) => one[1]));
    for (const name of ["gust", "mean"]) this.line(wind[name], (ms) => floor - (ms / fast) * (row.high - 6), `rp-wind-${name}`);
    this.label(row, "storm", [words.storm, storm.fixes.length ? "" : words.no_storm, ""]);
  }

  sea(row) {
    const { sea, words } = this.course;
    const levels = [...sea.predicted, ...sea.read].map((one) => one[1]);
    const low = Math.min(0, ...levels);
    const scale = (m) => row.top + row.high - 2 - ((m - low) / Math.max(Math.max(...levels, 1) - low, 0.1)) * (row.high - 6);
    this.line(sea.predicted, scale, "rp-predicted");
    this.line(sea.read, scale, "rp-read");
    this.label(row, "sea", [words.sea, levels.length ? "" : words.no_sea, ""]);
  }

  silence(row) {
    const { words, silence } = this.course;
    const spans = silence[this.isHindsight ? "now" : "then"];
    const cuts = [...new Set(spans.flatMap((one) => [one[1], one[2]]))].sort((a, b) => a - b);
    const counts = cuts.map((cut) => spans.filter((one) => one[1] <= cut && cut < one[2]).length);
    const most = Math.max(3, ...counts);
    const floor = row.top + row.high;
    const scale = (count) => floor - (count / most) * (row.high - 4);
    if (cuts.length) put(this.svg, "path", { d: this.steps(cuts, counts, scale, floor), class: "rp-silent" });
    this.label(row, "silence", [words.silence, ""]);
  }

  decided(row) {
    this.signs(row, this.course.marks.filter((mark) => mark.decided));
    this.label(row, "decided", [this.course.words.decisions]);
  }

  marks(row) {
    this.signs(row, this.course.marks.filter((mark) => !mark.decided));
    this.label(row, "marks", [this.course.words.marks]);
  }

  /* Each mark in the first of three lanes in which it touches none before it. */
  signs(row, marks) {
    const ends = [-99, -99, -99];
    for (const mark of marks) {
      const wide = 9 + 7 * Math.max(1, [...mark.sign].length);
      const x = Math.max(LEFT + wide / 2, Math.min(this.x(mark.at), this.wide - wide / 2));
      let lane = ends.findIndex((end) => end + 2 <= x - wide / 2);
      if (lane < 0) lane = ends.indexOf(Math.min(...ends));
      ends[lane] = x + wide / 2;
      const y = row.top + lane * 15;
      const group = put(this.svg, "g", { class: `rp-mark rp-kind-${mark.kind} rp-code-${mark.code || "none"}`, "data-mark": mark.id });
      put(group, "rect", { x: x - wide / 2, y, width: wide, height: 14, rx: mark.kind === "signal" ? 7 : 2 });
      if (mark.sign !== "·") put(group, "text", { x, y: y + 11, "text-anchor": "middle" }, mark.sign);
      explain(group, `${clock(mark.at)} ${mark.words}`);
    }
  }
}
