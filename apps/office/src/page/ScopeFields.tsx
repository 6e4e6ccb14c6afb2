import { ComboBox, RadioGroup, RadioOption, Select, useLocale } from '@splot/ui'
import { ArticleField } from './ArticleField.tsx'
import { usePlaceChoices } from './names.tsx'
import { regionName, useCategories } from './scope.tsx'

type Goods = Readonly<{ goods: 'all' | 'category' | 'sku'; category: string | null; sku: string }>
type Where = Readonly<{
  where: 'all' | 'region' | 'place'
  region: string | null
  locationId: string | null
}>

type Words = Readonly<
  Record<
    | 'goods'
    | 'where'
    | 'allGoods'
    | 'everywhere'
    | 'bySku'
    | 'byCategory'
    | 'byRegion'
    | 'byPlace'
    | 'category'
    | 'region'
    | 'place'
    | 'article'
    | 'needScope',
    string
  >
>

/** Which goods: all, a category with everything below it, or one article. */
export function GoodsFields({
  value,
  words,
  asked,
  onChange,
}: Readonly<{ value: Goods; words: Words; asked: boolean; onChange: (part: Partial<Goods>) => void }>) {
  const categories = useCategories()
  return (
    <>
      <RadioGroup<Goods['goods']>
        label={words.goods}
        layout="row"
        value={value.goods}
        onChange={(goods) => onChange({ goods })}
      >
        <RadioOption value="all">{words.allGoods}</RadioOption>
        <RadioOption value="category">{words.byCategory}</RadioOption>
        <RadioOption value="sku">{words.bySku}</RadioOption>
      </RadioGroup>
      {value.goods === 'category' && (
        <ComboBox
          label={words.category}
          choices={categories.map(({ handle, name }) => ({ value: handle, label: name }))}
          value={value.category}
          onChange={(category) => onChange({ category })}
          error={asked && value.category === null && words.needScope}
        />
      )}
      {value.goods === 'sku' && (
        <ArticleField
          label={words.article}
          sku={value.sku}
          onChange={(sku) => onChange({ sku })}
          error={asked && value.sku === '' && words.needScope}
        />
      )}
    </>
  )
}

/** In which places: all, a region, or one. */
export function WhereFields({
  value,
  words,
  regions,
  asked,
  onChange,
}: Readonly<{
  value: Where
  words: Words
  regions: readonly string[]
  asked: boolean
  onChange: (part: Partial<Where>) => void
}>) {
  const { locale } = useLocale()
  const places = usePlaceChoices()
  return (
    <>
      <RadioGroup<Where['where']>
        label={words.where}
        layout="row"
        value={value.where}
        onChange={(where) => onChange({ where })}
      >
        <RadioOption value="all">{words.everywhere}</RadioOption>
        <RadioOption value="region">{words.byRegion}</RadioOption>
        <RadioOption value="place">{words.byPlace}</RadioOption>
      </RadioGroup>
      {value.where === 'region' && (
        <Select
          label={words.region}
          choices={regions.map((region) => ({ value: region, label: regionName(region, locale) }))}
          value={value.region}
          onChange={(region) => onChange({ region })}
          error={asked && value.region === null && words.needScope}
        />
      )}
      {value.where === 'place' && (
        <Select
          label={words.place}
          choices={places}
          value={value.locationId}
          onChange={(locationId) => onChange({ locationId })}
          error={asked && value.locationId === null && words.needScope}
        />
      )}
    </>
  )
}
