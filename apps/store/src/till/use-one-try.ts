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
    const key = tries.keyOf(wish, newId, Date.now())
    setBusy(true)
    setProblem(null)
    try {
      const answer = await ask(key)
      tries.answered(wish)
      play('done')
      onDone(answer)
    } catch (error) {
      // Its own "no" leaves nothing behind, so nothing waits for an answer any more; that of a door or a limit says nothing of it.
      if (error instanceof ProblemError && error.problem.code.startsWith('storedvalue.')) tries.answered(wish)
      play('wrong')
      setProblem(errorWords(error, locale))
    } finally {
      setOpen(tries.of(kind))
      setBusy(false)
    }
  }
  const termsOpen = open.map(({ wish, at }) => ({ terms: wish.slice(kind.length + 1), at }))
  return { run, problem, busy, refuse: setProblem, open: termsOpen }
}
