/** The look of the inbox, light and dark, without a single request. */
export const INBOX_STYLE = `
:root { color-scheme: light dark; --ink: light-dark(oklch(0.25 0.02 260), oklch(0.93 0.01 260));
  --muted: light-dark(oklch(0.5 0.02 260), oklch(0.72 0.02 260)); --paper: light-dark(oklch(0.975 0.004 260), oklch(0.19 0.012 260));
  --surface: light-dark(#fff, oklch(0.235 0.014 260)); --line: light-dark(oklch(0.91 0.008 260), oklch(0.33 0.015 260));
  --accent: light-dark(oklch(0.48 0.16 265), oklch(0.78 0.11 265)); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 Inter, system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; align-items: end; margin-bottom: 1.25rem; }
h1 { margin: 0; font-size: 1.5rem; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 1.5rem 0 .25rem; font-size: 1rem; }
header p { margin: .15rem 0 0; color: var(--muted); }
.back { display: inline-block; margin-bottom: .5rem; text-decoration: none; }
form { display: flex; gap: .5rem; align-items: center; color: var(--muted); }
input, button { font: inherit; min-height: 36px; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 8px;
  background: var(--surface); color: var(--ink); }
button { cursor: pointer; }
.list { list-style: none; margin: 0; padding: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.list li + li { border-top: 1px solid var(--line); }
.list a { display: grid; grid-template-columns: minmax(8rem, 15rem) 1fr auto; gap: 0 1.25rem; padding: .7rem 1rem; color: inherit; text-decoration: none; }
.list a:hover { background: color-mix(in oklch, var(--accent) 7%, transparent); }
.list a:focus-visible { outline-offset: -2px; border-radius: 12px; }
.list a:visited .subject { font-weight: 450; }
.to, .preview { color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.subject { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.preview { grid-column: 2 / -1; font-size: .9rem; }
time { color: var(--muted); font-variant-numeric: tabular-nums; white-space: nowrap; }
.empty { padding: 4rem 1rem; text-align: center; color: var(--muted); background: var(--surface); border: 1px dashed var(--line); border-radius: 12px; }
iframe { display: block; width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: 12px; background: #fff; color-scheme: light; }
pre { margin: 0; padding: 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 14px/1.55 ui-monospace, monospace; }
details { margin-top: 1rem; } summary { cursor: pointer; padding: .4rem 0; font-weight: 550; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: 0; padding: 1rem; background: var(--surface);
  border: 1px solid var(--line); border-radius: 12px; font-size: .9rem; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
input { min-width: 0; flex: 1; }
@media (max-width: 40rem) { form { width: 100%; } .list time { font-size: .85rem; } .list a { grid-template-columns: 1fr auto; } .subject { grid-row: 1; } .to { grid-row: 2; grid-column: 1 / -1; }
  .preview { grid-column: 1 / -1; } dl { grid-template-columns: 1fr; } }`
