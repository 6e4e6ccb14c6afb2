import { Refusal } from '@splot/kernel'
import type { Promotion } from '@splot/rules'
import { Type } from 'typebox'
import type { ReadContext } from '#platform/context'
import { Answer, InstantSchema, route, type AnyRoute } from '#platform/http'
import { LeaseSchema, showLease } from './coupons/lease-wire.ts'
import { digestsOfLeases, openLeasesOf } from './coupons/lease-store.ts'
import { deviceOf } from './device.ts'
import { countGolden } from './golden.ts'
import { rangeOf } from './ports.ts'
import { countsIn, isPublicIn, rulesOf } from './rules.ts'
import { PromotionSchema, RuleSetSchema } from './schema.ts'
import type { Lease, TimedRuleSet } from './types.ts'
import { Nullable, tag, tell } from './wire.ts'

const IfNoneMatch = Type.Object({ 'if-none-match': Type.Optional(Type.String({ maxLength: 200 })) })

const OpenPromotionSchema = Type.Object({
  ...PromotionSchema.properties,
  name: Type.Literal('', { description: 'what the office calls it is its own affair' }),
})
const tellOpenly = (promotion: Promotion) => ({ ...tell(promotion), name: '' as const })

const forShops = route({
  method: 'GET',
  path: '/v1/rules',
  summary: 'The public promotions of a channel, for pricing in a browser',
  description:
    'Never what codes open, or what is for segments, groups, first orders or single people. `next` takes effect by itself at its instant. Send If-None-Match: 304 while nothing has changed. Whoever names the channel may share the answer.',
  tag,
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'command',
  schema: {
    query: Type.Object(
      {
        channel: Type.Optional(
          Type.String({ minLength: 1, maxLength: 40, description: 'default: the caller’s' }),
        ),
      },
      { additionalProperties: false },
    ),
    headers: IfNoneMatch,
    response: {
      200: Type.Object({
        version: Type.Integer(),
        startsAt: InstantSchema,
        promotions: Type.Array(OpenPromotionSchema),
        next: Nullable(
          Type.Object({ ...RuleSetSchema.properties, promotions: Type.Array(OpenPromotionSchema) }),
        ),
      }),
      304: Type.Null(),
    },
  },
  handle: async (ctx, { query, headers }) => {
    const channel = query.channel ?? ctx.actor.channel.code
    if (!rangeOf().isChannel(channel)) {
      throw new Refusal('not_found', 'promotions.no_such_channel', 'There is no such channel.', {
        errors: [{ pointer: '/query/channel', detail: 'unknown' }],
      })
    }
    const model = rulesOf(ctx)
    const { version, startsAt } = model.current()
    const promotions = model.promotionsFor(channel)
    const [next] = model.upcoming()
    const etag = `"${channel}.${version}.${promotions.length}.${next?.version ?? 0}"`
    // Without a name in the address the channel is the one of the credential, which shared caches know nothing of.
    const shared = query.channel === undefined ? 'private' : 'public'
    const fresh = { etag, 'cache-control': `${shared}, max-age=5` }
    if (headers['if-none-match'] === etag) return new Answer(304, null, fresh)
    const body = {
      version,
      startsAt: startsAt.toISOString(),
      promotions: promotions.map(tellOpenly),
      next: next
        ? {
            version: next.version,
            startsAt: next.startsAt.toISOString(),
            promotions: next.promotions.filter((one) => isPublicIn(one, channel)).map(tellOpenly),
          }
        : null,
    }
    return new Answer(200, body, fresh)
  },
})

const shown = (set: TimedRuleSet, keep: (promotion: TimedRuleSet['promotions'][number]) => boolean) => ({
  version: set.version,
  startsAt: set.startsAt.toISOString(),
  promotions: set.promotions.filter(keep).map(tell),
})

/** Of unique codes that are not spent. */
const CodeLeaseSchema = Type.Object({
  ...LeaseSchema.properties,
  salt: Type.String({ description: 'base64url' }),
  rounds: Type.Integer(),
  digests: Type.Array(Type.String(), {
    description:
      'base64url of PBKDF2-HMAC-SHA-256 with this salt and so many rounds, 16 bytes, of the 13 signs of each code as they are printed: capital letters without dashes, O read as 0, I and L as 1',
  }),
})

async function codeLeasesOf(ctx: ReadContext, leases: readonly Lease[]) {
  const ofCodes = new Map(
    leases.flatMap((lease) => (lease.batchId === null ? [] : [[lease.leaseId, lease] as const])),
  )
  const sealed = ofCodes.size > 0 ? await digestsOfLeases(ctx, [...ofCodes.keys()]) : []
  return sealed.flatMap(({ leaseId, salt, rounds, digests }) => {
    const lease = ofCodes.get(leaseId)
    if (!lease) return []
    const told = { salt: salt.toString('base64url'), rounds }
    return [{ ...showLease(lease), ...told, digests: digests.map((one) => one.toString('base64url')) }]
  })
}

const forTills = route({
  method: 'GET',
  path: '/v1/rules/till',
  summary: 'Everything that a till prices with while it has no network',
  description:
    'All promotions of its channel, those that codes open among them, in the rules of now and of later; and what was set aside for it: uses of generic codes, and unique codes as digests, by which it knows one that it is shown and holds none.',
  tag,
  audience: ['device', 'staff'],
  permission: 'till.sell',
  power: 'command',
  schema: {
    headers: IfNoneMatch,
    response: {
      200: Type.Object({
        sets: Type.Array(RuleSetSchema),
        leases: Type.Array(LeaseSchema, { description: 'of generic codes' }),
        codeLeases: Type.Array(CodeLeaseSchema),
      }),
      304: Type.Null(),
    },
  },
  handle: async (ctx, { headers }) => {
    const deviceId = deviceOf(ctx.actor.deviceId)
    const model = rulesOf(ctx)
    const read = ctx.platform.read(ctx.actor)
    const leases = await openLeasesOf(read, deviceId)
    const sets = [model.current(), ...model.upcoming()]
    const held = leases.map(({ leaseId, spent }) => `${leaseId.slice(-8)}:${spent}`)
    const etag = `"${[...sets.map(({ version }) => version), ...held].join('.')}"`
    if (headers['if-none-match'] === etag) return new Answer(304, null, { etag })
    const { code } = ctx.actor.channel
    const body = {
      sets: sets.map((set) => shown(set, (promotion) => countsIn(promotion, code))),
      leases: leases.filter(({ batchId }) => batchId === null).map(showLease),
      codeLeases: await codeLeasesOf(read, leases),
    }
    return new Answer(200, body, { etag, 'cache-control': 'private, no-cache' })
  },
})

const golden = route({
  method: 'GET',
  path: '/v1/rules/golden-baskets',
  summary: 'Baskets by which whoever counts prices by itself is checked',
  description:
    'More than 300 baskets with their rules, and what this server counts for them: a line each, its name, a space and the priced basket as JSON. A till counts them anew and compares the bytes.',
  tag,
  audience: ['device', 'staff', 'machine'],
  permission: 'till.sell',
  power: 'read',
  schema: {
    response: { 200: Type.Object({ cases: Type.Array(Type.Unknown()), text: Type.String() }) },
  },
  handle: async () => countGolden(),
})

export const rulesRoutes: AnyRoute[] = [forShops, forTills, golden]
