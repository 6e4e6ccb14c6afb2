import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { kept } from '../house.ts'
import { useHere } from '../use-house.ts'
import { type Draft, emptyDraft, isFull, type Piece, seal } from './draft.ts'
import { type Command, give, type Giver } from './give.ts'
import { openDraft } from './open-drafts.ts'

/** A scan can be taken back for as long as an undo stands elsewhere; then its batch is sent. */
const QUIET_MS = 8_000

const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()

/** Drafts belong to a person: somebody else's pieces are not hers to send. */
const nameOf = (key: string, giver: Giver): string => `stock:${giver.id}:${key}`

function become(name: string, draft: Draft): void {
  drafts.set(name, draft)
  for (const tell of listeners) tell()
}

async function load(name: string): Promise<void> {
  if (drafts.has(name)) return
  // Only this file writes under such names.
  const found = (await kept.read(name).catch(() => undefined)) as Draft | undefined
  if (!drafts.has(name)) become(name, found ?? emptyDraft)
}

export interface OpenDraft {
  readonly draft: Draft
  /** False until the device was asked what an earlier page left behind. */
  readonly isReady: boolean
  readonly change: (next: (draft: Draft) => Draft) => void
  /** Puts what was scanned into the outbox now. */
  readonly send: () => Promise<void>
  /** Forgets it all. */
  readonly clear: () => void
}

/**
 * What was scanned on a paper, kept on this device with every scan. With `batch` its pieces are sent by themselves after a quiet while
 * and when the screen is left; without, they wait for the person.
 */
export function useDraft(
  key: string,
  batch: ((pieces: readonly Piece[]) => Command) | null,
  remembersSent = false,
): OpenDraft {
  const { session } = useHere()
  const giver = session.person
  const name = nameOf(key, giver)
  const draft = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => drafts.get(name),
  )
  const newestBatch = useRef(batch)
  useEffect(() => {
    newestBatch.current = batch
  })
  useEffect(() => void load(name), [name])

  const change = useCallback(
    (next: (draft: Draft) => Draft) => {
      const changed = next(drafts.get(name) ?? emptyDraft)
      become(name, changed)
      // Without storage it lasts as long as the page; what is sent must be kept, and there it is awaited.
      kept.write(name, changed).catch(() => {})
    },
    [name],
  )
  const send = useCallback(async () => {
    const open = drafts.get(name)
    if (!newestBatch.current || !open || open.pieces.length === 0) return
    const command = newestBatch.current(open.pieces)
    const sealed = remembersSent ? seal(open) : emptyDraft
    become(name, sealed)
    try {
      await give(giver, command, { [name]: sealed })
    } catch (error) {
      // The device cannot keep it: it stays on the screen.
      become(name, open)
      throw error
    }
  }, [name, giver, remembersSent])

  useEffect(() => {
    const closed = openDraft(send)
    return () => {
      closed()
      void send()
    }
  }, [send])
  const pieces = draft?.pieces
  useEffect(() => {
    if (!pieces || pieces.length === 0) return
    const timer = setTimeout(() => void send(), draft && isFull(draft) ? 0 : QUIET_MS)
    return () => clearTimeout(timer)
  }, [pieces, draft, send])

  return {
    draft: draft ?? emptyDraft,
    isReady: draft !== undefined,
    change,
    send,
    clear: useCallback(() => change(() => emptyDraft), [change]),
  }
}
