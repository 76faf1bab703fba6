/** The CSS of the page at `/docs`. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8886; --soft: light-dark(#f3f4f6, #1c2128); --accent: light-dark(#0550ae, #79c0ff) }
html { background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #f0f6fc) }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 54rem; font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.5rem }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem }
h3 { margin: 1rem 0 .25rem; font-size: .9rem }
a, .method { color: var(--accent) }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .5rem }
summary { padding: .6rem .8rem; cursor: pointer }
summary code { margin: 0 .8rem 0 .3rem; font-weight: 600 }
.method { display: inline-block; min-width: 3rem; font: 600 .8rem ui-monospace, monospace }
form, .facts { padding: 0 .8rem .8rem }
label { display: block; margin: .5rem 0 .25rem; font-size: .9rem; font-weight: 600 }
input, textarea, pre, code, button { font: .85rem/1.5 ui-monospace, monospace }
input, textarea, pre { width: 100%; padding: .5rem; border: 1px solid var(--line); border-radius: .35rem; background: var(--soft); color: inherit }
textarea { display: block; resize: vertical }
pre { margin: .25rem 0; overflow: auto; max-height: 24rem; white-space: pre-wrap; overflow-wrap: anywhere }
button { padding: .45rem 1.2rem; border: 0; border-radius: .35rem; background: var(--accent); color: light-dark(#fff, #0d1117); font-weight: 600; cursor: pointer }
.actions { display: flex; flex-wrap: wrap; gap: .8rem; align-items: center; margin: .6rem 0 }
.actions[hidden] { display: none }
table { width: 100%; border-collapse: collapse; font-size: .9rem }
th, td { padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`;
