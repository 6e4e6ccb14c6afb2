import { useRef, useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Button, Drawer, TextField, toast } from '@splot/ui'
import { FileUp } from 'lucide-react'
import { problemOf } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { csvErrorsOf, type CsvError } from './csv-errors.ts'
import { useRefreshStock } from './parts.tsx'
import css from './stockwork.module.css'
import { useT } from './words.ts'

type Props = Readonly<{
  title: string
  /** Which columns the file has. */
  columns: string
  onClose: () => void
  /** Sends the file; answers what to say when it was taken. */
  send: (command: { commandId: string; csv: string }) => Promise<string>
}>

/** A whole file or nothing: when any row is wrong, every error is listed by row and column, and nothing was imported. */
export function ImportCsv({ title, columns, onClose, send }: Props) {
  const t = useT('work')
  const common = useCommon('page')
  const refresh = useRefreshStock()
  const input = useRef<HTMLInputElement>(null)
  const [csv, setCsv] = useState('')
  const [name, setName] = useState<string | null>(null)
  const [commandId, setCommandId] = useState(() => crypto.randomUUID())
  const load = useMutation({
    mutationFn: () => send({ commandId, csv }),
    onSuccess: (words) => {
      refresh()
      toast({ title: words, status: 'ok' })
      onClose()
    },
    onError: () => setCommandId(crypto.randomUUID()),
  })
  const errors = load.error ? csvErrorsOf(problemOf(load.error)) : []
  const take = (file: File | undefined) => {
    if (!file) return
    load.reset()
    setName(file.name)
    void file.text().then(setCsv)
  }
  return (
    <Drawer
      title={title}
      size="l"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            icon={<FileUp aria-hidden size={15} />}
            isDisabled={csv.trim() === ''}
            isPending={load.isPending}
            onPress={() => load.mutate()}
          >
            {t('import')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p className={page.muted}>{columns}</p>
        <div className={css.file}>
          <Button icon={<FileUp aria-hidden size={15} />} onPress={() => input.current?.click()}>
            {t('chooseFile')}
          </Button>
          {name && <span>{name}</span>}
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            aria-label={t('file')}
            hidden
            onChange={(event) => take(event.target.files?.[0])}
          />
        </div>
        <TextField
          label={t('pasteHere')}
          value={csv}
          onChange={(text) => {
            load.reset()
            setName(null)
            setCsv(text)
          }}
          multiline
          rows={errors.length > 0 ? 4 : 10}
          spellCheck="false"
        />
        {errors.length > 0 ? <Errors errors={errors} /> : <ProblemNote error={load.error} />}
      </div>
    </Drawer>
  )
}

function Errors({ errors }: Readonly<{ errors: readonly CsvError[] }>) {
  const t = useT('work')
  const rows = new Set(errors.map(({ row }) => row)).size
  return (
    <div role="alert" className={page.form}>
      <p className={css.short}>{t('badRows', { rows })}</p>
      {/* A long list scrolls in its place, also by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={css.errorBox} tabIndex={0} aria-label={t('errors')}>
        <table className={css.errors} aria-label={t('errors')}>
          <thead>
            <tr>
              <th scope="col">{t('row')}</th>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('wrong')}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ row, column, detail }) => (
              <tr key={`${row} ${column} ${detail}`}>
                <th scope="row">{row}</th>
                <td>
                  <code>{column}</code>
                </td>
                <td lang="en">{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
