// What a report with --interactive runs in the browser: draws its charts again, with tooltips and zoom. Built into
// dist/report/interactive.js, which is put into the page as it is.
import { expressionInterpreter } from 'vega-interpreter';
import { loader, parse, View } from 'vega';

const { document } = globalThis;
const offline = Object.assign(loader(), { load: () => Promise.reject(new Error('charts load nothing')) });

for (const holder of document.querySelectorAll('script[type="application/json"][data-chart]')) {
  const still = document.querySelector(`#chart-${holder.dataset.chart} > svg.chart-wide`);
  const place = document.createElement('div');
  // The drawing below stays what is read aloud.
  place.setAttribute('aria-hidden', 'true');
  place.className = 'chart-wide chart-moving';
  const view = new View(parse(JSON.parse(holder.textContent), undefined, { ast: true }), {
    renderer: 'svg',
    container: place,
    hover: true,
    expr: expressionInterpreter,
    loader: offline,
    tooltip: (_, __, ___, value) => {
      const text = textOf(value);
      if (text === '') place.removeAttribute('title');
      else place.setAttribute('title', text);
    },
  });
  void view.runAsync().then(() => {
    still.before(place);
    still.classList.add('chart-still');
  });
}

/** What a mark stands for, a line each; not how it looks. */
function textOf(value) {
  if (value === null || typeof value !== 'object') return '';
  return Object.entries(value)
    .filter(([, shown]) => !/^(?:url\(|#)/.test(shown))
    .map(([name, shown]) => `${name}: ${shown}`)
    .join('\n');
}
