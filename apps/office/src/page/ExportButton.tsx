import { useMutation } from '@tanstack/react-query'
import { Button } from '@splot/ui'
import { Download } from 'lucide-react'
import { useT } from '../words/index.ts'
import { ProblemNote } from './Problem.tsx'

type CsvFile = Readonly<{ filename: string; csv: string }>

/** Fetches a file as text and hands it to the browser to keep. */
export function ExportButton({ load }: Readonly<{ load: () => Promise<CsvFile> }>) {
  const t = useT('stock')
  const save = useMutation({
    mutationFn: load,
    onSuccess: ({ filename, csv }) => {
      const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }))
      const link = document.createElement('a')
      link.href = url
      link.download = filename
      link.click()
      URL.revokeObjectURL(url)
    },
  })
  return (
    <>
      <Button
        icon={<Download aria-hidden size={15} />}
        isPending={save.isPending}
        onPress={() => save.mutate()}
      >
        {t('exportCsv')}
      </Button>
      <ProblemNote error={save.error} />
    </>
  )
}
