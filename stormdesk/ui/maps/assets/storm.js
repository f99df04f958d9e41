/* The storm: where it went, where each agency expects it, how far its wind reaches. */
(function () {
  "use strict";
  const S = window.stormdesk;

  S.kinds.storm = function () {
    const drawn = [];
    const clear = () => drawn.splice(0).forEach((part) => part.remove());
    return {
      update: (data) => {
        clear();
        data.circles.forEach((circle) => addCircle(drawn, circle));
        data.tracks.forEach((track) => addTrack(drawn, track));
        data.marks.forEach((mark) => addMark(drawn, mark));
      },
      remove: clear,
    };
  };

  /* A position drawn as one of the glyphs instead of a circle. */
  const Glyph = L.CircleMarker.extend({
    _updatePath: function () {
      const scale = this._radius / 10;
      this._renderer._setPath(this, this._empty() ? "M0 0" : S.config.glyphs[this.options.glyph]);
      this._path.setAttribute(
        "transform",
        "translate(" + this._point.x + " " + this._point.y + ") scale(" + scale + ")",
      );
    },
  });

  function path(part) {
    return part.lat.map((lat, place) => S.at(lat, part.lon[place]));
  }

  function caption(drawn, latLng, text, colour, direction) {
    if (!text) return;
    const box = S.element("div", "sd-storm-name", text);
    box.style.borderColor = colour;
    drawn.push(S.label(latLng, box, { direction: direction }));
  }

  function addCircle(drawn, circle) {
    const colour = S.colour(circle.colour);
    const ring = path(circle);
    if (!ring.length) return;
    drawn.push(
      L.polygon(ring, {
        renderer: S.renderers.line,
        interactive: false,
        color: colour,
        weight: 1.5,
        fillColor: colour,
        fillOpacity: 0.1,
      }).addTo(S.map),
    );
    const top = ring.reduce((best, corner) => (corner.lat > best.lat ? corner : best));
    caption(drawn, top, circle.label, colour, "top");
  }

  function addTrack(drawn, track) {
    const colour = S.colour(track.colour);
    const line = path(track);
    if (!line.length) return;
    drawn.push(
      L.polyline(line, {
        renderer: S.renderers.line,
        interactive: false,
        color: colour,
        weight: track.dash ? 2 : 2.6,
        dashArray: track.dash,
      }).addTo(S.map),
    );
    line.forEach((place, index) => addFix(drawn, place, track.text[index], colour, track.shape));
    caption(drawn, line[line.length - 1], track.label, colour, "right");
  }

  function addFix(drawn, place, text, colour, shape) {
    const options = {
      renderer: S.renderers.line,
      radius: (shape ? 5.5 : 3) * S.scale,
      stroke: Boolean(shape),
      color: S.colour("ground"),
      weight: 1.5,
      fillColor: colour,
      fillOpacity: 1,
      glyph: shape,
    };
    const dot = shape ? new Glyph(place, options) : L.circleMarker(place, options);
    dot.on("mouseover click", (event) => text && S.tip([text], event.containerPoint));
    dot.on("mouseout", S.untip);
    drawn.push(dot.addTo(S.map));
  }

  function addMark(drawn, mark) {
    const place = S.at(mark.lat, mark.lon);
    const colour = S.colour(mark.colour);
    for (const [radius, fill] of [[9, 0], [4, 1]]) {
      drawn.push(
        L.circleMarker(place, {
          renderer: S.renderers.line,
          interactive: false,
          radius: radius * S.scale,
          weight: 2.5,
          color: colour,
          fillColor: colour,
          fillOpacity: fill,
        }).addTo(S.map),
      );
    }
    caption(drawn, place, mark.label, colour, "left");
  }
})();
