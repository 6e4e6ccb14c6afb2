import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import Fastify from 'fastify'
import { openJsonLines, type JsonLines } from '../json-lines.ts'

/** What stands on a label. */
export type LabelPicture = {
  gtin: string
  name: string
  /** Minor units. */
  price: number
  currency: string
  /** The regular price, crossed out; null: no reduction is shown. */
  regular: number | null
  /** The lowest price of the days before a reduction; null: no reduction is shown. */
  omnibusMin: number | null
  /** It is the price before the first reduction, of goods that spoil; missing: the lowest. */
  beforeFirst?: boolean
  /** The price per unit of measurement; null: none is shown. */
  perUnit: { price: number; per: string } | null
  /** Why the price is what it is, in words for the shopper. */
  reasons: string[]
  version: number
}

/** A label as it hangs on the shelf. */
export type ShelfLabel = LabelPicture & {
  deviceId: string
  /** When this was true, RFC 3339; of a flip its instant. */
  asOf: string
  /** What it shows from an instant (RFC 3339) on by itself; null: it stays as it is. */
  next: (LabelPicture & { validFrom: string }) | null
  /** How often its picture was drawn anew: the battery pays for each. */
  refreshes: number
}

export type LabelFaults = {
  /** So many batches are answered with 503, and nothing of them is shown. */
  failBatches: number
  /** So many batches are shown, and their answers lost: 500. */
  loseAnswers: number
  /** Labels that do not answer the radio: each of their updates is refused by itself. */
  deadDevices: string[]
  latencyMs: number
}

export type LabelGatewayOptions = {
  port?: number
  host?: string
  secret: string
  /** By which labels flip; the machine's unless said. */
  clock?: () => Date
  /** JSONL file that lets a second start hang up what the first showed; without it the shelves are empty then. */
  file?: string
}

export type LabelGateway = {
  url: string
  port: number
  label(deviceId: string): ShelfLabel | undefined
  labels(): ShelfLabel[]
  /** Updates that came too late: the label showed something newer already. */
  outdated(): number
  faults(faults: Partial<LabelFaults>): void
  close(): Promise<void>
}

type Update = Omit<ShelfLabel, 'refreshes'>

const MAX_UPDATES = 500
const noFaults: LabelFaults = { failBatches: 0, loseAnswers: 0, deadDevices: [], latencyMs: 0 }

/**
 * Starts a gateway of electronic shelf labels on 127.0.0.1. `POST /v1/labels` takes up to 500 updates and answers one result each:
 * `shown`, `unchanged`, `outdated` (what is shown was true later) or `unreachable`. The same batch twice changes nothing. A label shows its `next`
 * picture from its instant on, whoever is away then.
 */
export async function startLabelGateway(options: LabelGatewayOptions): Promise<LabelGateway> {
  const shelf = new Map<string, ShelfLabel>()
  const file = options.file === undefined ? null : openShelf(options.file, shelf)
  let faults = noFaults
  let outdated = 0
  const app = Fastify({ logger: false, forceCloseConnections: true })

  const clock = options.clock ?? (() => new Date())

  const hang = (label: ShelfLabel): ShelfLabel => {
    shelf.set(label.deviceId, label)
    file?.append(label)
    return label
  }
  /** The label as it is now: one whose instant has come has flipped. */
  const look = (deviceId: string): ShelfLabel | undefined => {
    const known = shelf.get(deviceId)
    if (!known?.next || Date.parse(known.next.validFrom) > clock().getTime()) return known
    const { validFrom, ...picture } = known.next
    const refreshes = known.refreshes + (isSame(known, picture) ? 0 : 1)
    return hang({ deviceId, ...picture, asOf: validFrom, next: null, refreshes })
  }

  const show = (update: Update): string => {
    if (faults.deadDevices.includes(update.deviceId)) return 'unreachable'
    const known = look(update.deviceId)
    if (known && known.asOf > update.asOf) {
      outdated += 1
      return 'outdated'
    }
    // Another version that says the same is not drawn again.
    const isDrawn = known !== undefined && isSame(known, update)
    hang({ ...update, refreshes: (known?.refreshes ?? 0) + (isDrawn ? 0 : 1) })
    return isDrawn ? 'unchanged' : 'shown'
  }

  app.post('/v1/labels', async (request, reply) => {
    if (request.headers.authorization !== `Bearer ${options.secret}`)
      return reply.code(401).send({ code: 'unauthorized' })
    const updates = (request.body as { updates?: unknown } | null)?.updates
    if (!Array.isArray(updates) || updates.length === 0 || updates.length > MAX_UPDATES)
      return reply.code(422).send({ code: 'bad_batch', detail: `1 to ${MAX_UPDATES} updates` })
    const wrong = updates.findIndex((update) => !isUpdate(update))
    if (wrong >= 0) return reply.code(422).send({ code: 'bad_update', pointer: `/updates/${wrong}` })
    if (faults.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.latencyMs))
    if (faults.failBatches > 0) {
      faults = { ...faults, failBatches: faults.failBatches - 1 }
      return reply.code(503).send({ code: 'base_station_offline' })
    }
    const results = (updates as Update[]).map((update) => ({
      deviceId: update.deviceId,
      result: show(update),
    }))
    if (faults.loseAnswers > 0) {
      faults = { ...faults, loseAnswers: faults.loseAnswers - 1 }
      return reply.code(500).send({ code: 'internal_error' })
    }
    return { results }
  })

  const url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' })
  // A TCP server that listens has an address with a port.
  const { port } = app.server.address() as AddressInfo
  return {
    url,
    port,
    label: look,
    labels: () => [...shelf.keys()].flatMap((deviceId) => look(deviceId) ?? []),
    outdated: () => outdated,
    faults: (wanted) => {
      faults = { ...noFaults, ...wanted }
    },
    close: async () => {
      await app.close()
      file?.close()
    },
  }
}

