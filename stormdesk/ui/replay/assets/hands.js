/* Fingers, mouse and keys on the picture. */
function drag(face, event) {
  const box = face.stage.getBoundingClientRect();
  face.cursor = face.picture.at(((event.clientX - box.left) * Math.max(face.drawn, NARROWEST)) / face.drawn);
  cancelAnimationFrame(face.turn);
  face.turn = requestAnimationFrame(() => face.move());
  face.restLater(REST_MS);
}

function touch(face, event) {
  if (!face.picture || event.button) return;
  const chosen = event.target.closest("[data-mark]");
  const late = event.target.closest("[data-at]");
  face.pause();
  if (chosen) {
    const mark = face.course.marks[Number(chosen.dataset.mark)];
    face.go(mark.at, mark.id);
  } else if (late) face.go(Number(late.dataset.at));
  else {
    face.isDragged = true;
    face.stage.setPointerCapture(event.pointerId);
    drag(face, event);
  }
}

function press(face, event) {
  const acts = {
    ArrowLeft: () => face.step(event.shiftKey ? -6 : -1),
    ArrowRight: () => face.step(event.shiftKey ? 6 : 1),
    PageUp: () => face.jump(-1),
    PageDown: () => face.jump(1),
    Home: () => face.go(face.course.from),
    End: () => face.go(face.course.to),
    " ": () => face.toggle(),
  };
  if (!face.course || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}

function listen(face) {
  const { stage } = face;
  stage.tabIndex = 0;
  stage.setAttribute("role", "slider");
  stage.addEventListener("pointerdown", (event) => touch(face, event));
  stage.addEventListener("pointermove", (event) => face.isDragged && drag(face, event));
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => { face.isDragged = false; });
  stage.addEventListener("keydown", (event) => press(face, event));
}
