import { useRef } from 'react'
import { Button, Panel, Table, useLocale, type TableColumn } from '@splot/ui'
import { FileUp } from 'lucide-react'
import page from '../page/page.module.css'
import type { CsvError } from './csv-parts.ts'
import css from './prices.module.css'
import { wrongCells } from './wrong-cells.ts'
import { useT } from './words.ts'

type Props = Readonly<{
  file: File | null
  onChange: (file: File | null) => void
  /** What the file has: told where it is chosen. */
  description: string
  isMissing: boolean
}>

/** A file of rows, chosen from this computer. */
export function FileField({ file, onChange, description, isMissing }: Props) {
  const t = useT('prices')
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={css.many}>
      <div className={page.row}>
        <Button icon={<FileUp aria-hidden size={15} />} onPress={() => input.current?.click()}>
          {t('chooseFile')}
        </Button>
        <span aria-live="polite">{file?.name}</span>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv,text/plain"
          aria-label={t('file')}
          hidden
          onChange={(event) => {
            onChange(event.target.files?.[0] ?? null)
            // The same file, put right, may be chosen again.
            event.target.value = ''
          }}
        />
      </div>
      <p className={page.small}>{description}</p>
      {isMissing && (
        <p role="alert" className={css.wrong}>
          {t('needFile')}
        </p>
      )}
    </div>
  )
}

/** What is wrong with a file, by row and column as a spreadsheet counts them. */
export function CsvErrors({ errors }: Readonly<{ errors: readonly CsvError[] }>) {
  const t = useT('prices')
  return (
    <Panel title={<span role="alert">{t('errors', { count: errors.length })}</span>} flush>
      <Table
        label={t('wrong')}
        columns={useColumns()}
        rows={errors}
        rowKey={({ row, column, detail }) => `${row} ${column} ${detail}`}
      />
    </Panel>
  )
}

/** What is wrong with a cell in the words of the reader, with what stands in it; else in those of the API. */
function Wrong({ error: { code, detail } }: Readonly<{ error: CsvError }>) {
  const { locale } = useLocale()
  const words = code !== undefined && wrongCells[code]
  const quoted = /"[^"]*"/.exec(detail)?.[0]
  if (locale === 'en' || !words) {
    return (
      <span className={page.wrap} lang="en">
        {detail}
      </span>
    )
  }
  return (
    <span className={page.wrap}>
      {words} {quoted && <code>{quoted.slice(1, -1)}</code>}
    </span>
  )
}

function useColumns(): TableColumn<CsvError>[] {
  const t = useT('prices')
  return [
    {
      id: 'row',
      header: t('row'),
      align: 'end',
      width: 'narrow',
      isRowHeader: true,
      cell: ({ row }) => row ?? '–',
    },
    { id: 'column', header: t('column'), width: 'narrow', cell: ({ column }) => column },
    {
      id: 'wrong',
      header: t('wrong'),
      cell: (error) => <Wrong error={error} />,
    },
  ]
}
