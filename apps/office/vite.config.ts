import react from '@vitejs/plugin-react'
import { initialJsBudget, onlyOurLanguages, type Chunk, type Visit } from '@splot/ui/vite'
import { defineConfig } from 'vite'

/** What signing in may load of JavaScript, gzip; pages come after it, each when it is opened. */
const INITIAL_JS_BUDGET_BYTES = 280_000

/** Where `vite dev` finds the API. */
const api = process.env['SPLOT_API'] ?? 'http://127.0.0.1:4000'

/** Signing in; and each page without what is there already. */
const visits = (chunks: readonly Chunk[]): Visit[] => {
  const entry = chunks.filter(({ isEntry }) => isEntry)
  const pages = chunks.filter(({ isDynamicEntry }) => isDynamicEntry)
  return [
    { name: 'initial', loads: entry },
    ...pages.map((page) => ({ name: `+ ${page.name}`, loads: [page], after: entry })),
  ]
}

export default defineConfig({
  base: '/office/',
  server: { proxy: { '/v1': api, '/media': api } },
  // Nothing becomes a data: address: the content policy takes fonts and scripts from files only.
  build: { target: 'es2024', assetsInlineLimit: 0 },
  plugins: [react(), onlyOurLanguages(), initialJsBudget(INITIAL_JS_BUDGET_BYTES, visits)],
})
