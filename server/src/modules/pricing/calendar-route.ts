import { DAY_MS, Refusal } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { CurrencySchema, InstantSchema, route, UuidSchema, WordsSchema } from '#platform/http'
import { exceptionsBetween, listsBetween, type ExceptionStretch, type ListStretch } from './calendar.ts'
import { versionsBetween, type PlannedVersion } from './change-store.ts'
import { EffectSchema } from './exception-routes.ts'
import { MAX_CALENDAR_DAYS, MAX_CALENDAR_VERSIONS } from './limits.ts'
import { changeKinds } from './states.ts'
import { allLists, exceptionRevisions } from './store.ts'
import { closed, CodeSchema, Nullable, reading, shownInstant } from './wire.ts'

const Everywhere = Nullable(Type.Array(UuidSchema, { description: 'null: all' }))
const where = { channels: Everywhere, locations: Everywhere }

const ListSchema = Type.Object({
  code: CodeSchema,
  name: Nullable(WordsSchema),
  currency: CurrencySchema,
  group: Nullable(Type.String()),
  ...where,
  from: Nullable(InstantSchema),
  until: Nullable(InstantSchema),
})
const ExceptionSchema = Type.Object({
  id: UuidSchema,
  version: Type.Integer(),
  reason: WordsSchema,
  effect: EffectSchema,
  groups: Nullable(Type.Array(Type.String())),
  ...where,
  from: InstantSchema,
  until: Nullable(InstantSchema),
})
const VersionSchema = Type.Object({
  version: Type.Integer(),
  at: InstantSchema,
  kind: Type.Union([Type.Literal('begin'), Type.Literal('end')], {
    description: 'rows of its change begin then, or end',
  }),
  skus: Type.Integer(),
  ...where,
  change: Type.Object({
    id: UuidSchema,
    kind: Type.String({ description: changeKinds.join(', ') }),
    note: Type.String(),
  }),
})

const showList = ({ list, from, until }: ListStretch): Static<typeof ListSchema> => ({
  code: list.code,
  name: list.name,
  currency: list.currency,
  group: list.group,
  channels: list.channelId && [list.channelId],
  locations: list.locationId && [list.locationId],
  from: shownInstant(from),
  until: shownInstant(until),
})

const named = (values: readonly string[] | null): string[] | null => values && [...values]

const showException = ({
  id,
  version,
  terms,
  from,
  until,
}: ExceptionStretch): Static<typeof ExceptionSchema> => ({
  id,
  version,
  reason: terms.reason,
  effect: terms.effect,
  groups: named(terms.groups),
  channels: named(terms.channels),
  locations: named(terms.locations),
  from: from.toISOString(),
  until: shownInstant(until),
})

const showVersion = (row: PlannedVersion): Static<typeof VersionSchema> => ({
  version: row.number,
  at: row.effectiveAt.toISOString(),
  kind: row.kind,
  skus: row.skuCount,
  channels: row.channels,
  locations: row.locations,
  change: { id: row.changeId, ...row.change },
})

/** `GET /v1/prices/calendar`. */
export const calendarRoute = route({
  method: 'GET',
  path: '/v1/prices/calendar',
  summary: 'What changes prices when and where',
  description:
    'Lists and exceptions that count at some instant of `[from, until)`, and the versions of prices that begin or end in it; what is published for later is in it. ' +
    '`from` null: always was, `until` null: open. Promotions: `GET /v1/promotions/calendar`.',
  ...reading,
  schema: {
    query: Type.Object({ from: InstantSchema, until: InstantSchema }, closed),
    response: {
      200: Type.Object({
        lists: Type.Array(ListSchema),
        exceptions: Type.Array(ExceptionSchema),
        versions: Type.Array(VersionSchema),
        isWhole: Type.Boolean({
          description: `false when there were more than ${MAX_CALENDAR_VERSIONS} versions: ask for fewer days`,
        }),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const span = { from: new Date(query.from), until: new Date(query.until) }
    const length = span.until.getTime() - span.from.getTime()
    if (!(length > 0) || length > MAX_CALENDAR_DAYS * DAY_MS) {
      throw new Refusal(
        'invalid',
        'pricing.bad_span',
        `The calendar shows 1 to ${MAX_CALENDAR_DAYS} days, the first one first.`,
        {
          errors: [{ pointer: '/query/until', detail: 'after `from`' }],
        },
      )
    }
    const [lists, revisions, versions] = await Promise.all([
      allLists(ctx),
      exceptionRevisions(ctx),
      versionsBetween(ctx, { ...span, limit: MAX_CALENDAR_VERSIONS + 1 }),
    ])
    return {
      lists: listsBetween(lists, span).map(showList),
      exceptions: exceptionsBetween(revisions, span).map(showException),
      versions: versions.slice(0, MAX_CALENDAR_VERSIONS).map(showVersion),
      isWhole: versions.length <= MAX_CALENDAR_VERSIONS,
    }
  },
})
