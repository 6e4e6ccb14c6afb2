import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, Panel } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { CsvErrors, FileField } from './CsvFile.tsx'
import { errorOf, partsOf, textOf, type CsvError } from './csv-parts.ts'
import { flawsOf, noTerms, termsOf, type Terms } from './edits.ts'
import { ImportCosts } from './ImportCosts.tsx'
import { TermsFields } from './parts.tsx'
import css from './prices.module.css'
import { useRefreshPrices } from './queries.ts'
import { useT } from './words.ts'

/** Refusals that tell what is wrong with a file: the parts that follow are worth reading too. */
const ofFile = new Set(['pricing.rows_invalid', 'pricing.csv_unreadable'])
const path = (id: string) => ({ params: { path: { id } } })

type Sent = Readonly<{ id: string } | { errors: readonly CsvError[] } | { unchanged: number }>

/** Sends a file in parts as a draft. When any row is wrong, all that are wrong are told and the draft is given up; so is one that would change nothing. */
async function send(file: File, terms: Terms, onPart: (part: number, parts: number) => void): Promise<Sent> {
  const parts = partsOf(textOf(await file.arrayBuffer()))
  const { id } = await unwrap(
    splot.POST('/v1/prices/imports', { body: { ...termsOf(terms), filename: file.name } }),
  )
  const errors: CsvError[] = []
  const taken = { rows: 0, unchanged: 0 }
  try {
    for (const [index, part] of parts.entries()) {
      onPart(index + 1, parts.length)
      const params = { path: { id, part: index + 1 } }
      try {
        const { rows, unchanged } = await unwrap(
          splot.PUT('/v1/prices/imports/{id}/parts/{part}', { params, body: { csv: part.csv } }),
        )
        taken.rows += rows
        taken.unchanged += unchanged
      } catch (error) {
        const problem = problemOf(error)
        if (!ofFile.has(problem.code)) throw error
        errors.push(...(problem.errors ?? []).map((one) => errorOf(part, one)))
      }
    }
  } catch (error) {
    await giveUp(id)
    throw error
  }
  if (errors.length === 0 && taken.rows > 0) return { id }
  await giveUp(id)
  if (errors.length === 0) return { unchanged: taken.unchanged }
  return { errors: errors.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)) }
}

/** A draft that is left behind harms nobody: it is cleared in time, so a failure here hides no other. */
const giveUp = (id: string) =>
  unwrap(splot.POST('/v1/prices/changes/{id}/discard', path(id))).catch(() => null)

/** A file of prices: checked as a whole, then a change like any other. */
export function ImportPage() {
  const t = useT('prices')
  const may = useMay()
  const navigate = useNavigate()
  const refresh = useRefreshPrices()
  const [file, setFile] = useState<File | null>(null)
  const [terms, setTerms] = useState(noTerms)
  const [asked, setAsked] = useState(false)
  const [progress, setProgress] = useState<readonly [number, number] | null>(null)
  const sending = useMutation({
    mutationFn: (chosen: File) => send(chosen, terms, (part, parts) => setProgress([part, parts])),
    onSuccess: (sent) => {
      refresh()
      if ('id' in sent) void navigate({ to: '/prices/changes/$id', params: { id: sent.id } })
    },
    onSettled: () => setProgress(null),
  })
  const submit = () => {
    setAsked(true)
    const { note, at } = flawsOf(terms)
    if (file && !note && !at) sending.mutate(file)
  }
  return (
    <SheetPage title={t('import')} above={<Link to="/prices">{t('title')}</Link>}>
      <div className={page.columns}>
        <Panel>
          <div className={css.form}>
            <FileField
              file={file}
              onChange={(next) => {
                sending.reset()
                setFile(next)
              }}
              description={t('importLead')}
              isMissing={asked && !file}
            />
            <TermsFields
              value={terms}
              asked={asked}
              onChange={(part) => setTerms((known) => ({ ...known, ...part }))}
            />
            {sending.data && 'unchanged' in sending.data && (
              <output>{t('nothingNew', { count: sending.data.unchanged })}</output>
            )}
            <ProblemNote error={sending.error} />
            <div className={css.actions}>
              <Button variant="primary" isPending={sending.isPending} onPress={submit}>
                {t('check')}
              </Button>
              <span aria-live="polite" className={page.muted}>
                {progress && t('sending', { part: String(progress[0]), parts: String(progress[1]) })}
              </span>
            </div>
          </div>
        </Panel>
        {sending.data && 'errors' in sending.data && <CsvErrors errors={sending.data.errors} />}
        {may('costs.write', true) && (
          <div className={page.stack}>
            <ImportCosts />
          </div>
        )}
      </div>
    </SheetPage>
  )
}
