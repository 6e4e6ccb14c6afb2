import type { ReadContext } from '#platform/context'
import type { Channel } from './types.ts'

/** Every channel, in the order of their codes. */
export const listChannels = (ctx: ReadContext): Promise<Channel[]> =>
  ctx.query<Row>(`select id, code, kind, name, currency, country from channels.channel order by code`)

/** The channel with that code, or undefined. */
export async function channelByCode(ctx: ReadContext, code: string): Promise<Channel | undefined> {
  const [channel] = await ctx.query<Row>(
    `select id, code, kind, name, currency, country from channels.channel where code = $1`,
    [code],
  )
  return channel
}

// The columns are named as the type's fields; a mapped type, so that it counts as a plain row.
type Row = { [Field in keyof Channel]: Channel[Field] }
