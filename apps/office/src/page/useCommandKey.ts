import { useState } from 'react'
import { problemOf } from '../api/client.ts'

/**
 * The name of a command that must count once. It stays while nobody knows whether the command arrived, so that another press repeats it; after
 * an answer, a refusal too, the next press is another command. Give `settled` to `onSettled` of the mutation.
 */
export function useCommandKey(): {
  readonly key: string
  readonly settled: (data: unknown, error: unknown) => void
} {
  const [key, setKey] = useState(() => crypto.randomUUID())
  const settled = (_data: unknown, error: unknown) => {
    if (!error || problemOf(error).status > 0) setKey(crypto.randomUUID())
  }
  return { key, settled }
}
