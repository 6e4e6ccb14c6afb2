import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { ComboBox } from '@splot/ui'
import { useMay } from '../page/names.tsx'
import { groupsQuery } from './queries.ts'
import { useT } from './words.ts'

const GROUP = /^[a-z0-9_-]{1,40}$/

type Props = Readonly<{
  label?: string
  /** Those that are chosen already. */
  taken: readonly string[]
  onAdd: (name: string) => void
}>

/** One of the groups that customers are in, or another one as it is typed. Give it a key that changes with `taken`, so that it empties. */
export function GroupField({ label, taken, onAdd }: Props) {
  const t = useT('customers')
  const may = useMay()
  const { data } = useQuery({ ...groupsQuery, enabled: may('customers.read') })
  const [text, setText] = useState('')
  const typed = text.trim().toLowerCase()
  const names = (data?.items ?? []).map(({ name }) => name).filter((name) => !taken.includes(name))
  const isNew = GROUP.test(typed) && !names.includes(typed) && !taken.includes(typed)
  return (
    <ComboBox
      label={label ?? t('addGroup')}
      description={t('groupHint')}
      choices={[
        ...names.filter((name) => name.includes(typed)).map((name) => ({ value: name, label: name })),
        ...(isNew ? [{ value: typed, label: t('newGroup', { name: typed }) }] : []),
      ]}
      value={null}
      inputValue={text}
      onInputChange={setText}
      onChange={(name) => name !== null && onAdd(name)}
    />
  )
}
