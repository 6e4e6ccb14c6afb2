import { ComboBox, useLocale, type Choice } from '@splot/ui'
import { unionCountries } from '@splot/rules'

/** Where the chain stands: its rates are shown first. */
export const HOME = 'PL'

/** Says a country in the reader's language. */
export function useCountryName(): (country: string) => string {
  const { locale } = useLocale()
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return (country) => names.of(country) ?? country
}

type Props = Readonly<{
  label: string
  value: string | null
  onChange: (country: string | null) => void
  /** Those that are no choice here. */
  without?: readonly string[]
  error?: string | false
}>

/** A country of the Union: VAT rates are known of these. */
export function CountryField({ label, value, onChange, without = [], error }: Props) {
  const { locale } = useLocale()
  const nameOf = useCountryName()
  const choices: Choice[] = unionCountries
    .filter((code) => !without.includes(code))
    .map((code) => ({ value: code, label: nameOf(code), hint: code }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale))
  return (
    <ComboBox label={label} choices={choices} value={value} onChange={onChange} error={error || undefined} />
  )
}
