import { pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { gzipBytes, initialJsBudget, onlyOurLanguages, type Chunk, type Visit } from '@splot/ui/vite'
import compile from 'icu-minify/compile'
import { defineConfig, type Plugin } from 'vite'
import { partsOfPage } from './src/words/parts.ts'

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
    ...(isSsrBuild ? [] : [layersFirst(), initialJsBudget(INITIAL_JS_BUDGET_BYTES, visits)]),
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
      const language = /\/src\/words\/(?:\w+\/)?(pl|en)\.ts$/.exec(id)?.[1]
      if (!language) return null
      // A words file exports its tree under the name of its language.
      const module = (await import(pathToFileURL(id).href)) as Record<string, Tree>
      return `export const ${language} = ${JSON.stringify(compiled(module[language] ?? {}))}`
    },
  }
}

/** Every page as the first one. It speaks one language: the larger one counts. */
function visits(chunks: readonly Chunk[]): Visit[] {
  const madeOf = (source: RegExp) => chunks.filter(({ facadeModuleId }) => source.test(facadeModuleId ?? ''))
  const larger = (words: RegExp) =>
    madeOf(words)
      .toSorted((a, b) => gzipBytes(a) - gzipBytes(b))
      .slice(-1)
  const entry = chunks.filter(({ isEntry }) => isEntry)
  const words = larger(/\/src\/words\/(pl|en)\.ts$/)
  return madeOf(/\/src\/pages\//).map((page) => {
    const parts = partsOfPage[page.name] ?? []
    const own = parts.flatMap((part) => larger(new RegExp(`/src/words/${part}/(pl|en)\\.ts$`)))
    return { name: page.name, loads: [...entry, page, ...words, ...own] }
  })
}
