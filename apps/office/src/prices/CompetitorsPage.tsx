import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Panel, Select, toast } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { CsvErrors, FileField } from './CsvFile.tsx'
import { errorOf, MAX_ROWS, partsOf, textOf, type CsvError } from './csv-parts.ts'
import { useLists } from './parts.tsx'
import css from './prices.module.css'
import { useRefreshPrices } from './queries.ts'
import { useT } from './proposal-words.ts'

type Sent = Readonly<{ added: number } | { errors: readonly CsvError[] } | { tooLarge: true }>

/** Sends a whole file at once: the API takes all of it or nothing, and says what is wrong row by row. */
async function send(file: File, currency: string): Promise<Sent> {
  const [part, more] = partsOf(textOf(await file.arrayBuffer()))
  if (!part || more) return { tooLarge: true }
  try {
    return await unwrap(splot.POST('/v1/prices/competitors/csv', { body: { csv: part.csv, currency } }))
  } catch (error) {
    const problem = problemOf(error)
    if (problem.code !== 'pricing.rows_invalid') throw error
    return { errors: (problem.errors ?? []).map((one) => errorOf(part, one)) }
  }
}

/** Takes in what others ask for the same goods. */
export function CompetitorsPage() {
  const t = useT('competitors')
  const rules = useT('rules')
  const refresh = useRefreshPrices()
  const currencies = [...new Set((useLists() ?? []).map((list) => list.currency))]
  const [file, setFile] = useState<File | null>(null)
  const [chosen, setCurrency] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const currency = chosen ?? currencies[0] ?? 'PLN'
  const sending = useMutation({
    mutationFn: (from: File) => send(from, currency),
    onSuccess: (sent) => {
      if (!('added' in sent)) return
      refresh()
      setFile(null)
      setAsked(false)
      toast({ title: t('added', { count: sent.added }), status: 'ok' })
    },
  })
  const sent = sending.data
  const rows = String(MAX_ROWS)
  return (
    <SheetPage title={t('title')} above={<Link to="/prices/rules">{rules('title')}</Link>}>
      <div className={page.columns}>
        <Panel>
          <div className={css.form}>
            <FileField
              file={file}
              onChange={(next) => {
                sending.reset()
                setFile(next)
              }}
              description={t('lead', { rows })}
              isMissing={asked && !file}
            />
            {currencies.length > 1 && (
              <Select
                label={t('currency')}
                choices={currencies.map((value) => ({ value, label: value }))}
                value={currency}
                onChange={setCurrency}
              />
            )}
            {sent && 'tooLarge' in sent && (
              <p role="alert" className={css.wrong}>
                {t('tooLarge', { rows })}
              </p>
            )}
            <ProblemNote error={sending.error} />
            <div className={css.actions}>
              <Button
                variant="primary"
                isPending={sending.isPending}
                onPress={() => {
                  setAsked(true)
                  if (file) sending.mutate(file)
                }}
              >
                {t('import')}
              </Button>
            </div>
          </div>
        </Panel>
        {sent && 'errors' in sent && <CsvErrors errors={sent.errors} />}
      </div>
    </SheetPage>
  )
}
