import { Swatch, useFormat } from '@splot/ui'
import { useId, type SyntheticEvent } from 'react'
import type { Listing } from '../api/types.ts'
import { useStoreChooser } from '../chrome/store-chooser.ts'
import { useMyStore } from '../memory/my-store.ts'
import { useT } from '../words/index.ts'
import css from './FilterForm.module.css'
import { defined, minorOf, toggled, type Filters } from './filters.ts'

export type FilterFormProps = Readonly<{
  facets: Listing['facets']
  filters: Filters
  onChange: (filters: Filters) => void
}>

/** What a list can be narrowed by, with how many products each choice would leave. Every change applies at once. */
export function FilterForm({ facets, filters, onChange }: FilterFormProps) {
  const t = useT('list')
  return (
    <div className={css.form}>
      <Availability filters={filters} onChange={onChange} />
      {facets.size.length > 0 && (
        <fieldset className={css.group}>
          <legend>{t('size')}</legend>
          <div className={css.chips}>
            {facets.size.map(({ code, label, count }) => (
              <label key={code} className={css.chip} title={t('found', { count })}>
                <input
                  type="checkbox"
                  checked={filters.size?.includes(code) ?? false}
                  onChange={() => onChange(defined({ ...filters, size: toggled(filters.size, code) }))}
                />
                {label}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {facets.colour.length > 0 && (
        <fieldset className={css.group}>
          <legend>{t('colour')}</legend>
          <div className={css.colours}>
            {facets.colour.map(({ code, label, hex, count }) => (
              <label key={code} className={css.row}>
                <input
                  type="checkbox"
                  checked={filters.colour?.includes(code) ?? false}
                  onChange={() => onChange(defined({ ...filters, colour: toggled(filters.colour, code) }))}
                />
                <Swatch colour={{ name: label, value: hex ?? 'transparent' }} decorative />
                <span>{label}</span>
                <span className={css.number}>{count}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <PriceRange facets={facets} filters={filters} onChange={onChange} />
    </div>
  )
}

function Availability({ filters, onChange }: Omit<FilterFormProps, 'facets'>) {
  const t = useT('list')
  const mine = useMyStore()
  const choose = useStoreChooser()
  const inMine = (on: boolean) => {
    if (!on) return onChange(defined({ ...filters, store: undefined }))
    if (mine) return onChange({ ...filters, store: mine.id })
    choose({ chosen: (store) => onChange({ ...filters, store }) })
  }
  return (
    <fieldset className={css.group}>
      <legend>{t('availability')}</legend>
      <label className={css.row}>
        <input
          type="checkbox"
          checked={filters.store !== undefined}
          onChange={(event) => inMine(event.target.checked)}
        />
        <span>
          {t('inMyStore')}
          <span className={css.small}>{mine ? mine.name : t('chooseFirst')}</span>
        </span>
      </label>
      <label className={css.row}>
        <input
          type="checkbox"
          checked={filters.inStock ?? false}
          onChange={(event) =>
            onChange(defined({ ...filters, inStock: event.target.checked ? true : undefined }))
          }
        />
        <span>{t('inStock')}</span>
      </label>
    </fieldset>
  )
}

function PriceRange({ facets, filters, onChange }: FilterFormProps) {
  const t = useT('list')
  const format = useFormat()
  const id = useId()
  const apply = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const typed = (name: string) => minorOf(String(form.get(name) ?? ''))
    const next = defined({ ...filters, minPrice: typed('from'), maxPrice: typed('until') })
    if (next.minPrice !== filters.minPrice || next.maxPrice !== filters.maxPrice) onChange(next)
  }
  const zloty = (minor: number | undefined) =>
    minor === undefined ? '' : String(minor / 100).replace('.', ',')
  const hint = (minor: number | undefined) =>
    minor === undefined ? '' : format.number(Math.round(minor / 100))
  return (
    <fieldset className={css.group}>
      <legend>{t('priceRange')}</legend>
      {/* Leaving a field applies it, as Enter does. */}
      <form key={`${filters.minPrice}-${filters.maxPrice}`} className={css.prices} onSubmit={apply}>
        <label htmlFor={`${id}-from`}>{t('from')}</label>
        <label htmlFor={`${id}-until`}>{t('until')}</label>
        <input
          id={`${id}-from`}
          name="from"
          inputMode="decimal"
          onBlur={(event) => event.currentTarget.form?.requestSubmit()}
          defaultValue={zloty(filters.minPrice)}
          placeholder={hint(facets.price?.min)}
        />
        <input
          id={`${id}-until`}
          name="until"
          inputMode="decimal"
          onBlur={(event) => event.currentTarget.form?.requestSubmit()}
          defaultValue={zloty(filters.maxPrice)}
          placeholder={hint(facets.price?.max)}
        />
        <input type="submit" hidden aria-label={t('priceRange')} />
      </form>
    </fieldset>
  )
}
