/**
 * Whether `text` is an order number: nine digits, the last one the Luhn digit of the first eight (ISO/IEC 7812-1,
 * annex B), so that a mistyped number is told before anybody looks it up. Numbers are made in SQL by
 * `orders.with_check_digit`.
 */
export function isOrderNumber(text: string): boolean {
  if (!/^[1-9]\d{8}$/.test(text)) return false
  let sum = 0
  for (let fromRight = 0; fromRight < text.length; fromRight += 1) {
    const digit = text.charCodeAt(text.length - 1 - fromRight) - 48
    const doubled = digit * 2
    sum += fromRight % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
