/** How long the first repetition waits; each further one twice as long. */
export const FIRST_RETRY_MS = 1_000
/** The longest wait between two tries: a till that is back online is not kept waiting. */
export const LONGEST_RETRY_MS = 30_000
/** Answered entries that are kept for the list of recent work. */
export const MAX_SETTLED = 30

/** A "no" of the server, as far as a screen needs it. */
export interface KeptProblem {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly instance?: string
  readonly facts?: Readonly<Record<string, unknown>>
  /** Which parts of the body it is about. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

/** A command that was given on this device. `id` is its Idempotency-Key, made once. */
export interface OutboxEntry {
  readonly id: string
  readonly kind: string
  /** Where it is sent, e.g. `/v1/till-sales`. */
  readonly path: string
  readonly body: unknown
  /** What is sent instead, under the same key, when `body` is refused after what it tells has happened: see `amend`. */
  readonly fact?: unknown
  /** Who gave it; only she sends it, unless `byAnyone`. */
  readonly staffId: string
  /** What it tells says itself who gave it, so whoever is signed in sends it. */
  readonly byAnyone?: true
  readonly staffName: string
  /** Commands of one lane are sent strictly in order: a later one waits until each earlier one is answered with a yes. */
  readonly lane?: string
  /** What a list shows of it: an amount, a number. */
  readonly note: Readonly<{ amount?: { minor: number; currency: string }; pieces: number; about?: string }>
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly attempts: number
  readonly nextAt: number
  readonly state: 'waiting' | 'done' | 'refused'
  /** The body of the answer, when `done`. */
  readonly answer?: unknown
  readonly problem?: KeptProblem
}

export type NewEntry = Pick<
  OutboxEntry,
  'id' | 'kind' | 'path' | 'body' | 'fact' | 'staffId' | 'byAnyone' | 'staffName' | 'note' | 'lane'
>

/** What one sending came to. */
export type Sent =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'unreachable' }

export const newEntry = (command: NewEntry, now: number): OutboxEntry => ({
  ...command,
  createdAt: now,
  attempts: 0,
  nextAt: now,
  state: 'waiting',
})

/** How long to wait after that many tries, milliseconds. */
export const retryAfter = (attempts: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1))

/** The entry after a sending: answered for good, or waiting for its next try. */
export function settle(entry: OutboxEntry, sent: Sent, now: number): OutboxEntry {
  const attempts = entry.attempts + 1
  if (sent.kind === 'answered') {
    if (sent.status >= 200 && sent.status < 300) {
      return { ...entry, attempts, state: 'done', answer: sent.body }
    }
    const problem = problemOf(sent)
    if (isFinal(problem)) return { ...entry, attempts, state: 'refused', problem }
    return { ...entry, attempts, problem, nextAt: now + retryAfter(attempts) }
  }
  const { problem: _, ...unanswered } = entry
  return { ...unanswered, attempts, nextAt: now + retryAfter(attempts) }
}

/** Whether a "no" stays a "no": asked again with the same key, the server would say the same. */
function isFinal({ status, code }: KeptProblem): boolean {
  if (status >= 500 || [401, 408, 425, 429].includes(status)) return false
  return code !== 'http.idempotency_in_flight'
}

function problemOf({ status, body }: { readonly status: number; readonly body: unknown }): KeptProblem {
  // Something between us and the server may answer in its own words; then only the status is known.
  const known = (typeof body === 'object' && body !== null ? body : {}) as Partial<KeptProblem>
  return {
    status,
    code: known.code ?? 'http.unreadable',
    detail: known.detail ?? '',
    ...(known.instance && { instance: known.instance }),
    ...(known.facts && { facts: known.facts }),
    ...(known.errors && { errors: known.errors }),
  }
}

/** A refused entry once it tells a fact: sent under its own key again, from the beginning. */
export function amended(entry: OutboxEntry, now: number): OutboxEntry {
  const { problem: _, fact, ...kept } = entry
  return { ...kept, body: fact, attempts: 0, nextAt: now, state: 'waiting' }
}

/** Whether somebody who is signed in may send it. */
export const isSentBy = (
  { staffId: giver, byAnyone }: Pick<OutboxEntry, 'staffId' | 'byAnyone'>,
  staffId: string | null,
): boolean => staffId !== null && (giver === staffId || byAnyone === true)

/** Whether the server has been silent to what this person has sent last: no answer at all, not even a "no". */
export const isSilent = (entries: readonly OutboxEntry[], staffId: string | null): boolean =>
  entries.some(
    ({ state, attempts, problem, ...entry }) =>
      state === 'waiting' && attempts > 0 && problem === undefined && isSentBy(entry, staffId),
  )

/** What `staffId` may send now, the oldest first. */
export const due = (entries: readonly OutboxEntry[], staffId: string | null, now: number): OutboxEntry[] =>
  entries
    .filter((entry) => entry.state === 'waiting' && isSentBy(entry, staffId) && entry.nextAt <= now)
    .sort((a, b) => a.createdAt - b.createdAt)

/** Whether an earlier command of its lane has not gone through: one that waits, or a "no" that a person must deal with first. */
export const isHeldUp = (entry: OutboxEntry, entries: readonly OutboxEntry[]): boolean =>
  entry.lane !== undefined &&
  entries.some(
    (other) => other.lane === entry.lane && other.state !== 'done' && other.createdAt < entry.createdAt,
  )

/** What still needs the server or a person: these stop a sign-out. */
export const unsettled = (entries: readonly OutboxEntry[]): OutboxEntry[] =>
  entries.filter((entry) => entry.state !== 'done')

/** Answered entries beyond the newest `MAX_SETTLED`: they may be forgotten. */
export const forgettable = (entries: readonly OutboxEntry[]): OutboxEntry[] =>
  entries
    .filter((entry) => entry.state === 'done')
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(MAX_SETTLED)