/** Hangs up what the file remembers, and shortens it to one line per label. */
function openShelf(path: string, shelf: Map<string, ShelfLabel>): JsonLines {
  const file = openJsonLines(path, (line) => {
    // Written by `show`, hence the trust in its shape.
    const label = line as ShelfLabel
    // Lines of before labels held their next picture.
    const { next = null, asOf = new Date(0).toISOString() } = label as Partial<ShelfLabel>
    shelf.set(label.deviceId, { ...label, next, asOf })
  })
  file.rewrite([...shelf.values()])
  return file
}

/** Whether two pictures look the same. */
const isSame = (one: LabelPicture, other: LabelPicture): boolean =>
  isDeepStrictEqual(looksOf(one), looksOf(other))

const looksOf = ({
  gtin,
  name,
  price,
  currency,
  regular,
  omnibusMin,
  beforeFirst,
  perUnit,
  reasons,
}: LabelPicture) => ({
  gtin,
  name,
  price,
  currency,
  regular,
  omnibusMin,
  beforeFirst: beforeFirst ?? false,
  perUnit,
  reasons,
})

const isUpdate = (update: unknown): update is Update => {
  if (!isPicture(update)) return false
  const { deviceId, asOf, next } = update as Record<string, unknown>
  return (
    typeof deviceId === 'string' &&
    /^[A-Za-z0-9-]{4,64}$/.test(deviceId) &&
    isInstant(asOf) &&
    (next === null || (isPicture(next) && isInstant((next as Record<string, unknown>)['validFrom'])))
  )
}

/** In UTC to the millisecond, so that later is greater as text too. */
const isInstant = (text: unknown): boolean =>
  typeof text === 'string' && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text

const isPicture = (picture: unknown): picture is LabelPicture => {
  if (typeof picture !== 'object' || picture === null) return false
  const { gtin, name, price, currency, regular, omnibusMin, beforeFirst, perUnit, reasons, version } =
    picture as Record<string, unknown>
  return (
    typeof gtin === 'string' &&
    /^\d{8,14}$/.test(gtin) &&
    typeof name === 'string' &&
    Number.isSafeInteger(price) &&
    (price as number) >= 0 &&
    typeof currency === 'string' &&
    (regular === null || Number.isSafeInteger(regular)) &&
    (omnibusMin === null || Number.isSafeInteger(omnibusMin)) &&
    (beforeFirst === undefined || typeof beforeFirst === 'boolean') &&
    (perUnit === null || isPerUnit(perUnit)) &&
    Array.isArray(reasons) &&
    reasons.every((reason) => typeof reason === 'string') &&
    Number.isSafeInteger(version)
  )
}

const isPerUnit = (perUnit: unknown): boolean => {
  if (typeof perUnit !== 'object' || perUnit === null) return false
  const { price, per } = perUnit as Record<string, unknown>
  return Number.isSafeInteger(price) && (price as number) >= 0 && typeof per === 'string'
}
