import { newId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import type { ImportedChannel } from './types.ts'

/** Adds channels, or renames those whose code exists; their ids stay. */
export async function importChannels(ctx: WriteContext, channels: readonly ImportedChannel[]): Promise<void> {
  await ctx.query(
    `insert into channels.channel (id, code, kind, name, currency)
     select id, code, kind, name::jsonb, currency
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as c(id, code, kind, name, currency)
     on conflict (code) do update set kind = excluded.kind, name = excluded.name, currency = excluded.currency`,
    [
      channels.map(() => newId<'channel'>()),
      channels.map((c) => c.code),
      channels.map((c) => c.kind),
      channels.map((c) => JSON.stringify(c.name)),
      channels.map((c) => c.currency),
    ],
  )
}
