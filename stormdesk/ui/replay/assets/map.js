/* The two small maps: what was not done by the cursor, and where the storm was known to be. */
const FORCES = [7, 10, 12];
const KM_PER_DEGREE = 111.2;

class Chart {
  constructor(frame, name) {
    this.frame = frame;
    this.svg = make("svg", { viewBox: `0 0 ${frame.wide} ${frame.high}`, class: `rp-map rp-map-${name}` });
    frame.land.forEach((path) => put(this.svg, "path", { d: path, class: "rp-land" }));
    frame.townships.forEach((path) => put(this.svg, "path", { d: path, class: "rp-township" }));
    this.dots = put(this.svg, "g");
    this.moving = put(this.svg, "g");
    this.kept = new Map();
  }

  /* The dot of a place, made once; radius 0 hides it. */
  size(code, place, radius) {
    let dot = this.kept.get(code);
    if (!dot) {
      if (!radius) return;
      const [cx, cy] = this.place(place[1], place[2]);
      dot = explain(put(this.dots, "circle", { cx, cy, class: "rp-left" }), place[0]);
      this.kept.set(code, dot);
    }
    if (dot.radius === radius) return;
    dot.radius = radius;
    dot.setAttribute("r", radius.toFixed(1));
  }

  place(lat, lon) {
    const { west, east, south, north, wide, high } = this.frame;
    return [((lon - west) / (east - west)) * wide, ((north - lat) / (north - south)) * high];
  }

  clear() {
    this.moving.replaceChildren();
  }

  line(places, name) {
    if (places.length > 1) put(this.moving, "path", { d: "M" + places.map((one) => this.place(...one).map((part) => part.toFixed(1)).join(",")).join("L"), class: name });
  }

  dot(lat, lon, radius, name, words) {
    const [cx, cy] = this.place(lat, lon);
    const drawn = put(this.moving, "circle", { cx, cy, r: radius, class: name });
    if (words) explain(drawn, words);
  }

  circle(centre, radii, force) {
    const ring = [];
    for (let bearing = 0; bearing < 360; bearing += 6) {
      const km = radii[Math.floor(bearing / 90)];
      const turn = (bearing * Math.PI) / 180;
      const lat = centre.lat + (km * Math.cos(turn)) / KM_PER_DEGREE;
      ring.push([lat, centre.lon + (km * Math.sin(turn)) / (KM_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180))]);
    }
    this.line([...ring, ring[0]], `rp-circle rp-circle-${force}`);
  }
}

/* What was known of the storm: then, its last fix told by the instant; now, its way between two fixes. */
function stormAt(fixes, at, isHindsight) {
  if (!isHindsight) {
    const told = fixes.filter((fix) => fix.at <= at && fix.known <= at);
    return told.length ? { ...told[told.length - 1], path: told } : null;
  }
  const place = placeAt(fixes.map((fix) => fix.at), at);
  if (place < 0) return null;
  const [before, after] = [fixes[place], fixes[place + 1]];
  const path = fixes.slice(0, place + 1);
  if (!after) return before.at === at ? { ...before, path } : null;
  const share = (at - before.at) / (after.at - before.at);
  const mix = (a, b) => (a === null || b === null ? null : a + (b - a) * share);
  const radii = before.radii.map((own, force) => own && after.radii[force] && own.map((km, side) => mix(km, after.radii[force][side])));
  const now = { at, radii, lat: mix(before.lat, after.lat), lon: mix(before.lon, after.lon), km: mix(before.km, after.km), wind: mix(before.wind, after.wind) };
  return { ...now, path: [...path, now] };
}

class Maps {
  constructor(course) {
    this.course = course;
    this.work = 1;
    this.county = new Chart(course.charts.county, "county");
    this.sea = new Chart(course.charts.sea, "sea");
    this.sums = {};
  }

  /* Done and total of each area at an instant, moved on from where they stood. */
  areasAt(name, at) {
    const steps = this.course[name];
    const kept = (this.sums[name] ||= { place: -1, done: {}, all: {} });
    const wanted = placeAt(steps.at, at);
    const turn = wanted >= kept.place ? 1 : -1;
    while (kept.place !== wanted) {
      const step = turn > 0 ? kept.place + 1 : kept.place;
      const key = `${steps.work[step]}:${steps.area[step]}`;
      kept.done[key] = (kept.done[key] || 0) + turn * steps.done[step];
      kept.all[key] = (kept.all[key] || 0) + turn * steps.all[step];
      kept.place += turn;
    }
    return kept;
  }

  /* What is to be seen at an instant. */
  read(at, isHindsight) {
    const name = isHindsight ? "now" : "then";
    const silent = this.course.silence[name].filter((one) => one[1] < at && at <= one[2]).map((one) => one[0]);
    return { ...this.left(name, at), silent, storm: stormAt(this.course.storm.fixes, at, isHindsight) };
  }

  draw({ open, most, silent, storm }) {
    this.county.clear();
    this.sea.clear();
    for (const chart of [this.county, this.sea]) {
      if (!storm) continue;
      chart.line(storm.path.map((fix) => [fix.lat, fix.lon]), "rp-track");
      storm.radii.forEach((radii, force) => radii && chart.circle(storm, radii, FORCES[force]));
      chart.dot(storm.lat, storm.lon, 5, "rp-centre");
    }
    const { lat, lon } = this.course.charts.home;
    this.sea.dot(lat, lon, 4, "rp-home");
    for (const code of this.course.areas) {
      const count = open.get(code) || 0;
      const place = this.placeOf(code);
      if (place) this.county.size(code, place, count ? 2 + 9 * Math.sqrt(count / Math.max(most, 40)) : 0);
    }
    for (const code of silent) {
      const place = this.placeOf(code);
      if (place) this.county.dot(place[1], place[2], 6, "rp-hush", `${place[0]} · ${this.course.words.silence}`);
    }
  }

  left(name, at) {
    const sums = this.areasAt(name, at);
    let [left, lost, most] = [0, 0, 1];
    const open = new Map();
    this.course.areas.forEach((code, place) => {
      const key = `${this.work}:${place}`;
      const count = (sums.all[key] || 0) - (sums.done[key] || 0);
      if (count <= 0) return;
      left += count;
      most = Math.max(most, count);
      if (!this.placeOf(code)) lost += count;
      open.set(code, count);
    });
    return { left, lost, most, open };
  }

  placeOf(code) {
    const place = this.course.charts.places[code];
    return place && place[1] !== null && place[2] !== null ? place : null;
  }
}
