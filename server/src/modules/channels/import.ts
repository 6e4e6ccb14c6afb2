import { newId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import type { ImportedChannel } from './types.ts'

/** Where the law of a channel is not said. */
const HOME_COUNTRY = 'PL'

/** Adds channels, or renames those whose code exists; their ids stay. */
export async function importChannels(ctx: WriteContext, channels: readonly ImportedChannel[]): Promise<void> {
  await ctx.query(
    `insert into channels.channel (id, code, kind, name, currency, country)
     select id, code, kind, name::jsonb, currency, country
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
            as c(id, code, kind, name, currency, country)
     on conflict (code) do update set
       kind = excluded.kind, name = excluded.name, currency = excluded.currency, country = excluded.country`,
    [
      channels.map(() => newId<'channel'>()),
      channels.map((c) => c.code),
      channels.map((c) => c.kind),
      channels.map((c) => JSON.stringify(c.name)),
      channels.map((c) => c.currency),
      channels.map((c) => c.country ?? HOME_COUNTRY),
    ],
  )
}
