import { dark, light, type Palette } from '../charts/theme.ts';
import { darkRules } from '../render/svg.ts';

const variables = (palette: Palette): string =>
  (Object.keys(palette) as (keyof Palette)[]).map((role) => `--${role}:${palette[role]};`).join('');

/** The look of a report: fits 320 px and paper, follows dark screens, needs nothing from elsewhere. */
export const STYLES = `
:root{color-scheme:light dark;${variables(light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(dark)}}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--background);color:var(--text);font:16px/1.55 Inter,"Segoe UI",system-ui,-apple-system,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
.page{max-width:52rem;margin:0 auto;padding:2rem 1rem 4rem}
h1,h2,h3{line-height:1.25;font-weight:600;text-wrap:balance}
h1{font-size:1.9rem;margin:.2rem 0 .4rem}
h2{font-size:1.35rem;margin:3.5rem 0 1rem;padding-top:1.2rem;border-top:1px solid var(--grid)}
h3{font-size:1.15rem;margin:2.4rem 0 .3rem}
p{margin:.5rem 0}
a{color:var(--met)}
.muted,.sub{color:var(--muted)}
.sub{font-size:.94rem;margin:.1rem 0 .8rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--background);padding:.4rem .8rem}
nav ol{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:1.2rem 0 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:.8rem;margin:1.6rem 0;padding:0;list-style:none}
.tiles li{background:var(--shade);border-radius:.6rem;padding:.9rem 1.1rem}
.tiles strong{display:block;font-size:1.5rem;font-weight:600;line-height:1.3}
.tiles .name{display:block;font-size:.9rem;color:var(--muted)}
.tiles .note{display:block;font-size:.88rem;color:var(--muted)}
.findings{padding-left:1.2rem;font-size:1.06rem}
.findings li{margin:.45rem 0}
.scroll{overflow-x:auto;margin:.6rem 0}
.scroll:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--blue);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--muted);padding:.2rem 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--grid)}
thead th{color:var(--muted);font-weight:500;border-bottom-color:var(--axis)}
tbody th{font-weight:400}
.n{text-align:right}
td.n{white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
tr.total>*{font-weight:600;border-top:1px solid var(--axis)}
tr.out>*{color:var(--muted)}
.status{white-space:nowrap;font-weight:600}
.met{color:var(--met)}.inconclusive{color:var(--text)}.breached{color:var(--breached)}
.verdict{font-size:1.1rem;margin:1rem 0;padding:.7rem 1rem;border-left:.35rem solid currentColor;background:var(--shade)}
.warnings{margin:1rem 0;font-size:.94rem}.warnings p{margin:0}.warnings ul{margin:.2rem 0;padding-left:1.2rem}
figure{margin:0}
figure svg{display:block;width:100%;height:auto}
.chart-narrow{display:none!important}
@media (max-width:${46 * 16}px){.chart-wide{display:none!important}.chart-narrow{display:block!important}}
figure{position:relative}
.chart-moving svg{display:block;width:100%;height:auto}
.chart-still{position:absolute!important;width:1px!important;height:1px!important;clip-path:inset(50%)}
@media print{.chart-moving{display:none!important}.chart-still{position:static!important;width:100%!important;height:auto!important;clip-path:none}}
details{margin:.5rem 0 0}
summary{cursor:pointer;color:var(--met);padding:.2rem 0}
pre,code{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.86rem}
pre{background:var(--shade);border-radius:.5rem;padding:.9rem 1rem;overflow-x:auto;margin:.6rem 0}
.command{white-space:pre-wrap;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.25rem 1.2rem;margin:.8rem 0}
dt{color:var(--muted)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
footer{margin-top:4rem;color:var(--muted);font-size:.9rem}
${darkRules('svg')}
@media (forced-colors:active){.verdict,.tiles li,pre{border:1px solid}figure svg{forced-color-adjust:none;background:var(--background)}}
@media print{
@page{margin:16mm}
body{font-size:10.5pt}
.page{max-width:none;padding:0}
nav,.skip,summary{display:none}
.chart-wide{display:block!important}.chart-narrow{display:none!important}
figure,.tiles li,tr,.verdict{break-inside:avoid}
h2,h3,.sub{break-after:avoid}
thead{display:table-header-group}
details::details-content{content-visibility:visible;block-size:auto}
.scroll,pre{overflow:visible}
table{font-size:8.5pt}
td,th,code{overflow-wrap:anywhere}
td.n{white-space:normal}
pre{white-space:pre-wrap}
a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em}
}
`.replaceAll('\n', '');
