import type { OutboxEntry } from '@splot/offline'
import type { Place } from '../places.tsx'
import { type StockKind, kinds } from './give.ts'

type Short<K extends StockKind> = K extends `stock.${infer Name}` ? Name : never

/** What a command of stock is called, without its area; null for other commands. */
export const stockKind = ({ kind }: Pick<OutboxEntry, 'kind'>): Short<StockKind> | null =>
  kinds.some((known) => known === kind) ? (kind.slice('stock.'.length) as Short<StockKind>) : null

interface WithLines {
  readonly lines?: readonly { readonly code?: string; readonly sku?: string }[]
}

const codeOf = ({ code, sku }: { readonly code?: string; readonly sku?: string }): string => code ?? sku ?? ''

/** The lines that a refusal names: by their places in the body, or by their SKUs. */
export function wrongLines({ body, problem }: Pick<OutboxEntry, 'body' | 'problem'>): readonly number[] {
  // Bodies in the outbox are made by this app.
  const { lines = [] } = body as WithLines
  const places = (problem?.errors ?? []).flatMap(({ pointer }) => {
    const at = /^\/lines\/(\d+)(?:\/|$)/.exec(pointer)?.[1]
    return at === undefined ? [] : Number(at)
  })
  // The facts of refusals that are about articles.
  const { skus = [] } = (problem?.facts ?? {}) as { skus?: readonly string[] }
  const named = lines.flatMap((line, at) => (skus.includes(codeOf(line)) ? at : []))
  return [...new Set([...places, ...named])].filter((at) => at < lines.length).sort((a, b) => a - b)
}

export const codesOf = (body: unknown, at: readonly number[]): readonly string[] => {
  const { lines = [] } = body as WithLines
  return at.flatMap((index) => (lines[index] ? codeOf(lines[index]) : []))
}

/** The same body without some of its lines; null when none would be left. */
export function without(body: object, at: readonly number[]): object | null {
  const { lines = [] } = body as WithLines
  const left = lines.filter((_, index) => !at.includes(index))
  return left.length === 0 ? null : { ...body, lines: left }
}

/** Where the paper of a command is worked on. */
export function paperOfPath(path: string): Place | null {
  const [, papers, id] = /^\/v1\/stock\/(advices|transfers|counts)\/([0-9a-f-]{36})\//.exec(path) ?? []
  if (!papers || !id) return null
  if (papers === 'advices') return { to: '/stock/deliveries/$id', params: { id } }
  return { to: papers === 'counts' ? '/stock/counts/$id' : '/stock/transfers/$id', params: { id } }
}
