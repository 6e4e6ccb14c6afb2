/** Codes are this long at most, and shorter ones cannot be made; as the server has it. */
const CODE_TEXT = /^[\p{L}\p{N}][\p{L}\p{N} -]{2,39}$/u

/**
 * Whether something scanned may be the code of a promotion, on a leaflet or on her phone: letters among its signs, because an article whose
 * label is damaged is digits alone.
 */
export const mayBeCode = (text: string): boolean => CODE_TEXT.test(text) && /\p{L}/u.test(text)
