import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Panel, toast } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { CsvErrors, FileField } from './CsvFile.tsx'
import { errorOf, MAX_ROWS, partsOf, textOf, type CsvError } from './csv-parts.ts'
import { useT } from './cost-words.ts'
import css from './prices.module.css'
import { useRefreshPrices } from './queries.ts'

type Sent = Readonly<{ added: number } | { errors: readonly CsvError[] } | { tooLarge: true }>

/** Sends a whole file at once: the API takes all of it or nothing, and says what is wrong row by row. */
async function send(file: File): Promise<Sent> {
  const [part, more] = partsOf(textOf(await file.arrayBuffer()))
  if (!part || more) return { tooLarge: true }
  try {
    return await unwrap(splot.POST('/v1/prices/costs/imports', { body: { csv: part.csv } }))
  } catch (error) {
    const problem = problemOf(error)
    if (problem.code !== 'pricing.rows_invalid') throw error
    return { errors: (problem.errors ?? []).map((one) => errorOf(part, one)) }
  }
}

/** A file of costs: they count at once, since no shopper sees them. */
export function ImportCosts() {
  const t = useT('costs')
  const refresh = useRefreshPrices()
  const [file, setFile] = useState<File | null>(null)
  const [asked, setAsked] = useState(false)
  const sending = useMutation({
    mutationFn: send,
    onSuccess: (sent) => {
      if (!('added' in sent)) return
      refresh()
      setFile(null)
      setAsked(false)
      toast({ title: t('taken', { count: sent.added }), status: 'ok' })
    },
  })
  const sent = sending.data
  const rows = String(MAX_ROWS)
  return (
    <>
      <Panel title={t('import')}>
        <div className={css.form}>
          <FileField
            file={file}
            onChange={(next) => {
              sending.reset()
              setFile(next)
            }}
            description={t('importLead', { rows })}
            isMissing={asked && !file}
          />
          {sent && 'tooLarge' in sent && (
            <p role="alert" className={css.wrong}>
              {t('tooLarge', { rows })}
            </p>
          )}
          <ProblemNote error={sending.error} />
          <div className={css.actions}>
            <Button
              isPending={sending.isPending}
              onPress={() => {
                setAsked(true)
                if (file) sending.mutate(file)
              }}
            >
              {t('take')}
            </Button>
          </div>
        </div>
      </Panel>
      {sent && 'errors' in sent && <CsvErrors errors={sent.errors} />}
    </>
  )
}
