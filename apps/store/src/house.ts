import { createSplotClient, ProblemError, unwrap, type SplotClient } from '@splot/client'
import { createOutbox, openKept, type OutboxEntry, type Sent } from '@splot/offline'
import { QueryClient } from '@tanstack/react-query'
import { createDeviceState } from './device/session.ts'

/** A request that takes longer has no answer worth waiting for; the outbox asks again with the same key. */
const SEND_TIMEOUT_MS = 15_000

/** Everything that lives as long as the page: what is kept, who is here, what waits, whom we ask. */
export const kept = openKept()
export const device = createDeviceState(kept)

/** The headers that say which device asks, and who on it. */
export function credentials(withPerson = true): Record<string, string> {
  const now = device.current()
  if (now.stage !== 'enrolled') return {}
  const headers: Record<string, string> = { authorization: `Bearer ${now.enrolment.key}` }
  if (withPerson && now.session) headers['x-staff-session'] = now.session.token
  return headers
}

/** Asks as the person who is signed in. */
export const api: SplotClient = createSplotClient({ headers: () => credentials() })
/** Asks as the device alone: for signing in. */
export const deviceApi: SplotClient = createSplotClient({ headers: () => credentials(false) })

/** The answer's data, or a ProblemError; an ended session locks the screen and loses nothing. */
export async function ask<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  try {
    return await unwrap(answer)
  } catch (error) {
    if (error instanceof ProblemError) await noticeEnded(error.problem.status, error.problem.code)
    throw error
  }
}

async function noticeEnded(status: number, code: string): Promise<void> {
  if (status !== 401) return
  if (code === 'auth.locked') return device.locked('locked')
  if (code === 'auth.expired') return device.locked('expired')
  if (code === 'auth.revoked' || code === 'auth.unknown_key' || code === 'auth.other_device') {
    return device.locked('revoked')
  }
}

async function send({ id, path, body }: OutboxEntry): Promise<Sent> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { ...credentials(), 'content-type': 'application/json', 'idempotency-key': id },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    })
    const answer: unknown = await response.json().catch(() => null)
    if (response.status === 401) {
      await noticeEnded(401, (answer as { code?: string } | null)?.code ?? 'auth.unknown')
    }
    return { kind: 'answered', status: response.status, body: answer }
  } catch {
    return { kind: 'unreachable' }
  }
}

export const signedInPerson = () => {
  const now = device.current()
  return now.stage === 'enrolled' ? (now.session?.person ?? null) : null
}

export const outbox = createOutbox({ store: kept.outbox, send, staffId: () => signedInPerson()?.id ?? null })

/** Lists of the server, shown from memory while they are asked for again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A "no" stays a "no"; only a silent network is asked again.
      retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
      refetchOnWindowFocus: true,
    },
  },
})
