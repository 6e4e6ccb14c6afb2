import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Drawer, RadioGroup, RadioOption, toast, useLocale } from '@splot/ui'
import { FileUp } from 'lucide-react'
import { problemOf, splot } from '../api/client.ts'
import type { Posted } from '../api/types.ts'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { CsvErrors, FileField } from '../prices/CsvFile.tsx'
import { errorOf, MAX_ROWS, partsOf, textOf, type CsvError } from '../prices/csv-parts.ts'
import { useT as useCommon } from '../words/index.ts'
import { useRefreshSegments, type Segment } from './queries.ts'
import { useT } from './words.ts'

type Mode = Posted<'/v1/customer-segments/{code}/imports'>['mode']
const modes: readonly Mode[] = ['replace', 'add', 'remove']
type Sent = Readonly<{ customers: number } | { errors: readonly CsvError[] } | { tooLarge: true }>

/** Sends a whole file at once: the API takes all of it or nothing, and says what is wrong row by row. */
async function send(code: string, mode: Mode, file: File): Promise<Sent> {
  const [part, more] = partsOf(textOf(await file.arrayBuffer()))
  if (!part || more) return { tooLarge: true }
  try {
    return await unwrap(
      splot.POST('/v1/customer-segments/{code}/imports', {
        params: { path: { code } },
        body: { mode, csv: part.csv },
      }),
    )
  } catch (error) {
    const problem = problemOf(error)
    if (problem.code !== 'customers.rows_invalid') throw error
    return { errors: (problem.errors ?? []).map((one) => errorOf(part, one)) }
  }
}

/** A list of customers that somebody computed elsewhere. */
export function ImportMembers({ segment, onClose }: Readonly<{ segment: Segment; onClose: () => void }>) {
  const t = useT('customers')
  const common = useCommon('page')
  const { locale } = useLocale()
  const refresh = useRefreshSegments()
  const [mode, setMode] = useState<Mode>('replace')
  const [file, setFile] = useState<File | null>(null)
  const [asked, setAsked] = useState(false)
  const sending = useMutation({
    mutationFn: (chosen: File) => send(segment.code, mode, chosen),
    onSuccess: (sent) => {
      if (!('customers' in sent)) return
      refresh()
      toast({ title: t('imported', { count: String(sent.customers) }), status: 'ok' })
      onClose()
    },
  })
  const sent = sending.data
  return (
    <Drawer
      title={t('importInto', { name: segment.name[locale] })}
      size="l"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            icon={<FileUp aria-hidden size={15} />}
            isPending={sending.isPending}
            onPress={() => {
              setAsked(true)
              if (file) sending.mutate(file)
            }}
          >
            {t('importMembers')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <RadioGroup<Mode> label={t('mode')} value={mode} onChange={setMode}>
          {modes.map((one) => (
            <RadioOption key={one} value={one}>
              {t(`mode_${one}`)}
            </RadioOption>
          ))}
        </RadioGroup>
        <FileField
          file={file}
          onChange={(next) => {
            sending.reset()
            setFile(next)
          }}
          description={t('importColumns', { rows: String(MAX_ROWS) })}
          isMissing={asked && !file}
        />
        {sent && 'tooLarge' in sent && <p role="alert">{t('listTooLong', { rows: String(MAX_ROWS) })}</p>}
        <ProblemNote error={sending.error} />
        {sent && 'errors' in sent && <CsvErrors errors={sent.errors} />}
      </div>
    </Drawer>
  )
}
