/**
 * Fails on a forbidden import, a relative escape or a cycle between modules, by the graph in server/src/graph.ts and the
 * order kernel <- rules <- platform <- modules <- flows <- main.
 */
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { globSync } from 'node:fs'
import { graph } from '../server/src/graph.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
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
    const target = relative(root, resolve(root, dirname(file), specifier))
      .split(sep)
      .join('/')
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

/** A module's SQL names its own schema and the platform's only; a list joined across modules is a view that its owner publishes. */
export function foreignTablesIn(file: string, source: string): Violation[] {
  const own = /^server\/src\/modules\/([^/]+)\//.exec(file)?.[1]
  if (own === undefined || file.endsWith('.test.ts')) return []
  return [...source.matchAll(/\b(?:from|join|update|into)\s+(?:only\s+)?([a-z_]+)\.[a-z_]+/g)].flatMap(
    ([text, schema = '']) =>
      schema !== own && schema in modules
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = globSync('{packages,server,apps,fakes,demo}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.includes('node_modules') && !file.includes('/dist/'),
  )
  const sources = globSync('server/src/modules/**/*.{ts,sql}', { cwd: root })
  const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
  const violations = [
    ...files.flatMap((file) => violationsIn(file.split(sep).join('/'), read(file))),
    ...sources.flatMap((file) => foreignTablesIn(file.split(sep).join('/'), read(file))),
  ]
  const folders = globSync('server/src/modules/*/', { cwd: root }).map((path) => path.split(sep).at(-1) ?? '')
  for (const folder of folders) {
    if (folder && !(folder in modules))
      violations.push({ file: `server/src/modules/${folder}`, message: 'not in graph.ts' })
  }
  const cycle = findCycle(modules)
  if (cycle) violations.push({ file: 'server/src/graph.ts', message: `a cycle: ${cycle.join(' -> ')}` })
  for (const { file, message } of violations) console.error(`${file}: ${message}`)
  console.log(`${files.length} files, ${violations.length} forbidden imports`)
  if (violations.length > 0) process.exitCode = 1
}
