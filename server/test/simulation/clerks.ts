import type { LocationId, Sku } from '@splot/kernel'
import { differenceReasons } from '../../src/modules/stockwork/reasons.ts'
import { send } from './network.ts'
import type { PaperStep, Scanned } from './paper-commands.ts'
import { HOUR, MINUTE, nextNode, type Shop } from './shop.ts'
import { anyLot } from './terms.ts'

/** People who work with the papers of stock. */

/** Sends a step under a new id; `then` hears that it was done, `otherwise` by which code it was refused. */
function work(
  shop: Shop,
  step: PaperStep,
  then: (id: string) => Promise<void> = async () => {},
  otherwise: (code: unknown) => Promise<void> = async () => {},
): void {
  const commandId = shop.random.id<'command'>()
  send(shop, nextNode(shop), 'till', { do: 'paper', commandId, step }, async (answer) =>
    answer === 'done' ? then(commandId) : otherwise(answer),
  )
}

const anyReason = ({ random }: Shop) => random.pick(differenceReasons).code

/** A supplier says what will come; some hours later something like it does, in a batch or two. */
export async function announceDelivery(shop: Shop): Promise<void> {
  const { random, skus, warehouse, stores, agenda } = shop
  const place = random.chance(0.5) ? warehouse : random.pick(stores)
  const lines = random
    .shuffle(skus)
    .slice(0, 3)
    .map((sku) => ({ sku, quantity: random.int(1, 12) }))
  work(shop, { verb: 'announce', place, lines }, async (id) => {
    for (const batch of batchesOf(shop, lines)) {
      agenda.in(random.int(20, 180) * MINUTE, 'lorry', () => unload(shop, id, place, batch))
    }
    // Somebody closes it, whether or not the last batch has been heard of.
    agenda.in(4 * HOUR, 'close advice', async () =>
      work(shop, { verb: 'closeAdvice', id, reason: anyReason(shop) }),
    )
  })
}

/** All of it in one batch, or half of it later; here and there a piece more or less, or something that nobody announced. */
function batchesOf(
  { random, skus }: Shop,
  lines: readonly { readonly sku: Sku; readonly quantity: number }[],
): Scanned[][] {
  const real = lines.map(({ sku, quantity }) => ({
    sku,
    quantity: random.chance(0.2) ? Math.max(1, quantity + random.pick([-1, 1])) : quantity,
  }))
  if (random.chance(0.15)) real.push({ sku: random.pick(skus), quantity: 1 })
  if (random.chance(0.5)) return [real]
  const first = real.map(({ sku, quantity }) => ({ sku, quantity: quantity >> 1 }))
  const second = real.map(({ sku, quantity }) => ({ sku, quantity: quantity - (quantity >> 1) }))
  return [first, second].map((batch) => batch.filter(({ quantity }) => quantity > 0))
}

/** A broken piece now and then goes aside. */
const inspected = ({ random }: Shop, lines: readonly Scanned[]): Scanned[] =>
  lines.flatMap((line): Scanned[] => {
    if (line.quantity < 2 || !random.chance(0.15)) return [line]
    return [
      { ...line, quantity: line.quantity - 1 },
      { ...line, quantity: 1, damaged: true },
    ]
  })

async function unload(shop: Shop, id: string, place: LocationId, batch: readonly Scanned[]): Promise<void> {
  if (batch.length === 0) return
  const { random, shelf } = shop
  for (const { sku, quantity } of batch) shelf.add(sku, place, quantity)
  const labelled = inspected(
    shop,
    batch.map((line) => ({ ...line, lot: anyLot(shop, line.sku) })),
  )
  // A clerk forgets the labels, is told so, and reads them.
  const asScanned = random.chance(0.1) ? labelled.map((line) => ({ ...line, lot: undefined })) : labelled
  work(shop, { verb: 'receiveAdvice', id, lines: asScanned }, undefined, async (code) => {
    if (code === 'inventory.not_told_apart') work(shop, { verb: 'receiveAdvice', id, lines: labelled })
  })
}

