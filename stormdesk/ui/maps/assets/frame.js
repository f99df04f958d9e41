/* What stands around the map: edge coordinates, north, scale, credits, the text box, the stale note. */
(function () {
  "use strict";
  const S = window.stormdesk;
  const TEXT_LENGTH = 160;

  S.element = function (name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    if (text !== undefined) S.write(element, text);
    return element;
  };

  /* The only way by which data becomes visible text. */
  S.write = function (element, text) {
    const whole = text === null || text === undefined ? "" : String(text);
    const letters = Array.from(whole);
    element.dir = "auto";
    element.textContent = letters.length > TEXT_LENGTH ? letters.slice(0, TEXT_LENGTH).join("") + "…" : whole;
  };

  S.buildFrame = function () {
    const box = S.map.getContainer();
    S.frame = {};
    box.classList.add("sd-map", "sd-" + S.config.theme);
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", S.config.words.map);
    document.body.style.background = S.colour("ground");
    const root = document.documentElement.style;
    for (const [token, colour] of Object.entries(S.config.palette)) root.setProperty("--sd-" + token, colour);
    if (S.map.attributionControl) S.map.attributionControl.remove();
    addControls();
    addGraticule(box);
    S.frame.tip = box.appendChild(S.element("div", "sd-tip"));
    S.frame.chooser = box.appendChild(S.element("div", "sd-chooser"));
    S.frame.stale = box.appendChild(S.element("div", "sd-stale"));
    S.frame.stale.setAttribute("role", "alert");
    L.DomEvent.disableClickPropagation(S.frame.chooser);
    L.DomEvent.disableScrollPropagation(S.frame.chooser);
    S.map.on("movestart zoomstart", S.hideTexts);
    S.map.on("resize", fitScale);
    fitScale();
  };

  S.hideTexts = function () {
    S.frame.tip.style.display = "none";
    S.frame.chooser.style.display = "none";
  };

  S.tip = function (lines, point) {
    const tip = S.frame.tip;
    tip.replaceChildren(...lines.map((line) => S.element("div", "sd-tip-line", line)));
    tip.style.display = "block";
    const size = S.map.getSize();
    const left = Math.min(point.x + 14, size.x - tip.offsetWidth - 6);
    const above = point.y + 14 + tip.offsetHeight > size.y;
    tip.style.left = Math.max(left, 6) + "px";
    tip.style.top = (above ? Math.max(point.y - tip.offsetHeight - 10, 6) : point.y + 14) + "px";
  };

  S.untip = function () {
    S.frame.tip.style.display = "none";
  };

  /* A list to choose from, where objects lie on one another. */
  S.offer = function (choices, point) {
    const chooser = S.frame.chooser;
    chooser.replaceChildren(
      ...choices.map((choice) => {
        const button = S.element("button", "sd-choice", choice.text);
        button.type = "button";
        button.addEventListener("click", () => {
          S.hideTexts();
          S.choose(choice.id);
        });
        return button;
      }),
    );
    chooser.style.display = "block";
    const size = S.map.getSize();
    chooser.style.left = Math.max(6, Math.min(point.x, size.x - chooser.offsetWidth - 6)) + "px";
    chooser.style.top = Math.max(6, Math.min(point.y, size.y - chooser.offsetHeight - 6)) + "px";
  };

  S.sayStale = function (text) {
    const note = S.frame.stale;
    note.style.display = text ? "block" : "none";
    if (note.textContent !== text) note.textContent = text;
  };

  function fitScale() {
    const size = S.map.getSize();
    S.scale = Math.max(1, Math.min(2.6, Math.min(size.x, size.y * 1.3) / 900)) * S.config.text_scale;
    document.documentElement.style.setProperty("--sd-scale", String(S.scale));
  }

  function addControls() {
    const words = S.config.words;
    if (S.config.has_zoom) {
      L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(S.map);
    }
    if (S.config.tells_view) corner("topright", viewButton);
    const foot = S.config.clear_right ? "bottomleft" : "bottomright";
    L.control.scale({ imperial: false, position: foot }).addTo(S.map);
    corner("topright", () => {
      const north = S.element("div", "sd-north");
      north.append(S.element("span", "sd-north-arrow", "▲"), S.element("span", "", words.north));
      return north;
    });
    corner(foot, () => {
      const credits = S.element("div", "sd-credits");
      credits.append(...S.config.credits.map((line) => S.element("span", "", line)));
      return credits;
    });
  }

  function viewButton() {
    const box = S.element("div", "leaflet-bar");
    const button = box.appendChild(S.element("a", "sd-view", "□"));
    button.href = "#";
    button.role = "button";
    button.title = S.config.words.view;
    button.setAttribute("aria-label", S.config.words.view);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.preventDefault(event);
      S.takeView();
    });
    return box;
  }

  function corner(position, build) {
    const control = L.control({ position: position });
    control.onAdd = build;
    control.addTo(S.map);
  }

  function addGraticule(box) {
    const canvas = S.element("canvas", "sd-graticule");
    box.insertBefore(canvas, box.querySelector(".leaflet-control-container"));
    const draw = () => drawGraticule(canvas);
    S.map.on("move zoomend resize viewreset", draw);
    S.map.on("zoomanim", () => canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height));
    S.map.whenReady(draw);
  }

  const STEPS_MIN = [600, 300, 120, 60, 30, 20, 10, 5, 2, 1];

  function drawGraticule(canvas) {
    const size = S.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    const bounds = S.map.getBounds();
    const span = bounds.getEast() - bounds.getWest();
    const step = STEPS_MIN.find((minutes) => span / (minutes / 60) >= 3) || 1;
    pen.font = Math.round(10 * S.scale) + "px 'Noto Sans SC', sans-serif";
    pen.strokeStyle = S.colour("grid");
    pen.fillStyle = S.colour("muted");
    for (const degrees of marks(bounds.getWest(), bounds.getEast(), step)) drawMeridian(pen, degrees, bounds, size);
    for (const degrees of marks(bounds.getSouth(), bounds.getNorth(), step)) drawParallel(pen, degrees, bounds, size);
  }

  function marks(from, to, step) {
    const found = [];
    for (let mark = Math.ceil((from * 60) / step); mark <= (to * 60) / step; mark += 1) found.push((mark * step) / 60);
    return found;
  }

  function drawMeridian(pen, degrees, bounds, size) {
    const x = Math.round(S.map.latLngToContainerPoint([bounds.getSouth(), degrees]).x) + 0.5;
    line(pen, x, 0, x, size.y);
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.fillText(named(degrees, "E", "W"), x, 3);
  }

  function drawParallel(pen, degrees, bounds, size) {
    const y = Math.round(S.map.latLngToContainerPoint([degrees, bounds.getWest()]).y) + 0.5;
    line(pen, 0, y, size.x, y);
    pen.textAlign = "left";
    pen.textBaseline = "bottom";
    pen.fillText(named(degrees, "N", "S"), 4, y - 2);
  }

  function line(pen, fromX, fromY, toX, toY) {
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
    pen.stroke();
  }

  function named(degrees, positive, negative) {
    const minutes = Math.round(Math.abs(degrees) * 60);
    const rest = minutes % 60;
    const text = Math.floor(minutes / 60) + "°" + (rest ? String(rest).padStart(2, "0") + "′" : "");
    return text + (degrees < 0 ? negative : positive);
  }
})();
