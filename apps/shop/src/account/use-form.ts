import { ProblemError } from '@splot/client'
import { useState, type SyntheticEvent } from 'react'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'

/** What stands in the fields of a form, by their names, without spaces around; passwords as they are. */
export type Typed = (name: string) => string

interface Wish {
  /** Names of the fields that do not fit. */
  readonly check: (typed: Typed) => readonly string[]
  readonly send: (typed: Typed) => Promise<void>
  /** Words for codes of the API that mean something here. */
  readonly says?: Readonly<Record<string, string>>
}

/**
 * One form that is sent: one try at a time, and what was refused in words. Fields are read when it is sent, so that what a password manager
 * filled in counts.
 */
export function useForm({ check, send, says = {} }: Wish) {
  const tp = useT('problems')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<string | null>(null)

  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const typed: Typed = (name) => {
      const value = data.get(name)
      const text = typeof value === 'string' ? value : ''
      return name === 'password' ? text : text.trim()
    }
    const found = check(typed)
    setWrong(found)
    setProblem(null)
    if (busy || found.length > 0) return
    setBusy(true)
    try {
      await send(typed)
    } catch (error) {
      const known = error instanceof ProblemError ? says[error.problem.code] : undefined
      setProblem(known ?? problemWords(tp, error))
    } finally {
      setBusy(false)
    }
  }
  return {
    /** `post`: whatever happens, nothing of it is put into an address. */
    form: {
      method: 'post',
      noValidate: true,
      onSubmit: (event: SyntheticEvent<HTMLFormElement>) => void submit(event),
    },
    isWrong: (name: string) => wrong.includes(name),
    busy,
    problem,
  } as const
}
