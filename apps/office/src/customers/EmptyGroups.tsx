import { useQuery } from '@tanstack/react-query'
import { useMay } from '../page/names.tsx'
import page from '../page/page.module.css'
import { groupsQuery } from './queries.ts'
import { useT } from './words.ts'

/** Which of these groups nobody is in: a group is a name that customers carry, so a mistyped one looks like any other. */
export function EmptyGroups({ names }: Readonly<{ names: readonly string[] }>) {
  const t = useT('customers')
  const may = useMay()
  const { data } = useQuery({ ...groupsQuery, enabled: names.length > 0 && may('customers.read') })
  const empty = data ? names.filter((name) => !data.items.some((group) => group.name === name)) : []
  if (empty.length === 0) return null
  return (
    <p className={page.small} aria-live="polite">
      {t('emptyGroups', { names: empty.join(', ') })}
    </p>
  )
}
