import { DAY_MS } from '@splot/kernel'
import { visitorOn, type CredentialStore } from '#platform/auth'
import { systemActor } from '#platform/context'
import { CUSTOMER_IDLE_MS } from './account.ts'
import { sessionByHash, touchSession } from './store.ts'

/** A shopper's session rests for days: a note a day is exact enough. */
const TOUCH_AFTER_MS = DAY_MS

const reader = systemActor('credentials')

/** What this module answers through the port of `platform/auth`. */
export const customerCredentials: Pick<CredentialStore, 'sct'> = {
  sct: async (platform, hash) => {
    const session = await sessionByHash(platform.read(reader), hash)
    if (!session) return undefined
    const now = platform.clock().getTime()
    const endsAt = Math.min(session.expires_at.getTime(), session.last_used_at.getTime() + CUSTOMER_IDLE_MS)
    const state = session.ended_at ? 'revoked' : endsAt <= now ? 'expired' : 'live'
    if (state === 'live' && now - session.last_used_at.getTime() > TOUCH_AFTER_MS) {
      await platform.write(reader, (ctx) => touchSession(ctx, session.id))
    }
    const channel = { id: session.channel_id, code: session.channel_code }
    const { customer_id: customerId } = session
    return {
      state,
      expiresAt: new Date(endsAt),
      concerns: [session.id, customerId],
      actor: { ...visitorOn(channel), kind: 'customer', id: customerId, customerId },
    }
  },
}
