import { newId } from '@splot/kernel'
import { useLocale } from '@splot/ui'
import { useState } from 'react'
import { play } from '../scan/sound.ts'
import { errorWords } from '../words.ts'

/**
 * Money for a card is taken once: a wish that is repeated after a lost answer goes under the key of its first try, and only an answer ends
 * that key. `wish` names what is asked for, so that another amount is another try.
 */
export function useOneTry<T>(onDone: (answer: T) => void) {
  const { locale } = useLocale()
  const [keys] = useState(() => new Map<string, string>())
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (wish: string, ask: (key: string) => Promise<T>) => {
    if (busy) return
    const key = keys.get(wish) ?? newId()
    keys.set(wish, key)
    setBusy(true)
    setProblem(null)
    try {
      const answer = await ask(key)
      keys.delete(wish)
      play('done')
      onDone(answer)
    } catch (error) {
      play('wrong')
      setProblem(errorWords(error, locale))
    } finally {
      setBusy(false)
    }
  }
  return { run, problem, busy, refuse: setProblem }
}
