import { useState, type ReactNode } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Button } from '@splot/ui'
import { problemOf } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { FileField } from './CsvFile.tsx'
import { errorOf, MAX_LENGTH, MAX_ROWS, partsOf, textOf, type CsvError } from './csv-parts.ts'
import css from './prices.module.css'

type Sent<Taken> = Readonly<{ taken: Taken } | { errors: readonly CsvError[] } | { tooLarge: true }>

type Door<Taken> = Readonly<{
  /** Sends the text of the file: the API takes all of it or nothing. */
  post: (csv: string) => Promise<Taken>
  /** After the file was taken. */
  onTaken: (taken: Taken) => void
  /** Rows and characters that the API takes at once; left out: as many as of prices. */
  limits?: readonly [rows: number, length: number]
}>

/** Sends a whole file, and says row by row what is wrong when it is refused. */
async function send<Taken>(
  { post, limits = [MAX_ROWS, MAX_LENGTH] }: Door<Taken>,
  file: File,
): Promise<Sent<Taken>> {
  const [part, more] = partsOf(textOf(await file.arrayBuffer()), ...limits)
  if (!part || more) return { tooLarge: true }
  try {
    return { taken: await post(part.csv) }
  } catch (error) {
    const problem = problemOf(error)
    if (!problem.code.endsWith('.rows_invalid')) throw error
    return { errors: (problem.errors ?? []).map((one) => errorOf(part, one)) }
  }
}

/** A door that takes one file at a time: what was chosen, what came of it, and how to send it. */
export function useCsvDoor<Taken>(door: Door<Taken>) {
  const [file, setFile] = useState<File | null>(null)
  const [asked, setAsked] = useState(false)
  const sending = useMutation({
    mutationFn: (chosen: File) => send(door, chosen),
    onSuccess: (sent) => {
      if (!('taken' in sent)) return
      setFile(null)
      setAsked(false)
      door.onTaken(sent.taken)
    },
  })
  const sent = sending.data
  return {
    file,
    choose: (next: File | null) => {
      sending.reset()
      setFile(next)
    },
    submit: () => {
      setAsked(true)
      if (file) sending.mutate(file)
    },
    isMissing: asked && !file,
    isSending: sending.isPending,
    isTooLarge: sent !== undefined && 'tooLarge' in sent,
    /** For the table of what is wrong. */
    errors: sent && 'errors' in sent ? sent.errors : null,
    error: sending.error,
  }
}

type Props = Readonly<{
  door: Omit<ReturnType<typeof useCsvDoor>, 'errors'>
  /** What the file has. */
  description: string
  tooLarge: string
  /** What the button says. */
  take: string
  variant?: 'primary' | 'secondary'
  /** What else is asked with the file. */
  children?: ReactNode
}>

/** The file, and the button that sends it. */
export function CsvForm({ door, description, tooLarge, take, variant = 'secondary', children }: Props) {
  return (
    <div className={css.form}>
      <FileField
        file={door.file}
        onChange={door.choose}
        description={description}
        isMissing={door.isMissing}
      />
      {children}
      {door.isTooLarge && (
        <p role="alert" className={css.wrong}>
          {tooLarge}
        </p>
      )}
      <ProblemNote error={door.error} />
      <div className={css.actions}>
        <Button variant={variant} isPending={door.isSending} onPress={door.submit}>
          {take}
        </Button>
      </div>
    </div>
  )
}
