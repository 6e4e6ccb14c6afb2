/** As short as a password may be: the API says the same. */
export const LEAST_PASSWORD = 12
const SHORTEST_PHONE = 9

export const isEmail = (typed: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.trim())

/** Empty is fine: nobody has to have one. */
export const isPhone = (typed: string): boolean =>
  typed.trim() === '' || typed.replace(/\D/g, '').length >= SHORTEST_PHONE
