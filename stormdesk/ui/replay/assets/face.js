/* The replay's face: the picture with its cursor, the maps, the buttons, and what the server is told. */
const STEP_S = 600;
const REST_MS = 280;
const NARROWEST = 480;
const ASK_EVERY_MS = 1000;
const SPEEDS = [600, 1800, 3600, 10800];
const held = (window.stormdeskReplay ||= { courses: new Map(), waiting: new Set() });

class Face {
  constructor(root) {
    this.root = root;
    this.asked = 0;
    this.speed = 1800;
    this.box = this.div(root, "rp");
    this.buttons = this.div(this.box, "rp-buttons");
    this.wide = this.div(this.box, "rp-wide");
    this.stage = this.div(this.wide, "rp-stage");
    this.side = this.div(this.wide, "rp-side");
    this.note = this.div(this.box, "rp-legend");
    this.look = () => this.update(this.data, this.tell);
    held.waiting.add(this.look);
    this.sight = new ResizeObserver(() => this.resized());
    this.sight.observe(this.stage);
    listen(this);
  }

  div(parent, name, tag = "div") {
    const node = document.createElement(tag);
    node.className = name;
    return parent.appendChild(node);
  }

  gone() {
    this.pause();
    held.waiting.delete(this.look);
    this.sight.disconnect();
  }

  update(data, tell) {
    Object.assign(this, { data, tell });
    const course = data && held.courses.get(data.stamp);
    if (!course) return;
    if (course !== this.course) {
      this.course = course;
      this.maps = new Maps(course);
      this.frame();
    }
    if (data.answered >= this.asked && !this.isDragged && !this.timer && !this.playing) this.cursor = data.at;
    if (this.cursor === undefined) this.cursor = data.at;
    const made = JSON.stringify([data.stamp, data.hindsight, data.extra]);
    if (made !== this.made) {
      this.made = made;
      this.draw();
    } else this.move();
  }

  frame() {
    const { words, names } = this.course;
    this.stage.setAttribute("aria-label", words.axis);
    this.note.textContent = words.legend;
    this.buttons.replaceChildren();
    const button = (sign, title, act) => {
      const made = this.div(this.buttons, "rp-button", "button");
      made.type = "button";
      made.textContent = sign;
      made.title = title;
      made.setAttribute("aria-label", title);
      made.addEventListener("click", act);
      return made;
    };
    button(words.first, words.first, () => this.go(this.course.from));
    button("−1 h", words.back_hour, () => this.step(-6));
    button("−10 min", words.back, () => this.step(-1));
    this.player = button(`▶ ${words.play}`, words.play, () => this.toggle());
    this.player.classList.add("rp-main");
    button("+10 min", words.forward, () => this.step(1));
    button("+1 h", words.forward_hour, () => this.step(6));
    button(words.last, words.last, () => this.go(this.course.to));
    button(`‹ ${words.before}`, words.before, () => this.jump(-1));
    button(`${words.after} ›`, words.after, () => this.jump(1));
    const speeds = this.div(this.buttons, "rp-button", "select");
    speeds.setAttribute("aria-label", words.speed);
    SPEEDS.forEach((speed) => speeds.add(new Option(`×${speed}`, speed, false, speed === this.speed)));
    speeds.addEventListener("change", () => { this.speed = Number(speeds.value); });
    this.clock = this.div(this.buttons, "rp-clock", "output");
    this.layMaps(words, names);
  }

  layMaps(words, names) {
    this.side.replaceChildren();
    const head = this.div(this.side, "rp-map-head");
    this.div(head, "rp-map-title", "strong").textContent = words.map;
    const works = this.div(head, "rp-button", "select");
    works.setAttribute("aria-label", words.map);
    names.forEach((name, work) => works.add(new Option(name, work, false, work === this.maps.work)));
    works.addEventListener("change", () => { this.maps.work = Number(works.value); this.move(); });
    this.said = this.div(head, "rp-map-said", "span");
    this.side.append(this.maps.county.svg, this.maps.sea.svg);
    this.div(this.side, "rp-legend").textContent = words.map_legend;
  }

  resized() {
    if (this.course && Math.abs(this.stage.clientWidth - (this.drawn || 0)) > 1) this.draw();
  }

  draw() {
    this.drawn = this.stage.clientWidth;
    if (!this.drawn) return;
    this.picture = new Picture(this.course, this.data.extra, Math.max(this.drawn, NARROWEST), this.data.hindsight);
    this.stage.replaceChildren(this.picture.svg);
    this.veil = this.div(this.stage, "rp-veil");
    this.hand = this.div(this.stage, "rp-hand");
    this.move();
  }

  /* Everything that follows the cursor, drawn at once in the browser. */
  move() {
    if (!this.picture) return;
    const { course, picture } = this;
    const x = (picture.x(this.cursor) * this.drawn) / picture.wide;
    for (const layer of [this.hand, this.veil]) layer.style.transform = `translateX(${x.toFixed(1)}px)`;
    this.clock.textContent = clock(this.cursor);
    this.stage.setAttribute("aria-valuemin", course.from);
    this.stage.setAttribute("aria-valuemax", course.to);
    this.stage.setAttribute("aria-valuenow", this.cursor);
    this.stage.setAttribute("aria-valuetext", clock(this.cursor));
    course.names.forEach((_name, work) => this.sayWork(work));
    const seen = this.maps.read(this.cursor, this.data.hindsight);
    this.saySky(seen);
    this.seen = seen;
    this.mapping ||= setTimeout(() => { this.mapping = 0; this.maps.draw(this.seen); }, 0);
    const lost = seen.lost ? ` · ${fill(course.words.no_place, { count: grouped(seen.lost) })}` : "";
    this.said.classList.toggle("rp-map-done", !seen.left);
    this.said.textContent = (seen.left ? fill(course.words.left, { count: grouped(seen.left) }) : course.words.done_all) + lost;
  }

