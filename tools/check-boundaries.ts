/**
 * Fails on a forbidden import, a relative escape, a cycle between modules or SQL that reaches into another module, by the
 * graph in server/src/graph.ts and the order kernel <- rules <- platform <- modules <- flows <- main.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { graph } from '../server/src/graph.ts'

const modules: Readonly<Record<string, readonly string[]>> = graph

/** Which Splot packages each part may import by name. */
const packagesAllowed: readonly [prefix: string, allowed: readonly string[]][] = [
  ['packages/kernel', []],
  ['packages/rules', ['@splot/kernel']],
  ['packages/client', []],
  ['packages/offline', ['@splot/kernel']],
  ['packages/ui', ['@splot/kernel']],
  ['apps/', ['@splot/client', '@splot/ui', '@splot/offline', '@splot/rules', '@splot/kernel']],
  ['fakes', []],
  ['demo', ['@splot/kernel']],
  ['server/src/main', ['@splot/kernel', '@splot/rules', '@splot/demo', '@splot/fakes']],
  ['server/src', ['@splot/kernel', '@splot/rules']],
]

export interface Violation {
  readonly file: string
  readonly message: string
}

/** Specifiers of static and dynamic imports and re-exports in `source`. */
export const importsOf = (source: string): string[] =>
  [
    ...source.matchAll(
      /(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? '')

/** The unit that a relative import must not leave: a module, the platform, a package, an app. */
function unitOf(file: string): string {
  const parts = file.split('/')
  if (file.startsWith('server/src/modules/')) return parts.slice(0, 4).join('/')
  if (file.startsWith('server/src/')) return parts.slice(0, 3).join('/')
  if (file.startsWith('packages/') || file.startsWith('apps/')) return parts.slice(0, 2).join('/')
  return parts[0] ?? ''
}

export function violationsIn(file: string, source: string): Violation[] {
  return importsOf(source).flatMap((specifier) => {
    const message = complain(file, specifier)
    return message ? [{ file, message: `${message}: '${specifier}'` }] : []
  })
}

function complain(file: string, specifier: string): string | undefined {
  const isTest =
    /\.(test|story)\.tsx?$/.test(file) || file.startsWith('server/test/') || file.includes('/test/')
  if (specifier.startsWith('.')) {
    const target = posix.join(dirname(file), specifier)
    if (target === 'server/src/graph.ts' || isTest || file.startsWith('server/src/main/')) return undefined
    return unitOf(target) === unitOf(file) ? undefined : 'a relative import leaves its unit'
  }
  if (specifier.startsWith('#')) return isTest ? undefined : complainInside(file, specifier)
  if (!specifier.startsWith('@splot/') || isTest) return undefined
  const name = specifier.split('/').slice(0, 2).join('/')
  const rule = packagesAllowed.find(([prefix]) => file.startsWith(prefix))
  return !rule || rule[1].includes(name) ? undefined : 'this part may not import that package'
}

function complainInside(file: string, specifier: string): string | undefined {
  const [kind, name = ''] = specifier.slice(1).split('/')
  if (kind === 'test') return 'only tests import what tests are made of'
  if (file.startsWith('server/src/platform/'))
    return kind === 'platform' ? undefined : 'the platform knows no domain'
  const own = /^server\/src\/modules\/([^/]+)\//.exec(file)?.[1]
  if (own !== undefined) {
    if (kind === 'platform') return undefined
    if (kind !== 'modules') return 'a module never imports a flow'
    return modules[own]?.includes(name) ? undefined : `graph.ts does not let ${own} import ${name}`
  }
  return undefined
}

const TABLE =
  /\b(?:from|join|update|into|references|truncate|table)\s+(?:only\s+|if\s+exists\s+)?"?([a-z_]+)"?\."?[a-z_]+/gi
const CALL = /\b([a-z_]+)\.[a-z_]+\s*\(/g

/**
 * A module's SQL names its own schema and the platform's only, that of platform and flows no module's: a list joined across
 * modules is a view that its owner publishes. Calls are looked at in `.sql` alone; in TypeScript they look like any method.
 */
export function foreignTablesIn(file: string, source: string): Violation[] {
  const place = /^server\/src\/(?:modules\/([^/]+)|platform|flows)\//.exec(file)
  if (!place || file.endsWith('.test.ts')) return []
  const found = [...source.matchAll(TABLE), ...(file.endsWith('.sql') ? source.matchAll(CALL) : [])]
  return found.flatMap(([text, schema = '']) =>
    schema !== place[1] && schema in modules
      ? [{ file, message: `SQL reaches into another module: '${text}'` }]
      : [],
  )
}

/** A cycle in the graph, as a path, or undefined. */
export function findCycle(edges: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const done = new Set<string>()
  const visit = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    if (done.has(name)) return undefined
    for (const next of edges[name] ?? []) {
      const cycle = visit(next, [...path, name])
      if (cycle) return cycle
    }
    done.add(name)
    return undefined
  }
  for (const name of Object.keys(edges)) {
    const cycle = visit(name, [])
    if (cycle) return cycle
  }
  return undefined
}

/** Everything that is forbidden in the project at `root`. */
export function checkProject(root: string): {
  readonly files: number
  readonly violations: readonly Violation[]
} {
  const find = (pattern: string) =>
    globSync(pattern, { cwd: root })
      .map((file) => file.split(sep).join('/'))
      .filter((file) => !file.includes('node_modules') && !file.includes('/dist/'))
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const files = find('{packages,server,apps,fakes,demo}/**/*.{ts,tsx}')
  const unlisted = find('server/src/modules/*/').filter((folder) => !(posix.basename(folder) in modules))
  const cycle = findCycle(modules)
  return {
    files: files.length,
    violations: [
      ...files.flatMap((file) => violationsIn(file, read(file))),
      ...find('server/src/**/*.{ts,sql}').flatMap((file) => foreignTablesIn(file, read(file))),
      ...unlisted.map((file) => ({ file, message: 'not in graph.ts' })),
      ...(cycle ? [{ file: 'server/src/graph.ts', message: `a cycle: ${cycle.join(' -> ')}` }] : []),
    ],
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, violations } = checkProject(fileURLToPath(new URL('..', import.meta.url)))
  for (const { file, message } of violations) console.error(`${file}: ${message}`)
  console.log(`${files} files, ${violations.length} violations`)
  if (violations.length > 0) process.exitCode = 1
}
