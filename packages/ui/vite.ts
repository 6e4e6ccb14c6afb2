import { gzipSync } from 'node:zlib'

/** What Vite needs of the plugin, said structurally so that the kit does not depend on Vite. */
type LoadPlugin = Readonly<{ name: string; enforce: 'pre'; load: (id: string) => string | null }>

/**
 * Drops the words React Aria brings for languages that Splot does not speak: about thirty languages, 9 kB of gzip.
 *
 *     plugins: [react(), onlyOurLanguages()]
 */
export function onlyOurLanguages(kept: readonly string[] = ['pl-PL', 'en-US']): LoadPlugin {
  const words =
    /[\\/]react-(?:aria|stately|aria-components)[\\/].*[\\/]intl[\\/].*?([a-z]{2}-[A-Z]{2})\.m?js$/
  return {
    name: 'splot:only-our-languages',
    enforce: 'pre',
    load(id) {
      const language = words.exec(id.split('?')[0] ?? '')?.[1]
      return language === undefined || kept.includes(language) ? null : 'export default {}'
    },
  }
}

/** What the budget needs to know of a built file, said structurally for the same reason. */
export interface Chunk {
  readonly type: 'chunk'
  readonly name: string
  readonly fileName: string
  readonly code: string
  /** File names that are loaded with it. */
  readonly imports: readonly string[]
  readonly isEntry: boolean
  readonly isDynamicEntry: boolean
  /** The source file that it is made of, where it is one. */
  readonly facadeModuleId: string | null
}

/** Something a person opens, and what loads for it. */
export interface Visit {
  readonly name: string
  readonly loads: readonly Chunk[]
  /** What has been loaded before: the visit is printed without it, and held to no budget. */
  readonly after?: readonly Chunk[]
}

type BudgetPlugin = Readonly<{
  name: string
  apply: 'build'
  generateBundle: (
    this: { error: (message: string) => never },
    options: unknown,
    bundle: Readonly<Record<string, Chunk | { readonly type: 'asset' }>>,
  ) => void
}>

export const gzipBytes = ({ code }: Chunk): number => gzipSync(code).length

/**
 * Prints what every visit loads of JavaScript, gzip, with all that its files import, and fails the build when a first one is
 * over the budget.
 *
 *     plugins: [initialJsBudget(150_000, (chunks) => [{ name: 'home', loads: chunks.filter(({ isEntry }) => isEntry) }])]
 */
export function initialJsBudget(
  budgetBytes: number,
  visits: (chunks: readonly Chunk[]) => readonly Visit[],
): BudgetPlugin {
  return {
    name: 'splot:initial-js-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
      const withImports = (loads: readonly Chunk[], into = new Set<Chunk>()): Set<Chunk> => {
        for (const chunk of loads) {
          if (into.has(chunk)) continue
          into.add(chunk)
          withImports(
            chunk.imports.flatMap((name) => byName.get(name) ?? []),
            into,
          )
        }
        return into
      }
      const sizes = visits(chunks).map(({ name, loads, after }) => {
        const before = withImports(after ?? [])
        const files = [...withImports(loads)].filter((chunk) => !before.has(chunk))
        return { name, bytes: files.reduce((sum, chunk) => sum + gzipBytes(chunk), 0), isFirst: !after }
      })
      for (const { name, bytes } of sizes) {
        console.log(`  ${name.padEnd(20)} ${(bytes / 1000).toFixed(1).padStart(6)} kB of JS, gzip`)
      }
      const over = sizes.filter(({ bytes, isFirst }) => isFirst && bytes > budgetBytes)
      if (over.length > 0) {
        this.error(`Over the budget of ${budgetBytes / 1000} kB: ${over.map(({ name }) => name).join(', ')}`)
      }
    },
  }
}
