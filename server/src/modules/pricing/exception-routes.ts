import { Type, type Static } from 'typebox'
import {
  Answer,
  CurrencySchema,
  InstantSchema,
  route,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import type { ReadContext } from '#platform/context'
import { listExceptions, putException, withdrawException } from './exceptions.ts'
import type { ExceptionId, ExceptionRevision, ExceptionTerms } from './types.ts'
import {
  closed,
  GroupSchema,
  instantOf,
  NoteSchema,
  Nullable,
  IdParams,
  reading,
  shownInstant,
  SignedMinorSchema,
  SignedPpmSchema,
  writing,
} from './wire.ts'

/** Goods, places or channels that one exception may name. */
const MAX_NAMED = 1_000
const Named = <T extends Parameters<typeof Type.Array>[0]>(schema: T) =>
  Nullable(Type.Array(schema, { minItems: 1, maxItems: MAX_NAMED, uniqueItems: true }))

const ReasonSchema = Type.Object(
  {
    pl: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
    en: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  },
  { ...closed, description: 'what the shopper reads' },
)
/** What an exception does to a price. */
export const EffectSchema = Type.Union([
  Type.Object({ kind: Type.Literal('percent'), ppm: SignedPpmSchema }, closed),
  Type.Object({ kind: Type.Literal('amount'), minor: SignedMinorSchema, currency: CurrencySchema }, closed),
])
const termsFields = {
  priority: Type.Integer({ minimum: 0, maximum: 1_000, description: 'lower first' }),
  effect: EffectSchema,
  channels: Named(UuidSchema),
  locations: Named(UuidSchema),
  groups: Named(GroupSchema),
  skus: Named(SkuSchema),
  categories: Named(Type.String({ minLength: 1, maxLength: 120 })),
}

const RevisionSchema = Type.Object({
  version: Type.Integer(),
  validFrom: InstantSchema,
  validUntil: Nullable(InstantSchema),
  terms: Nullable(Type.Object({ reason: WordsSchema, ...termsFields })),
})
const ExceptionSchema = Type.Object({
  id: UuidSchema,
  current: Nullable(RevisionSchema),
  revisions: Type.Array(RevisionSchema, {
    description: 'oldest first; terms null: withdrawn from then on',
  }),
})

type Revision = Static<typeof RevisionSchema>

const showRevision = ({ version, startsAt, endsAt, terms }: ExceptionRevision): Revision => ({
  version,
  validFrom: startsAt.toISOString(),
  validUntil: shownInstant(endsAt),
  // The fields are those of the schema; it only forbids to write into what it was given.
  terms: terms as Revision['terms'],
})

const show = (
  ctx: ReadContext,
  { id, revisions }: { readonly id: ExceptionId; readonly revisions: readonly ExceptionRevision[] },
): Static<typeof ExceptionSchema> => {
  const current = revisions.findLast(({ startsAt }) => startsAt <= ctx.now)
  const counts = current?.terms && (current.endsAt === null || current.endsAt > ctx.now)
  return { id, current: counts ? showRevision(current) : null, revisions: revisions.map(showRevision) }
}

const wantedFields = {
  reason: ReasonSchema,
  priority: Type.Optional(termsFields.priority),
  effect: termsFields.effect,
  channels: Type.Optional(termsFields.channels),
  locations: Type.Optional(termsFields.locations),
  groups: Type.Optional(termsFields.groups),
  skus: Type.Optional(termsFields.skus),
  categories: Type.Optional(termsFields.categories),
  validFrom: Type.Optional(Nullable(InstantSchema)),
  validUntil: Type.Optional(Nullable(InstantSchema)),
  note: NoteSchema,
}
const WantedSchema = Type.Object(wantedFields, closed)

/** The schema has checked that it is a UUID. */
const exceptionOf = ({ id }: Static<typeof IdParams>): ExceptionId => id as ExceptionId

const wantedOf = (body: Static<typeof WantedSchema>) => {
  const terms: ExceptionTerms = {
    reason: body.reason,
    priority: body.priority ?? 100,
    effect: body.effect,
    channels: body.channels ?? null,
    locations: body.locations ?? null,
    groups: body.groups ?? null,
    skus: body.skus ?? null,
    categories: body.categories ?? null,
  }
  const { note } = body
  return { terms, note, validFrom: instantOf(body.validFrom), validUntil: instantOf(body.validUntil) }
}

async function shown(ctx: ReadContext, id: ExceptionId) {
  const found = (await listExceptions(ctx)).find((exception) => exception.id === id)
  return show(ctx, found ?? { id, revisions: [] })
}

const list = route({
  method: 'GET',
  path: '/v1/prices/exceptions',
  summary: 'List the documented exceptions from the price lists, with all that they have been',
  ...reading,
  schema: { response: { 200: Type.Object({ items: Type.Array(ExceptionSchema) }) } },
  handle: async (ctx) => ({ items: (await listExceptions(ctx)).map((one) => show(ctx, one)) }),
})

const make = route({
  method: 'POST',
  path: '/v1/prices/exceptions',
  summary: 'Publish an exception from the price lists',
  description:
    'Everything that is named must hold; what is left out is all. A category has everything below it. Exceptions are taken in the order of their priority, each rounded to the minor unit.',
  ...writing,
  schema: { body: WantedSchema, response: { 201: ExceptionSchema } },
  handle: async (ctx, { body }) => shown(ctx, await putException(ctx, wantedOf(body))),
})

const revise = route({
  method: 'PUT',
  path: '/v1/prices/exceptions/:id',
  summary: 'Give an exception other terms from an instant on',
  ...writing,
  schema: {
    params: IdParams,
    body: WantedSchema,
    response: { 200: ExceptionSchema },
  },
  handle: async (ctx, { params, body }) =>
    shown(ctx, await putException(ctx, wantedOf(body), exceptionOf(params))),
})

const withdraw = route({
  method: 'POST',
  path: '/v1/prices/exceptions/:id/withdraw',
  summary: 'Let an exception end',
  ...writing,
  schema: {
    params: IdParams,
    body: Type.Object({ at: Type.Optional(Nullable(InstantSchema)), note: NoteSchema }, closed),
    response: { 200: ExceptionSchema },
  },
  handle: async (ctx, { params, body }) => {
    const id = exceptionOf(params)
    await withdrawException(ctx, id, instantOf(body.at), body.note)
    return new Answer(200, await shown(ctx, id))
  },
})

export const exceptionRoutes: AnyRoute[] = [list, make, revise, withdraw]
