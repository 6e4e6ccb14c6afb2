import { useQuery } from '@tanstack/react-query'
import { ComboBox, useLocale } from '@splot/ui'
import { useMay } from '../page/names.tsx'
import { segmentsQuery } from './queries.ts'
import { useT } from './words.ts'

type Props = Readonly<{
  /** Codes that are chosen already. */
  taken: readonly string[]
  onAdd: (code: string) => void
}>

/** One of the segments that somebody tells us of. Give it a key that changes with `taken`, so that it empties. */
export function SegmentField({ taken, onAdd }: Props) {
  const t = useT('customers')
  const { locale } = useLocale()
  const segments = useSegments()
  return (
    <ComboBox
      label={t('addSegment')}
      description={t(segments.length === 0 ? 'noSegments' : 'segmentHint')}
      choices={segments
        .filter(({ code }) => !taken.includes(code))
        .map(({ code, name }) => ({ value: code, label: name[locale] }))}
      value={null}
      onChange={(code) => code !== null && onAdd(code)}
    />
  )
}

/** All segments, for whoever may see them. */
function useSegments() {
  const may = useMay()
  const { data } = useQuery({ ...segmentsQuery, enabled: may('customers.read') })
  return data?.items ?? []
}

/** What people call a segment; its code where nobody has said. */
export function useSegmentName(): (code: string) => string {
  const { locale } = useLocale()
  const segments = useSegments()
  return (code) => segments.find((one) => one.code === code)?.name[locale] ?? code
}
