import { Select } from '@splot/ui'
import { useT } from '../words/index.ts'
import { usePlaceChoices } from './names.tsx'
import { useFilters } from './useFilters.ts'
import page from './page.module.css'

/** The place that a page is about: from its address, or the only one where the reader holds the permission; '' until one is chosen. */
export function useOnePlace(permission: string): string {
  const { filters } = useFilters<'locationId'>()
  const places = usePlaceChoices(permission)
  return filters.locationId ?? (places.length === 1 ? (places[0]?.value ?? '') : '')
}

/** Chooses the place of `useOnePlace`. */
export function OnePlace({ permission }: Readonly<{ permission: string }>) {
  const t = useT('page')
  const { change } = useFilters<'locationId'>()
  const locationId = useOnePlace(permission)
  return (
    <Select
      label={t('place')}
      hideLabel
      className={page.select}
      placeholder={t('choosePlace')}
      choices={usePlaceChoices(permission)}
      value={locationId || null}
      onChange={(id) => change({ locationId: id })}
    />
  )
}
