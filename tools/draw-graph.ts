/**
 * Draws what the code knows about itself into the docs: the graph of modules and the tables of states. Without arguments it
 * rewrites the files; with `--check` it only says which are stale. `npm test` fails on stale ones.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { graph } from '../server/src/graph.ts'
import { fulfilmentStates, fulfilmentVerbs } from '../server/src/modules/fulfilment/states.ts'
import { incidentStates, openIn as openIncidentIn } from '../server/src/modules/incidents/states.ts'
import { policyStates } from '../server/src/modules/inventory/policies/states.ts'
import { holdStates, openIn } from '../server/src/modules/inventory/states.ts'
import {
  cancellableIn,
  orderStates,
  payableIn,
  pickableIn,
  returnableIn,
} from '../server/src/modules/orders/states.ts'
import { changeStates, changeVerbs } from '../server/src/modules/pricing/states.ts'
import { couponStates, promotionStates, redemptionStates } from '../server/src/modules/promotions/states.ts'
import { paymentStates, refundableIn, undecidedIn } from '../server/src/modules/payments/states.ts'
import {
  alertStates,
  alertVerbs,
  proposalStates,
  proposalVerbs,
} from '../server/src/modules/replenishment/states.ts'
import { returnStates } from '../server/src/modules/returns/states.ts'
import { accountStates, accountVerbs } from '../server/src/modules/storedvalue/states.ts'
import {
  adjustmentStates,
  adjustmentVerbs,
  adviceStates,
  adviceVerbs,
  countStates,
  countVerbs,
  transferStates,
  transferVerbs,
} from '../server/src/modules/stockwork/states.ts'

const root = new URL('..', import.meta.url)
const GRAPH_SOURCE = 'server/src/graph.ts'

export type Graph = Readonly<Record<string, readonly string[]>>
export type States = Readonly<
  Record<
    string,
    { readonly words: { readonly pl: string; readonly en: string }; readonly next: readonly string[] }
  >
>
/** What may be done, and in which states. */
export type Verbs = Readonly<Record<string, readonly string[]>>

/** Every table of states, by the module that owns it; the papers of stockwork by their own names. */
const stateTables: Readonly<Record<string, { readonly states: States; readonly verbs: Verbs }>> = {
  inventory: { states: holdStates, verbs: { 'extend, shrink, pin, release': openIn } },
  policies: { states: policyStates, verbs: { 'put rules': ['draft'], withdraw: ['draft', 'published'] } },
  orders: {
    states: orderStates,
    verbs: { pay: payableIn, pick: pickableIn, cancel: cancellableIn, return: returnableIn },
  },
  fulfilment: { states: fulfilmentStates, verbs: fulfilmentVerbs },
  pricing: { states: changeStates, verbs: changeVerbs },
  promotions: { states: promotionStates, verbs: {} },
  coupons: { states: couponStates, verbs: {} },
  redemptions: { states: redemptionStates, verbs: {} },
  payments: { states: paymentStates, verbs: { settle: undecidedIn, refund: refundableIn } },
  storedvalue: { states: accountStates, verbs: accountVerbs },
  alerts: { states: alertStates, verbs: alertVerbs },
  proposals: { states: proposalStates, verbs: proposalVerbs },
  incidents: { states: incidentStates, verbs: { 'decide, assign': openIncidentIn } },
  returns: { states: returnStates, verbs: {} },
  advices: { states: adviceStates, verbs: adviceVerbs },
  transfers: { states: transferStates, verbs: transferVerbs },
  counts: { states: countStates, verbs: countVerbs },
  adjustments: { states: adjustmentStates, verbs: adjustmentVerbs },
}

/** The rows of the house, ground first: only the comments of graph.ts name them, so they are read from its text. */
export function rowsOf(source: string, modules: readonly string[]): Map<string, string[]> {
  const rows = new Map<string, string[]>()
  let row: string[] | undefined
  for (const line of source.split('\n')) {
    const title = /^ {2}\/\/ ([a-z]+)$/.exec(line)?.[1]
    const name = /^ {2}'?([a-z-]+)'?: \[/.exec(line)?.[1]
    if (title !== undefined) rows.set(title, (row = []))
    else if (name !== undefined) row?.push(name)
  }
  const placed = new Set([...rows.values()].flat())
  const lost = modules.filter((name) => !placed.has(name))
  if (lost.length > 0) throw new Error(`${GRAPH_SOURCE} names no row for ${lost.join(', ')}`)
  return rows
}

/** The modules in their rows, edge on top; an arrow points at the module whose face is imported. */
export function drawGraph(edges: Graph, rows: ReadonlyMap<string, readonly string[]>): string {
  const boxes = [...rows]
    .reverse()
    .flatMap(([row, names]) => [`  subgraph ${row}`, ...names.map((name) => `    ${name}`), '  end'])
  const arrows = Object.entries(edges).flatMap(([name, faces]) =>
    faces.map((face) => `  ${name} --> ${face}`),
  )
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows, '```'].join('\n')
}

/** One row per state: what people read, where it goes on, what may be done meanwhile. */
export function drawStates({ states, verbs }: { readonly states: States; readonly verbs: Verbs }): string {
  const hasVerbs = Object.keys(verbs).length > 0
  const row = (cells: readonly string[]) => `| ${(hasVerbs ? cells : cells.slice(0, -1)).join(' | ')} |`
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ')
  const lines = Object.entries(states).map(([name, { words, next }]) =>
    row([
      code([name]),
      words.pl,
      words.en,
      next.length > 0 ? code(next) : 'nothing: the end',
      code(Object.keys(verbs).filter((verb) => verbs[verb]?.includes(name))) || 'nothing',
    ]),
  )
  const head = ['State', 'In Polish', 'In English', 'Goes on to', 'What may be done']
  return [row(head), row(head.map(() => '---')), ...lines].join('\n')
}

/** `text` with the block between its two markers replaced; throws when a marker is missing. */
export function withBlock(text: string, name: string, block: string): string {
  const begin = `<!-- drawn: ${name} -->`
  const end = `<!-- end: ${name} -->`
  const from = text.indexOf(begin)
  const until = text.indexOf(end)
  if (from < 0 || until < from) throw new Error(`The markers of "${name}" are missing: ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${block}\n\n${text.slice(until)}`
}

/** Every drawn file: its path from the root, and what it should say. */
export function drawnFiles(): { readonly path: string; readonly now: string; readonly wanted: string }[] {
  const path = 'docs/architecture.md'
  const now = read(path)
  const modules = drawGraph(graph, rowsOf(read(GRAPH_SOURCE), Object.keys(graph)))
  const wanted = Object.entries(stateTables).reduce(
    (text, [name, table]) => withBlock(text, `states of ${name}`, drawStates(table)),
    withBlock(now, 'modules', modules),
  )
  return [{ path, now, wanted }]
}

const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = drawnFiles().filter(({ now, wanted }) => now !== wanted)
  if (process.argv.includes('--check')) {
    for (const { path } of stale) console.error(`${path} is stale: run node tools/draw-graph.ts`)
    if (stale.length > 0) process.exitCode = 1
  } else {
    for (const { path, wanted } of stale) writeFileSync(new URL(path, root), wanted)
    console.log(stale.length > 0 ? `Drawn: ${stale.map(({ path }) => path).join(', ')}` : 'Nothing to draw')
  }
}
