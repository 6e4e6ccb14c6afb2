interface Place {
  readonly name: string
  readonly city: string
  readonly address: { readonly street: string; readonly postcode: string }
}

/** Stores whose name, city, street or postcode holds every typed word; "lodz" finds Łódź. */
export function storesMatching<S extends Place>(stores: readonly S[], typed: string): readonly S[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  return stores.filter(({ name, city, address }) => {
    const text = plain(`${name} ${city} ${address.street} ${address.postcode}`)
    return words.every((word) => text.includes(word))
  })
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .replaceAll('ł', 'l')
