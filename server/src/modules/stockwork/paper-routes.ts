import { Type, type Static, type TObject, type TProperties, type TSchema } from 'typebox'
import { placesAsked, type Actor, type ReadContext, type WriteContext } from '#platform/context'
import { pageAsked, PageQuery, route, SkuSchema, UuidSchema, type AnyRoute } from '#platform/http'
import type { Command } from './command.ts'
import { differenceKinds, differenceReasonCodes } from './reasons.ts'
import { closed, commandFields, commandOf, IdParams, NoteSchema, oneOf, people, TAG } from './wire.ts'

/** What lists of papers of one kind are filtered by, besides what this kind has of its own. */
export const paperFilters = <State extends string>(
  states: Readonly<Record<State, unknown>>,
  begins: { readonly maxLength: number; readonly description: string } = {
    maxLength: 16,
    description: 'how the number begins',
  },
) => ({
  locationId: Type.Optional(UuidSchema),
  // The keys of a table of states are its states.
  state: Type.Optional(oneOf(Object.keys(states) as State[])),
  q: Type.Optional(Type.String({ minLength: 1, ...begins })),
  ...PageQuery,
})

/** The same as a store takes it: only papers of places where the actor may read stock. */
export const papersAsked = <State extends string>(
  actor: Actor,
  query: {
    readonly locationId?: string
    readonly state?: State
    readonly q?: string
  } & Parameters<typeof pageAsked>[0],
) => ({
  places: placesAsked(actor, 'stock.read', query.locationId),
  state: query.state ?? null,
  number: query.q ?? null,
  ...pageAsked(query),
})

/** Reasons for differences, of a paper that is closed. */
export const ReasonsSchema = Type.Array(
  Type.Object(
    {
      sku: Type.Optional(SkuSchema),
      kind: Type.Optional(oneOf(differenceKinds)),
      reason: oneOf(differenceReasonCodes),
      note: Type.Optional(NoteSchema),
    },
    closed,
  ),
  { maxItems: 2_000, description: 'without SKU or kind: for all that have no reason of their own' },
)

interface Step<Fields extends TProperties> {
  /** The last part of its path. */
  readonly name: string
  readonly summary: string
  readonly description?: string
  readonly permission: string
  /** What its body says besides what every command says. */
  readonly fields: Fields
  /** It adds something to the paper: 201. */
  readonly adds?: true
  readonly run: (ctx: WriteContext, id: string, step: Command & Static<TObject<Fields>>) => Promise<void>
}

/** The steps on papers of one kind: each is a command under `/v1/stock/<papers>/:id/`, and answers the paper as it stands afterwards. */
export const stepsOn =
  <Detail extends TSchema>(
    papers: string,
    detail: Detail,
    shown: (ctx: ReadContext, id: string) => Promise<Static<Detail>>,
  ) =>
  <Fields extends TProperties>({ name, fields, adds, run, ...words }: Step<Fields>): AnyRoute =>
    route({
      ...words,
      method: 'POST',
      path: `/v1/stock/${papers}/:id/${name}`,
      tag: TAG,
      audience: people,
      power: 'write',
      schema: {
        params: IdParams,
        body: Type.Object({ ...commandFields, ...fields }, closed),
        response: { [adds ? 201 : 200]: detail },
      },
      handle: async (ctx, { params, body }) => {
        // The schema is made of these fields and of those of every command, which the compiler cannot see through.
        const step = body as Static<TObject<typeof commandFields>> & Static<TObject<Fields>>
        await run(ctx, params.id, { ...step, ...commandOf(step) })
        return shown(ctx, params.id)
      },
    })