  say(key, text) {
    const node = this.picture.labels.get(key);
    if (node && node.textContent !== text) node.textContent = text;
  }

  sums(name, work) {
    const curve = this.course.curves[name][work];
    const place = placeAt(curve.at, this.cursor);
    return place < 0 ? [0, 0] : [curve.done[place], curve.all[place]];
  }

  sayWork(work) {
    const { then, now } = { then: this.sums("then", work), now: this.sums("now", work) };
    const [done, all] = this.data.hindsight ? now : then;
    this.say(`work${work}1`, `${grouped(done)} / ${grouped(all)}`);
    const gap = now[0] - then[0];
    const share = all ? `${Math.floor((100 * done) / all)}%` : this.course.words.no_work;
    this.say(`work${work}2`, gap ? `${share} · ${gap > 0 ? "+" : "−"}${grouped(Math.abs(gap))}` : share);
    this.picture.labels.get(`work${work}2`).classList.toggle("rp-gap", gap !== 0);
  }

  saySky({ storm, silent }) {
    const { words, storm: known, wind, sea, names } = this.course;
    const inside = known.stays.filter((one) => one.from <= this.cursor && this.cursor <= one.to).map((one) => one.force);
    if (known.fixes.length) {
      this.say("storm1", storm && storm.km !== null ? fill(words.away, { km: Math.round(storm.km) }) : words.storm_unknown);
      this.say("storm2", inside.length ? fill(words.inside, { force: Math.max(...inside) }) : words.outside);
    }
    const near = (points, within) => {
      const place = placeAt(points.map((one) => one[0]), this.cursor);
      return place >= 0 && this.cursor - points[place][0] <= within ? points[place][1] : null;
    };
    const blown = near(wind.mean, 3 * STEP_S);
    if (blown !== null) this.say("storm2", fill(words.wind, { ms: blown.toFixed(1) }));
    const [foretold, read] = [near(sea.predicted, 3 * STEP_S), near(sea.read, 6 * STEP_S)];
    if (foretold !== null) this.say("sea1", fill(words.predicted, { m: foretold.toFixed(2) }));
    this.say("sea2", read === null ? "" : fill(words.read, { m: read.toFixed(2) }));
    const villages = silent.filter((code) => code.length === 12).length;
    const quiet = names && silent.length === 0;
    this.say("silence1", quiet ? words.no_silence : fill(words.silent, { villages, townships: silent.length - villages }));
  }

  go(at, mark) {
    this.cursor = Math.min(Math.max(at, this.course.from), this.course.to);
    this.move();
    this.restLater(mark === undefined ? REST_MS : 0, mark);
  }

  step(count) {
    const { from } = this.course;
    this.go(from + Math.round((this.cursor - from) / STEP_S + count) * STEP_S);
  }

  jump(turn) {
    const marks = this.course.marks;
    const next = turn > 0 ? marks.find((one) => one.at > this.cursor) : marks.filter((one) => one.at < this.cursor).pop();
    if (next) this.go(next.at, next.id);
  }

  restLater(wait, mark) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = 0; this.ask(mark); }, wait);
  }

  /* The server is told where the cursor rests; while it plays, never before it answered the last time. */
  ask(mark) {
    this.asked = Math.max(this.asked, this.data.answered) + 1;
    this.askedAt = performance.now();
    this.tell("moved", { at: Math.round(this.cursor), turn: this.asked, mark: mark === undefined ? null : mark });
  }

  toggle() {
    if (this.playing) {
      this.pause();
      this.ask();
      return;
    }
    if (this.cursor >= this.course.to) this.cursor = this.course.from;
    let last = performance.now();
    const tick = (now) => {
      this.cursor = Math.min(this.cursor + ((now - last) / 1000) * this.speed, this.course.to);
      last = now;
      this.move();
      if (this.cursor >= this.course.to) {
        this.pause();
        this.ask();
        return;
      }
      if (this.data.answered >= this.asked && now - (this.askedAt || 0) >= ASK_EVERY_MS) this.ask();
      this.playing = requestAnimationFrame(tick);
    };
    this.playing = requestAnimationFrame(tick);
    this.show();
  }

  pause() {
    if (this.playing) cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.show();
  }

  show() {
    if (!this.player) return;
    const { words } = this.course;
    this.player.title = this.playing ? words.pause : words.play;
    this.player.textContent = `${this.playing ? "■" : "▶"} ${this.player.title}`;
    this.player.setAttribute("aria-label", this.player.title);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement;
  root.replayFace ||= new Face(root);
  root.replayFace.update(data, setTriggerValue);
  return () => {
    root.replayFace?.gone();
    root.replayFace?.box.remove();
    root.replayFace = undefined;
  };
}
