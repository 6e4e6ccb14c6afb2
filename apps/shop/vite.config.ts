import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { onlyOurLanguages } from '@splot/ui/vite'
import compile from 'icu-minify/compile'
import { defineConfig, type Plugin } from 'vite'

/** What a first visit may load of JavaScript, gzip, whichever page it lands on. */
const INITIAL_JS_BUDGET_BYTES = 150_000

/**
 * Two builds: the browser's, then the server's, which carries the names of the browser's files inside. One stylesheet for
 * all, so that a page written by the server never waits for the styles of a lazy part.
 */
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    compiledWords(),
    react(),
    onlyOurLanguages(),
    ...(isSsrBuild ? [] : [layersFirst(), initialJsBudget()]),
  ],
  resolve: {
    alias: [{ find: /^use-intl\/format-message$/, replacement: 'use-intl/format-message/format-only' }],
  },
  build: isSsrBuild
    ? {
        ssr: 'src/entry-server.tsx',
        outDir: 'dist/server',
        copyPublicDir: false,
        rolldownOptions: { output: { entryFileNames: 'entry-server.js' } },
      }
    : {
        outDir: 'dist/client',
        manifest: 'build.json',
        cssCodeSplit: false,
        // Every browser that renders our CSS preloads modules by itself.
        modulePreload: { polyfill: false },
        // What most pages share travels as one file: dozens of small ones compress badly.
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 5 }] } } },
      },
  ssr: { noExternal: true },
}))

/** The order of the kit's layers: whichever part of the one stylesheet comes first must not decide it. */
function layersFirst(): Plugin {
  return {
    name: 'splot:layers-first',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        file.source = `@layer base,tokens,components,app;${String(file.source)}`
      }
    },
  }
}

type Tree = { readonly [key: string]: string | Tree }

/** Parses the ICU texts here, so that no visitor loads a parser (some 10 kB of gzip). */
function compiledWords(): Plugin {
  const compiled = (tree: Tree): object =>
    Object.fromEntries(
      Object.entries(tree).map(([key, value]) => [
        key,
        typeof value === 'string' ? compile(value) : compiled(value),
      ]),
    )
  return {
    name: 'splot:compiled-words',
    enforce: 'pre',
    async load(id) {
      const language = /\/src\/words\/(pl|en)\.ts$/.exec(id)?.[1]
      if (!language) return null
      // A words file exports its tree under the name of its language.
      const module = (await import(pathToFileURL(id).href)) as Record<string, Tree>
      return `export const ${language} = ${JSON.stringify(compiled(module[language] ?? {}))}`
    },
  }
}

/** Prints what each page loads first and fails the build over the budget. */
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
      const sizeOf = (names: Set<string>): number =>
        [...names].reduce((sum, name) => sum + gzipSync(byName.get(name)?.code ?? '').length, 0)
      const entry = chunks.find((chunk) => chunk.isEntry)
      if (!entry) return
      // Every page speaks one language: the larger one counts.
      const words = Math.max(
        ...chunks
          .filter(({ facadeModuleId }) => /\/src\/words\/(pl|en)\.ts$/.test(facadeModuleId ?? ''))
          .map(({ fileName }) => sizeOf(new Set([fileName]))),
      )
      const sizes: { page: string; bytes: number }[] = []
      for (const page of chunks.filter((chunk) => chunk.facadeModuleId?.includes('/src/pages/'))) {
        const names = withImports(page.fileName, withImports(entry.fileName))
        sizes.push({ page: page.name, bytes: sizeOf(names) + words })
      }
      for (const { page, bytes } of sizes) {
        console.log(`  ${page.padEnd(16)} ${(bytes / 1000).toFixed(1).padStart(6)} kB of initial JS, gzip`)
      }
      const over = sizes.filter(({ bytes }) => bytes > INITIAL_JS_BUDGET_BYTES)
      if (over.length > 0) {
        this.error(
          `Over the budget of ${INITIAL_JS_BUDGET_BYTES / 1000} kB: ${over.map(({ page }) => page).join(', ')}`,
        )
      }
    },
  }
}
