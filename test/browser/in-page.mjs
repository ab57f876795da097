// @ts-nocheck -- these run in the browser, which has types of its own

/** @returns {{ left: number, right: number, height: number }[][]} the drawings that each figure shows */
export const drawings = () =>
  [...document.querySelectorAll('figure')].map((figure) =>
    [...figure.querySelectorAll(':scope > svg')]
      .map((svg) => svg.getBoundingClientRect())
      .filter((box) => box.width > 0 && box.height > 0)
      .map(({ left, right, height }) => ({ left, right, height })),
  );

/** @returns {number} pixels */
export const pageWidth = () => document.documentElement.scrollWidth;

/** @returns {number} pixels, of the text of charts that is shown */
export const smallestText = () =>
  Math.min(
    ...[...document.querySelectorAll('figure > svg text')]
      .filter((text) => text.getBoundingClientRect().width > 0)
      .map((text) => {
        const svg = text.ownerSVGElement;
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        return Number.parseFloat(getComputedStyle(text).fontSize) * scale;
      }),
  );

export const openDetails = () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
};

/** @returns {Promise<string[]>} what axe finds, which must be there already */
export const violations = async () => {
  const results = await axe.run(document);
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
};

/** @returns {{ page: string, text: string, dot: string }} as they are computed */
export const colours = () => ({
  page: getComputedStyle(document.body).backgroundColor,
  text: getComputedStyle(document.body).color,
  dot: getComputedStyle(document.querySelector('#chart-downtime-distribution svg [fill="#1a8ce8"]')).fill,
});

/** @returns {{ names: number[][], rows: number }[]} of each figure, lengths of its drawings' names and descriptions, and rows of its table */
export const alternatives = () =>
  [...document.querySelectorAll('figure')].map((figure) => ({
    names: [...figure.querySelectorAll('svg[role=img]')].map((svg) =>
      svg
        .getAttribute('aria-labelledby')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent.length ?? 0),
    ),
    rows: figure.querySelectorAll('tbody tr').length,
  }));

/** @returns {string[]} */
export const ids = () => [...document.querySelectorAll('[id]')].map(({ id }) => id);
