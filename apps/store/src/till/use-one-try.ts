import { ProblemError } from '@splot/client'
import { newId } from '@splot/kernel'
import { useLocale } from '@splot/ui'
import { useState } from 'react'
import { play } from '../scan/sound.ts'
import { errorWords } from '../words.ts'
import { openTries } from './open-tries.ts'

/**
 * Money for a card is taken once: a wish that is repeated after a lost answer goes under the key of its first try, and only an answer ends
 * that key. `wish` names what is asked for, so that another amount is another try; `open` are the wishes of this kind without an answer.
 */
export function useOneTry<T>(kind: string, onDone: (answer: T) => void) {
  const { locale } = useLocale()
  const [tries] = useState(() => openTries(window.localStorage))
  const [open, setOpen] = useState(() => tries.of(kind))
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (terms: string, ask: (key: string) => Promise<T>) => {
    if (busy) return
    const wish = `${kind} ${terms}`
    setBusy(true)
    setProblem(null)
    try {
      const answer = await ask(tries.keyOf(wish, newId))
      tries.end(wish)
      play('done')
      onDone(answer)
    } catch (error) {
      if (isRefusal(error)) tries.end(wish)
      play('wrong')
      setProblem(errorWords(error, locale))
    } finally {
      setOpen(tries.of(kind))
      setBusy(false)
    }
  }
  const forget = (terms: string) => {
    tries.end(`${kind} ${terms}`)
    setOpen(tries.of(kind))
  }
  const termsOpen = open.map(({ wish, at }) => ({ terms: wish.slice(kind.length + 1), at }))
  return { run, problem, busy, refuse: setProblem, open: termsOpen, forget }
}

/** Answers that say nothing of the command itself: whoever asks may ask again. */
const SAYS_NOTHING = new Set([401, 403, 408, 425, 429])

/** A "no" leaves nothing behind, so that nothing waits for an answer any more. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ProblemError &&
  error.problem.status < 500 &&
  !SAYS_NOTHING.has(error.problem.status) &&
  error.problem.code !== 'http.idempotency_in_flight'
