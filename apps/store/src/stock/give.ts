import { newId } from '@splot/kernel'
import type { OutboxEntry } from '@splot/offline'
import { outbox, queries } from '../house.ts'
import { useOutbox } from '../use-house.ts'
import { learnPaper } from './papers.ts'

/** What commands of stock are called in the outbox. */
export const kinds = [
  'stock.batch',
  'stock.receipt',
  'stock.close',
  'stock.transfer',
  'stock.ship',
  'stock.decide',
  'stock.count',
  'stock.submit',
  'stock.adjust',
  'stock.shelf',
  'stock.put_away',
] as const
export type StockKind = (typeof kinds)[number]

export interface Giver {
  readonly id: string
  readonly name: string
}

export interface Command {
  /** Made once, on this device; the key under which it is sent. */
  readonly id?: string
  readonly kind: StockKind
  readonly path: string
  /** Given the command's id, for the routes that want it inside. */
  readonly body: (commandId: string) => object
  /** The paper that it is about: its commands go in order. */
  readonly lane?: string
  readonly pieces: number
  /** What a list says of it: a number, a name. */
  readonly about: string
}

/** Keeps a command on this device and sends it; resolves when it is kept. */
export function give(
  giver: Giver,
  command: Command,
  beside: Readonly<Record<string, unknown>> = {},
): Promise<OutboxEntry> {
  const { id = newId(), kind, path, body, lane, pieces, about } = command
  return outbox.commit(
    {
      id,
      kind,
      path,
      body: body(id),
      staffId: giver.id,
      staffName: giver.name,
      ...(lane !== undefined && { lane }),
      note: { pieces, about },
    },
    beside,
  )
}

/** When it was done, as commands say it. */
export const now = (): { readonly at: string } => ({ at: new Date().toISOString() })

/** Sends a refused command anew, with another body. */
export function giveAgain(entry: OutboxEntry, change: (body: object) => object): Promise<void> {
  const id = newId()
  // Bodies in the outbox are made by `give`.
  const body = change(entry.body as object)
  return outbox.replace(entry.id, { id, body: { ...body, commandId: id }, note: entry.note })
}

/** What this device has to say about a paper and the server has not taken in. */
export function useLane(lane: string) {
  const entries = useOutbox().filter((entry) => entry.lane === lane)
  return {
    waiting: entries.filter(({ state }) => state === 'waiting'),
    refused: entries.filter(({ state }) => state === 'refused'),
    /** The newest answered command of this kind. */
    done: (kind: StockKind) => entries.findLast((entry) => entry.kind === kind && entry.state === 'done'),
  }
}

const PAPER = /^\/v1\/stock\/(advices|transfers|counts)(?:\/|$)/
const onTheWay = new Set<string>()

/** Takes over what commands were answered with: every paper's answer is the paper as it stands by then. */
function takeAnswers(): void {
  for (const { id, kind, state, path, answer } of outbox.entries()) {
    if (!kind.startsWith('stock.')) continue
    if (state === 'waiting') onTheWay.add(id)
    // What an earlier page was answered is older than what this one has read.
    if (state !== 'done' || !onTheWay.delete(id)) continue
    const papers = PAPER.exec(path)?.[1]
    const paperId = (answer as { id?: string } | null)?.id
    if (papers && paperId) learnPaper([papers, paperId], answer)
    void queries.invalidateQueries({
      predicate: ({ queryKey: [area, name, , part] }) =>
        area === 'stock' && (name === 'tasks' || name === 'article' || (name === papers && part === 'lines')),
    })
  }
}
outbox.subscribe(takeAnswers)
takeAnswers()
