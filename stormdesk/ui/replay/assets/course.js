/* Unpacks what the whole picture is drawn from, once per operation, and adds it up. */
const KEPT = 3;
const held = (window.stormdeskReplay ||= { courses: new Map(), waiting: new Set() });

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(plain).text());
}

/* One curve per kind of work: the sums after each instant at which they change. */
function addUp(steps, works) {
  const curves = Array.from({ length: works }, () => ({ at: [], done: [], all: [], now: [0, 0] }));
  steps.at.forEach((at, place) => {
    const curve = curves[steps.work[place]];
    curve.now[0] += steps.done[place];
    curve.now[1] += steps.all[place];
    const last = curve.at.length - 1;
    if (curve.at[last] === at) {
      curve.done[last] = curve.now[0];
      curve.all[last] = curve.now[1];
      return;
    }
    curve.at.push(at);
    curve.done.push(curve.now[0]);
    curve.all.push(curve.now[1]);
  });
  return curves;
}

export default function ({ data }) {
  if (!data || held.courses.has(data.stamp)) return;
  unpack(data.packed).then((course) => {
    course.curves = { then: addUp(course.then, course.names.length), now: addUp(course.now, course.names.length) };
    held.courses.set(data.stamp, course);
    while (held.courses.size > KEPT) held.courses.delete(held.courses.keys().next().value);
    held.waiting.forEach((look) => look());
  });
}
