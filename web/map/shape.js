// The shape of a mark, by wave of labelling: the same as on the drawn map and in the
// legend (package document, Wave).

const paths = {
  2013: "M0,-8A8,8 0 1,1 -.01,-8Z",
  2015: "M-7.2,-7.2H7.2V7.2H-7.2Z",
  2016: "M0,-10 10,0 0,10 -10,0Z",
  2018: "M0,-10.5 9.8,6.8 -9.8,6.8Z",
  unknown: "M-5.5,-6.5H5.5L10,0 5.5,6.5H-5.5L-10,0Z",
};

// waveOf is the group of a wave's code, which begins with a year: "2013", "2015a".
export function waveOf(code) {
  const year = /^\d{4}/.test(code ?? "") ? Number(code.slice(0, 4)) : 0;
  if (year < 2013) return "unknown";
  if (year <= 2014) return "2013";
  if (year === 2015) return "2015";
  return year <= 2017 ? "2016" : "2018";
}

// shape draws a wave's mark: an edge under a body, which the style sheet colours.
export function shape(wave) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-14 -14 28 28");
  svg.setAttribute("aria-hidden", "true");
  for (const name of ["mark-edge", "mark-body"]) {
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("class", name);
    path.setAttribute("d", paths[wave]);
    svg.append(path);
  }
  return svg;
}
