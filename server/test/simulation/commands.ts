import { systemActor, type Actor, type Platform } from '#platform/context'
import { Refusal, type ChannelId, type HoldId, type LocationId, type OrderId, type Sku } from '@splot/kernel'
import {
  adjust,
  allocate,
  consume,
  expireHolds,
  expireLots,
  extend,
  pick,
  pin,
  receive,
  release,
  releaseAllocated,
  relocate,
  reserve,
  returnToStock,
  sell,
  shrink,
  transfer,
  type Allocation,
  type HeldPieces,
  type Relocation,
  type Reservation,
  type StockLine,
} from '#modules/inventory'
import { blockLotOf, defineKitOf, publishRules, trackLots, type TermsCommand } from './goods-commands.ts'
import { doPaper, type PaperCommand } from './paper-commands.ts'

type Pieces = readonly {
  readonly sku: Sku
  readonly quantity: number
  readonly lot?: { readonly code: string; readonly expiresOn?: string } | undefined
  /** To quarantine, or out of it. */
  readonly aside?: boolean | undefined
}[]

/** How long a hold lasts is said, not left to a policy. */
export type TimedReservation = Reservation & { readonly ttlMs: number }

/** What leaves or reaches a place whatever the book says; `adjust` carries its own sign. */
export const PHYSICAL = ['sell', 'receive', 'return', 'adjust', 'transferOut', 'transferIn'] as const

/** Everything that can be asked of stock, as plain data: the engine and the model are told the same. */
export type Command =
  /** Several at once are decided as one batch, in this order. */
  | { readonly do: 'reserve'; readonly requests: readonly TimedReservation[] }
  | { readonly do: 'release'; readonly holdIds: readonly HoldId[] }
  | { readonly do: 'extend'; readonly holdId: HoldId; readonly ttlMs: number }
  | { readonly do: 'shrink'; readonly holdId: HoldId; readonly lines: readonly StockLine[] }
  | { readonly do: 'allocate'; readonly allocations: readonly Allocation[] }
  | { readonly do: 'pick'; readonly holdIds: readonly HoldId[] }
  | { readonly do: 'consume' | 'releaseAllocated'; readonly items: readonly HeldPieces[] }
  | { readonly do: 'relocate' | 'pin'; readonly relocation: Relocation }
  | {
      readonly do: (typeof PHYSICAL)[number]
      readonly place: LocationId
      readonly lines: Pieces
      readonly document: string
    }
  | { readonly do: 'sweep' | 'expireLots' }
  | TermsCommand
  | PaperCommand

/** A channel asks, through the process that it is connected to. */
export const actorOf = (channel: ChannelId): Actor => systemActor('simulation', { id: channel, code: 'any' })

/** Asks the engine. The answer is made comparable: lines in one order, times as text. */
export async function ask(node: Platform, channel: ChannelId, command: Command): Promise<unknown> {
  if (command.do === 'paper') return orCode(doPaper(node, channel, command).then(() => 'done'))
  return comparable(await answerOf(node, actorOf(channel), command))
}

/** A refusal is told by its code. */
const orCode = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((error: unknown) => {
    if (error instanceof Refusal) return error.code
    throw error
  })

async function answerOf(
  node: Platform,
  actor: Actor,
  command: Exclude<Command, PaperCommand>,
): Promise<unknown> {
  const at = node.command(actor)
  switch (command.do) {
    case 'reserve':
      return Promise.all(command.requests.map((request) => reserve(at, request)))
    case 'release':
      return release(at, command.holdIds)
    case 'extend':
      return extend(at, command.holdId, command.ttlMs)
    case 'shrink':
      return shrink(at, command.holdId, command.lines)
    case 'allocate':
      return node.write(actor, (ctx) => allocate(ctx, command.allocations))
    case 'pick':
      return (await node.write(actor, (ctx) => pick(ctx, { holdIds: command.holdIds }))).toSorted()
    case 'consume':
      return node.write(actor, (ctx) =>
        consume(
          ctx,
          command.items.map((item) => ({ ...item, document: { kind: 'order' as const, id: keyOf(item) } })),
        ),
      )
    case 'releaseAllocated':
      return node.write(actor, (ctx) => releaseAllocated(ctx, command.items))
    case 'relocate':
      return node.write(actor, (ctx) => relocate(ctx, command.relocation))
    case 'pin':
      return node.write(actor, (ctx) => pin(ctx, command.relocation))
    case 'sweep':
      return expireHolds(node)
    case 'expireLots':
      return expireLots(node)
    case 'track':
      return trackLots(node, actor, command)
    case 'blockLot':
      return blockLotOf(node, actor, command)
    case 'defineKit':
      return defineKitOf(node, actor, command)
    case 'publish':
      return publishRules(node, actor, command)
    default:
      return orCode(node.write(actor, (ctx) => movers[command.do](ctx, command)))
  }
}

const keyOf = (item: HeldPieces): HoldId | OrderId => item.holdId ?? item.orderId

type Mover = (
  ctx: Parameters<typeof sell>[0],
  command: Extract<Command, { place: LocationId }>,
) => Promise<void>

const movers: Readonly<Record<(typeof PHYSICAL)[number], Mover>> = {
  sell: (ctx, { place, lines, document }) =>
    sell(ctx, [{ document: { kind: 'order', id: document }, locationId: place, lines }]),
  receive: (ctx, { place, lines, document }) =>
    receive(ctx, [{ document: { kind: 'receipt', id: document }, locationId: place, lines }]),
  return: (ctx, { place, lines, document }) =>
    returnToStock(ctx, [{ document: { kind: 'return', id: document }, locationId: place, lines }]),
  adjust: (ctx, { place, lines, document }) =>
    adjust(ctx, [{ document: { kind: 'count', id: document }, locationId: place, lines, reason: 'count' }]),
  transferOut: (ctx, { place, lines, document }) =>
    transfer(ctx, { document: { kind: 'transfer', id: document }, out: linesIn(place, lines) }),
  transferIn: (ctx, { place, lines, document }) =>
    transfer(ctx, { document: { kind: 'transfer', id: document }, in: linesIn(place, lines) }),
}

const linesIn = (locationId: LocationId, lines: Pieces): StockLine[] =>
  lines.map((line) => ({ ...line, locationId }))

/** Plain JSON in which lines and the names of fields have one order, so that equal answers are equal texts. */
export function comparable(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer ?? null), (key, value) => {
    if (key === 'lines' || key === 'short') return value.map(textOf).toSorted()
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

const textOf = (line: Readonly<Record<string, unknown>>): string =>
  Object.keys(line)
    .toSorted()
    .map((name) => `${name} ${String(line[name])}`)
    .join(', ')