/** A store asks for pieces of another place; they are kept for it, sent, and come some hours later. */
export async function askForPieces(shop: Shop): Promise<void> {
  const { random, skus, warehouse, stores } = shop
  const [to, other] = random.shuffle(stores)
  const from = random.chance(0.7) ? warehouse : other
  if (!to || !from) return
  const lines = random
    .shuffle(skus)
    .slice(0, 2)
    .map((sku) => ({ sku, quantity: random.int(1, 5) }))
  const request = (hold: boolean) => ({ verb: 'requestTransfer' as const, from, to, hold, lines })
  const asked = async (id: string) => sendPieces(shop, id, { from, to, lines })
  work(shop, request(random.chance(0.6)), asked, async () => work(shop, request(false), asked))
}

interface Journey {
  readonly from: LocationId
  readonly to: LocationId
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
}

function sendPieces(shop: Shop, id: string, { from, to, lines }: Journey): void {
  const { random, agenda, shelf } = shop
  agenda.in(random.int(5, 60) * MINUTE, 'ship', async () => {
    const found = lines.flatMap(({ sku, quantity }) => {
      const some = Math.min(quantity, shelf.get(sku, from))
      return some > 0 ? [{ sku, quantity: some }] : []
    })
    if (found.length === 0) return
    for (const { sku, quantity } of found) shelf.add(sku, from, -quantity)
    const all = JSON.stringify(found) === JSON.stringify(lines)
    work(shop, { verb: 'ship', id, ...(!all && { lines: found }) }, async () => {
      for (const batch of batchesOf(shop, found))
        agenda.in(random.int(1, 3) * HOUR, 'van', async () => {
          for (const { sku, quantity } of batch) shelf.add(sku, to, quantity)
          if (batch.length > 0) work(shop, { verb: 'receiveTransfer', id, lines: inspected(shop, batch) })
        })
      agenda.in(4 * HOUR, 'close transfer', async () =>
        work(shop, { verb: 'closeTransfer', id, reason: anyReason(shop) }),
      )
    })
  })
}

/** Somebody counts a few articles of a place while it goes on selling them. */
export async function takeStock(shop: Shop): Promise<void> {
  const { random, skus, stores, warehouse, agenda, model } = shop
  const place = random.chance(0.5) ? warehouse : random.pick(stores)
  // What is sold most is counted most.
  const counted = [...skus.slice(0, 2), ...random.shuffle(skus.slice(2)).slice(0, 2)]
  work(shop, { verb: 'startCount', place, skus: counted }, async (id) => {
    for (const sku of counted)
      if (random.chance(0.85))
        agenda.in(random.int(1, 15) * MINUTE, 'scan', () => scanOne(shop, id, place, sku))
    agenda.in(25 * MINUTE, 'submit', async () => {
      const count = model.papers.counts.get(id)
      const sure = count !== undefined && model.papers.isPlain(count) && random.chance(0.4)
      const step = { verb: 'submit' as const, id, uncounted: sure ? ('zero' as const) : ('leave' as const) }
      // A word about everything that was not found must not come late.
      if (!sure) work(shop, step)
      else
        await shop.ask(nextNode(shop), 'till', {
          do: 'paper',
          commandId: random.id<'command'>(),
          step,
        })
    })
  })
}

async function scanOne(shop: Shop, id: string, place: LocationId, sku: Sku): Promise<void> {
  const { random, agenda, shelf } = shop
  const scan = (quantity: number, whole: boolean) =>
    work(shop, { verb: 'scan', id, at: agenda.now, whole, lines: [{ sku, quantity }] })
  const lying = shelf.get(sku, place)
  if (lying < 2 || random.chance(0.6)) {
    scan(lying, true)
    return
  }
  // Half of the shelf first, the rest after a while.
  scan(lying >> 1, false)
  agenda.in(random.int(1, 5) * MINUTE, 'scan the rest', async () => {
    const rest = shelf.get(sku, place) - (lying >> 1)
    if (rest > 0) scan(rest, random.chance(0.1))
  })
}
