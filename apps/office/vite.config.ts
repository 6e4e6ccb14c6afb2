import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { onlyOurLanguages } from '@splot/ui/vite'
import { defineConfig, type Plugin } from 'vite'

/** What signing in may load of JavaScript, gzip; pages come after it, each when it is opened. */
const INITIAL_JS_BUDGET_BYTES = 280_000

/** Where `vite dev` finds the API. */
const api = process.env['SPLOT_API'] ?? 'http://127.0.0.1:4000'

export default defineConfig({
  base: '/office/',
  server: { proxy: { '/v1': api, '/media': api } },
  // Nothing becomes a data: address: the content policy takes fonts and scripts from files only.
  build: { target: 'es2024', assetsInlineLimit: 0 },
  plugins: [react(), onlyOurLanguages(), initialJsBudget()],
})

/** Prints what the first screen and each page load, and fails the build over the budget. */
function initialJsBudget(): Plugin {
  return {
    name: 'splot:initial-js-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
      const withImports = (name: string, into = new Set<string>()): Set<string> => {
        if (into.has(name)) return into
        into.add(name)
        for (const next of byName.get(name)?.imports ?? []) withImports(next, into)
        return into
      }
      const sizeOf = (names: Iterable<string>): number =>
        [...names].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? '').length, 0)
      const tell = (name: string, bytes: number): void =>
        console.log(`  ${name.padEnd(20)} ${(bytes / 1000).toFixed(1).padStart(6)} kB of JS, gzip`)
      const entry = chunks.find((chunk) => chunk.isEntry)
      if (!entry) return
      const first = withImports(entry.fileName)
      const bytes = sizeOf(first)
      tell('initial', bytes)
      for (const page of chunks.filter((chunk) => chunk.isDynamicEntry)) {
        tell(`+ ${page.name}`, sizeOf([...withImports(page.fileName)].filter((name) => !first.has(name))))
      }
      if (bytes > INITIAL_JS_BUDGET_BYTES) {
        this.error(`Initial JS is over its budget of ${INITIAL_JS_BUDGET_BYTES / 1000} kB`)
      }
    },
  }
}
